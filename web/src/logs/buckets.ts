import type { LogReport } from '../api/logs.ts'

export const shortTime = (time: string | number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ')

/** What a bucket spans, in words. */
export const bucketName = ({ buckets }: LogReport, index: number): string => {
  if (buckets.by === 'line') return `lines ${(index * buckets.width + 1).toLocaleString('en')} to ${((index + 1) * buckets.width).toLocaleString('en')}`
  const start = Date.parse(buckets.from) + index * buckets.width_ms
  return `${shortTime(start)} to ${shortTime(start + buckets.width_ms).slice(11)}`
}

/** Lines that stand in a bucket; by time only where times run forward, as they nearly always do. */
export const bucketLines = ({ buckets, rate, lines }: LogReport, index: number): { from: number; to: number } => {
  if (buckets.by === 'line') return { from: index * buckets.width + 1, to: Math.min(lines, (index + 1) * buckets.width) }
  const before = rate.slice(0, index).reduce((sum, it) => sum + it, 0)
  return { from: before + 1, to: before + Math.max(1, rate[index] ?? 1) }
}
