/**
 * Pages without their running headers and footers: a first or last line that, its numbers aside, opens or closes three pages or more.
 * Its first appearance stays, because it may be the title.
 */
export const withoutRunningLines = (pages: readonly string[]): string[] => {
  const appearances = new Map<string, number>()
  for (const page of pages) for (const edge of new Set(edgesOf(page))) appearances.set(edge, (appearances.get(edge) ?? 0) + 1)
  const kept = new Set<string>()
  const runs = (line: string): boolean => {
    const edge = withoutNumbers(line)
    if ((appearances.get(edge) ?? 0) < 3) return false
    const seen = kept.has(edge)
    kept.add(edge)
    return seen
  }
  return pages.map((page) => {
    const lines = page.split('\n')
    // A page of one line is about it: slides and forms look like that.
    if (lines.length === 1) return page
    const first = runs(lines[0]!) ? 1 : 0
    const last = runs(lines.at(-1)!) ? -1 : undefined
    return lines.slice(first, last).join('\n').trim()
  })
}

const edgesOf = (page: string): string[] => {
  const lines = page.split('\n')
  return page === '' ? [] : [withoutNumbers(lines[0]!), withoutNumbers(lines.at(-1)!)]
}

const withoutNumbers = (line: string): string => line.replace(/\d+|\b[ivxl]+$/g, '#')
