/** A cgroup for one run: what its processes use together. Version 2 where its controllers are handed down, else version 1. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { randomBytes } from 'node:crypto'
import type { FenceLimits } from './fence.ts'

export interface ControlGroup {
  /** Before it runs: what it starts is in the group as well. */
  add(pid: number): Promise<void>
  /** Kills what is left in it. */
  close(): Promise<void>
}

interface Place {
  readonly folder: string
  readonly limits: (limits: FenceLimits) => readonly (readonly [file: string, value: number])[]
}

/** Null where this program may not make any, or not for both processes and memory. */
export const findControlGroups = async (root = '/sys/fs/cgroup'): Promise<((limits: FenceLimits) => Promise<ControlGroup>) | null> => {
  const places = (await version2(root)) ?? (await version1(root))
  if (places === null) return null
  const open = (limits: FenceLimits): Promise<ControlGroup> => openGroup(places, limits)
  const tried = await open({ processes: 8, memoryBytes: 64 * 1024 * 1024 } as FenceLimits).catch(() => null)
  if (tried === null) return null
  await tried.close()
  await removeLeft(places)
  return open
}

/** Of programs that were killed before they could take theirs away; their names tell whose they were. */
const removeLeft = async (places: readonly Place[]): Promise<void> => {
  for (const { folder } of places) {
    const left = (await readdir(folder)).filter((it) => /^answerable-\d+-/.test(it) && !existsSync(`/proc/${it.split('-')[1]}`))
    await Promise.all(left.map((it) => remove(join(folder, it))))
  }
}

const version2 = async (root: string): Promise<readonly Place[] | null> => {
  const own = /^0::(\/\S*)$/m.exec(await readFile('/proc/self/cgroup', 'utf8').catch(() => ''))?.[1]
  if (own === undefined) return null
  const folder = join(root, own)
  const handed = await readFile(join(folder, 'cgroup.subtree_control'), 'utf8').catch(() => '')
  if (!handed.includes('pids') || !handed.includes('memory')) return null
  return [
    {
      folder,
      limits: ({ processes, memoryBytes }) => [
        ['pids.max', processes],
        ['memory.max', memoryBytes],
        ['memory.swap.max', 0],
      ],
    },
  ]
}

const version1 = async (root: string): Promise<readonly Place[] | null> => {
  const known = await readdir(root).catch((): string[] => [])
  if (!known.includes('pids') || !known.includes('memory')) return null
  return [
    { folder: join(root, 'pids'), limits: ({ processes }) => [['pids.max', processes]] },
    { folder: join(root, 'memory'), limits: ({ memoryBytes }) => [['memory.limit_in_bytes', memoryBytes]] },
  ]
}

const openGroup = async (places: readonly Place[], limits: FenceLimits): Promise<ControlGroup> => {
  const name = `answerable-${process.pid}-${randomBytes(6).toString('hex')}`
  const folders = places.map(({ folder }) => join(folder, name))
  const close = async (): Promise<void> => void (await Promise.all(folders.map(remove)))
  try {
    for (const [index, { limits: of }] of places.entries()) {
      await mkdir(folders[index]!)
      // Some kernels have no swap accounting: the other two are what counts.
      for (const [file, value] of of(limits)) await writeFile(join(folders[index]!, file), String(value)).catch(ignoreSwap(file))
    }
  } catch (error) {
    await close()
    throw error
  }
  return { add: async (pid) => void (await Promise.all(folders.map((folder) => writeFile(join(folder, 'cgroup.procs'), String(pid))))), close }
}

const ignoreSwap =
  (file: string) =>
  (error: unknown): void => {
    if (!file.startsWith('memory.swap')) throw error
  }

/** Milliseconds. A busy machine takes long to reap what was killed: 200 were too few once among 600 runs. */
const patience = 10_000
const longestPause = 200

/** It can be removed when its last process has been reaped. What stays is taken away by a later program (`removeLeft`). */
const remove = async (folder: string): Promise<void> => {
  const until = performance.now() + patience
  for (let pause = 5; performance.now() < until; pause = Math.min(2 * pause, longestPause)) {
    if (!(await isBusy(folder))) return
    for (const pid of (await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '')).split('\n').filter(Boolean)) kill(Number(pid))
    await setTimeout(pause)
  }
}

/** False: it is gone, or waiting will not make it go. */
const isBusy = (folder: string): Promise<boolean> =>
  rmdir(folder).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'EBUSY',
  )

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
