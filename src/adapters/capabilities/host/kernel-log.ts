import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { Unseen, type Seen } from '../look.ts'

const mostRecords = 20_000
const kept = 200

const kinds: readonly (readonly [name: string, form: RegExp])[] = [
  ['oom_kills', /\b(?:Out of memory: Killed process|Memory cgroup out of memory|oom-kill:)/],
  ['disk_errors', /\b(?:I\/O error|EXT4-fs error|XFS .*(?:error|corruption)|Buffer I\/O error|remount-ro)/i],
  ['segmentation_faults', /\bsegfault at\b/],
  ['hung_tasks', /\bblocked for more than \d+ seconds\b/],
]

/** /dev/kmsg, record by record, without waiting for the next (man 4 kmsg in the kernel's documentation: `priority,sequence,microseconds,flags;text`). */
export const readKernelLog = async ({ sinceSeconds }: { sinceSeconds: number }, signal: AbortSignal): Promise<Seen> => {
  const file = await open('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK).catch(() => {
    throw new Unseen('The kernel log may not be read by the user as whom this program runs.')
  })
  const counts = new Map(kinds.map(([name]) => [name, 0]))
  const lines: string[] = []
  let errors = 0
  try {
    for (let records = 0; records < mostRecords && !signal.aborted; records++) {
      const record = await nextRecord(file)
      if (record === null) break
      const [, priority, microseconds, text] = /^(\d+),\d+,(\d+),[^;]*;([^\n]*)/.exec(record) ?? []
      if (text === undefined || Number(microseconds) / 1e6 < sinceSeconds) continue
      const kind = kinds.find(([, form]) => form.test(text))
      if (kind) counts.set(kind[0], counts.get(kind[0])! + 1)
      const isError = (Number(priority) & 7) <= 3
      if (isError) errors++
      if (kind || isError) lines.push(text)
    }
  } finally {
    await file.close()
  }
  return { facts: [{ name: 'errors', value: errors }, ...[...counts].map(([name, value]) => ({ name, value }))], lines: lines.slice(-kept) }
}

/** Null at the end. A record that was overwritten while it was read (EPIPE) is passed over. */
const nextRecord = async (file: Awaited<ReturnType<typeof open>>): Promise<string | null> => {
  try {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(8192), 0, 8192, null)
    return bytesRead === 0 ? null : buffer.toString('utf8', 0, bytesRead)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPIPE' ? '' : null
  }
}
