/**
 * A program run with nothing but what is named: its own namespaces (files, processes, network, users, IPC, host name), no capabilities,
 * a filter of system calls, limits of the kernel, an empty environment, no terminal and nothing on stdin. There is no softer mode:
 * where the fence does not hold, `openFence` says why and nothing is run.
 */
import type { PinnedProgram } from './pin-program.ts'

export interface FenceSpec {
  readonly program: PinnedProgram
  /** One string each; nothing is joined, no shell reads them. */
  readonly args: readonly string[]
  /** `libraries`: what programs load, and no other program. `programs`: all of /usr, for scripts that call others, and a procfs of their own. */
  readonly system: 'libraries' | 'programs'
  /** Absolute paths, files or folders, seen read-only at their own place. One that is not there, or reaches further by a link, fails with `invalid`. */
  readonly reads: readonly string[]
  /** The same, writable. */
  readonly writes: readonly string[]
  /** `none`: not even loopback. `host`: as the program itself. */
  readonly network: 'none' | 'host'
  /** All that its environment holds beside PATH, LANG and TZ. */
  readonly environment: Readonly<Record<string, string>>
  /** `nobody`: as user and group 65534 where this program is root, with `groups` (ids) beside. `self`: as whom this program runs. */
  readonly identity: 'nobody' | 'self'
  readonly groups: readonly number[]
  readonly limits: FenceLimits
}

export interface FenceLimits {
  /** Then everything inside is killed at once. */
  readonly wallMs: number
  readonly cpuSeconds: number
  /** Of all together, where the system has cgroups. */
  readonly memoryBytes: number
  /** Of address space, for each process. Engines like V8 set aside 64 GiB and use little of it. */
  readonly addressBytes: number
  readonly processes: number
  readonly openFiles: number
  /** Of one file that it writes. */
  readonly fileBytes: number
  /** Of stdout and stderr each; past it everything is killed. */
  readonly outputBytes: number
}

/** Of looks: reference part 2, D4. */
export const lookLimits: FenceLimits = {
  wallMs: 5000,
  cpuSeconds: 5,
  memoryBytes: 256 * 1024 * 1024,
  addressBytes: 512 * 1024 * 1024,
  processes: 16,
  openFiles: 64,
  fileBytes: 0,
  outputBytes: 256 * 1024,
}

export interface FenceResult {
  /** Null where it was killed. */
  readonly exitCode: number | null
  readonly endedBy: 'exit' | 'signal' | 'time' | 'output'
  /** UTF-8, what is none replaced; cut at `outputBytes`. */
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
}

export interface Fence {
  /**
   * Resolves when nothing of it is left running. Fails with `invalid` (a path that is not there), `conflict` (the program is no longer the one that
   * was pinned), `unavailable` (the fence could not be set up); stops with `signal.reason`.
   */
  run(spec: FenceSpec, signal?: AbortSignal): Promise<FenceResult>
}

/** Exactly one of the two is null. */
export interface OpenedFence {
  readonly fence: Fence | null
  /** A sentence with what to install or allow. */
  readonly why: string | null
}
