import { readdir, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import { mapLimited } from '../../../base/async.ts'
import { readProc, readProcIf } from './proc.ts'

export interface ProcessSeen {
  readonly pid: number
  /** Name of its file where that may be read, else what it calls itself (15 letters, chosen by the process: hostile). */
  readonly executable: string
  readonly state: string
  readonly threads: number
  readonly memoryBytes: number
  readonly cpuSeconds: number
  /** With the pid: which process it is. */
  readonly startTicks: number
  readonly ageSeconds: number
  /** Null where they may not be counted. */
  readonly openFiles: number | null
  readonly mostOpenFiles: number | null
}

const mostProcesses = 20_000
// USER_HZ is 100 on every Linux that Node runs on, and a page 4096 bytes on all but a few; status tells memory in kB.
const ticksPerSecond = 100

const states: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'blocked',
  Z: 'zombie',
  T: 'stopped',
  t: 'traced',
  I: 'idle',
}

export const readProcesses = async ({ withFiles }: { withFiles: boolean }): Promise<ProcessSeen[]> => {
  const pids = (await readdir('/proc')).filter((it) => /^\d+$/.test(it)).slice(0, mostProcesses)
  const uptime = Number((await readProc('/proc/uptime')).split(' ')[0])
  const seen = await mapLimited(pids, 32, (pid) => readProcess(pid, uptime, withFiles).catch(() => null))
  return seen.filter((it) => it !== null)
}

/** Null for one that has ended meanwhile, and for threads of the kernel. */
const readProcess = async (pid: string, uptime: number, withFiles: boolean): Promise<ProcessSeen | null> => {
  const [stat, status] = await Promise.all([readProcIf(`/proc/${pid}/stat`), readProcIf(`/proc/${pid}/status`)])
  if (stat === null || status === null) return null
  // The name stands in brackets and may hold brackets and blanks itself.
  const end = stat.lastIndexOf(')')
  const calledItself = stat.slice(stat.indexOf('(') + 1, end)
  const fields = stat.slice(end + 2).split(' ')
  const field = (number: number): number => Number(fields[number - 3])
  const isKernelThread = (field(9) & 0x00200000) !== 0
  if (isKernelThread) return null
  const startTicks = field(22)
  return {
    pid: Number(pid),
    executable: withFiles ? await executableOf(pid, calledItself) : calledItself,
    state: states[fields[0]!] ?? 'other',
    threads: field(20),
    memoryBytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024,
    cpuSeconds: (field(14) + field(15)) / ticksPerSecond,
    startTicks,
    ageSeconds: Math.max(0, Math.round(uptime - startTicks / ticksPerSecond)),
    openFiles: withFiles
      ? await readdir(`/proc/${pid}/fd`).then(
          (it) => it.length,
          () => null,
        )
      : null,
    mostOpenFiles: withFiles ? await openFilesLimit(pid) : null,
  }
}

const executableOf = async (pid: string, calledItself: string): Promise<string> => {
  const path = await readlink(`/proc/${pid}/exe`).catch(() => null)
  return path === null ? calledItself : basename(path.replace(/ \(deleted\)$/, ''))
}

const openFilesLimit = async (pid: string): Promise<number | null> => {
  const match = /^Max open files\s+(\d+)/m.exec((await readProcIf(`/proc/${pid}/limits`)) ?? '')
  return match ? Number(match[1]) : null
}
