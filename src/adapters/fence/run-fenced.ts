import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { throwIfAborted } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import { withoutInherited } from './inherited-files.ts'
import { bubblewrapCommand, fds, type FenceTools } from './bubblewrap.ts'
import type { ControlGroup } from './control-group.ts'
import type { Fence, FenceLimits, FenceResult, FenceSpec } from './fence.ts'
import { assertPinned } from './pin-program.ts'
import { seccompFilter } from './seccomp.ts'
import type { Machine } from './system-calls.ts'

export interface FencingParts {
  readonly tools: FenceTools
  readonly machine: Machine
  readonly isRoot: boolean
  /** Null where there are none. */
  readonly openGroup: ((limits: FenceLimits) => Promise<ControlGroup>) | null
}

export const fencing = (parts: FencingParts): Fence => ({
  run: async (spec, signal) => {
    throwIfAborted(signal)
    // The kernel does not count the processes of root: without a group nothing would hold their number.
    if (parts.isRoot && spec.identity === 'self' && parts.openGroup === null)
      throw new AppError('unavailable', 'As root a program can be fenced only where cgroups can be made. Run Answerable as a user of its own.')
    await assertPinned(spec.program)
    const command = await bubblewrapCommand(spec, parts.tools, parts.isRoot)
    const group = (await parts.openGroup?.(spec.limits)) ?? null
    try {
      return await runOnce(command, spec, { group, filter: seccompFilter(parts.machine, spec.network) }, signal)
    } finally {
      await group?.close()
    }
  },
})

const runOnce = async (
  [file, ...args]: readonly [string, ...string[]],
  spec: FenceSpec,
  { group, filter }: { group: ControlGroup | null; filter: Buffer },
  signal: AbortSignal | undefined,
): Promise<FenceResult> => {
  const began = performance.now()
  const child = await withoutInherited((over) => spawn(file, args, { cwd: '/', env: {}, stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe', ...over] }))
  const [toFilter, fromInfo, toGo] = [child.stdio[fds.seccomp] as Writable, child.stdio[fds.info] as Readable, (child.stdio as unknown[])[fds.go] as Writable]
  for (const pipe of [toFilter, fromInfo, toGo]) pipe.on('error', () => {}) // It ends with the process, which is told by `close`.
  const ended = endingOf(child)
  let innermost: number | null = null
  let endedBy: FenceResult['endedBy'] | null = null
  const stop = (why: FenceResult['endedBy'] | null): void => {
    endedBy ??= why
    // The first process of the namespace: with it the kernel ends all others, and bubblewrap ends behind them.
    kill(innermost ?? child.pid)
  }
  const timer = setTimeout(() => stop('time'), spec.limits.wallMs)
  const onAbort = (): void => stop(null)
  signal?.addEventListener('abort', onAbort, { once: true })
  const output = [child.stdout!, child.stderr!].map((stream) => collected(stream, spec.limits.outputBytes, () => stop('output')))
  try {
    toFilter.end(filter)
    innermost = await childPidFrom(fromInfo)
    if (signal?.aborted || endedBy !== null) kill(innermost ?? child.pid)
    if (innermost !== null) await group?.add(innermost)
    toGo.end('\n')
    const { code, killedBy, error } = await ended
    throwIfAborted(signal)
    if (error || innermost === null) throw noFence(error, output[1]!())
    const [stdout, stderr] = output.map((read) => read()) as [string, string]
    return {
      exitCode: endedBy === null ? code : null,
      endedBy: endedBy ?? (killedBy === null ? 'exit' : 'signal'),
      stdout,
      stderr,
      durationMs: Math.round(performance.now() - began),
    }
  } catch (error) {
    kill(innermost ?? child.pid)
    await ended
    throwIfAborted(signal)
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}

interface Ending {
  readonly code: number | null
  readonly killedBy: NodeJS.Signals | null
  readonly error: Error | null
}

const endingOf = (child: ChildProcess): Promise<Ending> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, killedBy: null, error }))
    child.once('close', (code, killedBy) => resolve({ code, killedBy, error: null }))
  })

/** Null when bubblewrap ended before it had one. */
const childPidFrom = (info: Readable): Promise<number | null> =>
  new Promise((resolve) => {
    let text = ''
    info.setEncoding('utf8')
    info.on('data', (chunk: string) => {
      text += chunk
      const pid = /"child-pid":\s*(\d+)/.exec(text)?.[1]
      if (pid !== undefined) resolve(Number(pid))
    })
    info.once('close', () => resolve(null))
  })

const collected = (stream: Readable, most: number, onTooMuch: () => void): (() => string) => {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    if (bytes < most) chunks.push(chunk.subarray(0, most - bytes))
    bytes += chunk.length
    if (bytes > most) onTooMuch()
  })
  return () => Buffer.concat(chunks).toString('utf8')
}

const kill = (pid: number | null | undefined): void => {
  if (pid === null || pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

const noFence = (cause: Error | null, words: string): AppError =>
  new AppError('unavailable', `The fence could not be set up, and nothing was run. ${words.split('\n', 1)[0]!.slice(0, 200)}`.trim(), { cause })
