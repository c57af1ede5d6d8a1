/**
 * The lines of a file that an include asks for: all, `2:10` (from 1, both ends included), `2` (that line), `2:`, `:10`, or the name of an anchor.
 * The marks of anchors themselves are left out. Null when there is no such anchor.
 */
export const linesWanted = (content: string, wanted: string): string | null => {
  if (wanted === '') return withoutMarks(content.split('\n'))
  const range = /^(\d*)(:?)(\d*)$/.exec(wanted)
  const lines = content.split('\n')
  if (!range) return anchored(lines, wanted)
  const from = Math.max(1, Number(range[1] || 1))
  const to = range[2] ? Number(range[3] || lines.length) : from
  return withoutMarks(lines.slice(from - 1, to))
}

const mark = /\bANCHOR(?<end>_END)?:\s*(?<name>[\w-]+)/

const anchored = (lines: readonly string[], name: string): string | null => {
  const isMark = (line: string, end: boolean): boolean => {
    const groups = mark.exec(line)?.groups
    return groups?.name === name && (groups.end !== undefined) === end
  }
  const from = lines.findIndex((line) => isMark(line, false))
  if (from < 0) return null
  const to = lines.findIndex((line, index) => index > from && isMark(line, true))
  return withoutMarks(lines.slice(from + 1, to < 0 ? undefined : to))
}

const withoutMarks = (lines: readonly string[]): string => lines.filter((line) => !mark.test(line)).join('\n')
