import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/** Calls `onExceeded` once when the process holds more than the limit beyond what it had at the first look. Heap limits do not count buffers, and a PDF of 1.5 MB unpacked to 3.3 GB of them. */
export const watchMemory = (pid: number, limitMb: number, onExceeded: () => void): (() => void) => {
  let before: number | null = null
  let stopped = false
  const look = async (): Promise<void> => {
    const heldMb = await residentMb(pid)
    if (stopped) return
    if (heldMb !== null && heldMb - (before ??= heldMb) > limitMb) return onExceeded()
    timer = setTimeout(look, everyMs).unref()
  }
  let timer: NodeJS.Timeout | undefined
  void look()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

// Unpacking fills about 50 MB in 50 ms; `ps` is a process of its own.
const everyMs = process.platform === 'linux' ? 50 : 500

/** Null when it cannot be known: the process has ended, or the system has neither /proc nor ps. */
const residentMb = async (pid: number): Promise<number | null> => {
  if (process.platform === 'linux') return kilobytesIn(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''), /^VmRSS:\s*(\d+) kB/m)
  const listed = await new Promise<string>((resolve) => execFile('ps', ['-o', 'rss=', '-p', String(pid)], (_, output) => resolve(String(output))))
  return kilobytesIn(listed, /^\s*(\d+)/)
}

const kilobytesIn = (text: string, pattern: RegExp): number | null => {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? null : Number(found) / 1024
}
