/** Sites that make pages without end: calendars, paths that grow with each link, filters of filters. */

const deepestPath = 20
const longestPath = 1000
/** Books have chapters by number and releases by version; days of a calendar go on for ever. */
const mostOfOneShape = 400

/** Says why an address looks like one of endlessly many; null when it does not. Counts what it lets through. */
export const trapDetector = (): ((url: URL) => string | null) => {
  const shapes = new Map<string, number>()
  return ({ pathname, search }) => {
    const segments = pathname.split('/').filter(Boolean)
    if (segments.length > deepestPath || pathname.length + search.length > longestPath) return 'its path is too long'
    if (repeats(segments)) return 'its path repeats itself'
    const shape = (pathname + search).replace(/\d+/g, '0')
    if (shape === pathname + search) return null
    const count = (shapes.get(shape) ?? 0) + 1
    shapes.set(shape, count)
    return count > mostOfOneShape ? `more than ${mostOfOneShape} addresses differ from it only in their numbers` : null
  }
}

/** A segment that is there for the fourth time, or a group of segments that stands three times in a row: `/a/b/a/b/a/b`. */
const repeats = (segments: readonly string[]): boolean => {
  const counts = new Map<string, number>()
  for (const segment of segments) counts.set(segment, (counts.get(segment) ?? 0) + 1)
  if ([...counts.values()].some((count) => count > 3)) return true
  return segments.some((_, start) =>
    [1, 2, 3].some((length) => {
      const group = (index: number): string => segments.slice(start + index * length, start + (index + 1) * length).join('/')
      return start + 3 * length <= segments.length && group(0) === group(1) && group(1) === group(2)
    }),
  )
}
