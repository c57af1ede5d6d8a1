import { lineReader } from './line-reader.ts'
import { isClockUnset } from './line-times.ts'
import { lines } from './lines.ts'

/** What is looked at of a log before it is read. */
export const headBytes = 16_384

/** The median of the times that the beginning of a log bears, those of clocks that are not set left out where there are others; NaN where there are none. */
export const medianTime = (head: Uint8Array, now: Date): number => {
  const reader = lineReader(now)
  const found: number[] = []
  const cut = lines({
    line(bytes, start, end, isCopied) {
      const { at } = reader.read(bytes, start, end, isCopied).header
      if (!Number.isNaN(at)) found.push(at)
    },
    leave: () => {},
  })
  cut.push(head)
  cut.finish()
  const set = found.filter((at) => !isClockUnset(at))
  const times = (set.length > 0 ? set : found).toSorted((a, b) => a - b)
  return times[times.length >> 1] ?? NaN
}
