import type { LogStatistics, TemplateStatistics } from '../log-statistics.ts'
import { linesOf, weightOf, type Candidate } from './candidate.ts'
import { grouped, percent, quoted, times } from './wording.ts'

// P(none) under Poisson below 1 % where five are expected.
const leastExpected = 5
const leastRatio = 2
const leastZ = 5

/** What an older log does not have, what only it has, and what takes another share of the lines. */
export const comparisonFindings = (log: LogStatistics, old: LogStatistics): Candidate[] => {
  const [lines, oldLines] = [log.lines - log.skippedLines, old.lines - old.skippedLines]
  if (lines === 0 || oldLines === 0) return []
  const find = lookup(old.templates)
  const back = lookup(log.templates)
  const own = log.templates.filter(({ isContinuation }) => !isContinuation)
  return [
    ...own.flatMap((it) => {
      const before = find(it)
      return before.length === 0
        ? [added(it)]
        : changed(
            it,
            lines,
            before.reduce((sum, { count }) => sum + count, 0),
            oldLines,
          )
    }),
    ...old.templates.flatMap((it) => {
      const expected = (it.count / oldLines) * lines
      return it.isContinuation || expected < leastExpected || back(it).length > 0 ? [] : [gone(it, oldLines, lines)]
    }),
  ]
}

const added = (it: TemplateStatistics): Candidate => ({
  kind: 'new',
  text: `New against the older log: ${quoted(it.template)} ${times(it.count)}, first in line ${grouped(it.firstLine)}.`,
  templates: [it.id],
  lines: linesOf(it),
  weight: weightOf(it) * (1.6 + 0.3 * Math.log10(it.count)),
})

/** Its lines are those of the older log, so none are named. */
const gone = (it: TemplateStatistics, oldLines: number, lines: number): Candidate => ({
  kind: 'vanished',
  text: `Gone against the older log: ${quoted(it.template)} came ${times(it.count)} in its ${grouped(oldLines)} lines, and never in these ${grouped(lines)}.`,
  templates: [it.id],
  lines: [],
  weight: weightOf(it) * 1.4,
})

/** Two shares as two Poisson counts: the conditional test of their ratio, by its normal approximation. */
const changed = (it: TemplateStatistics, lines: number, before: number, oldLines: number): Candidate[] => {
  const expected = ((it.count + before) * lines) / (lines + oldLines)
  const z = (it.count - expected) / Math.sqrt((expected * oldLines) / (lines + oldLines))
  const ratio = it.count / lines / (before / oldLines)
  if (Math.abs(z) < leastZ || (ratio < leastRatio && ratio > 1 / leastRatio)) return []
  const text = `${ratio > 1 ? 'More' : 'Less'} often than in the older log: ${quoted(it.template)} is ${percent(it.count, lines)} of the lines (${grouped(it.count)} of ${grouped(lines)}), and was ${percent(before, oldLines)} (${grouped(before)} of ${grouped(oldLines)}).`
  return [{ kind: 'rate', text, templates: [it.id], lines: linesOf(it), weight: weightOf(it) * 1.1 }]
}

/** By id; else by words, because a template may have been generalised further in one log than in the other. */
const lookup = (templates: readonly TemplateStatistics[]): ((wanted: TemplateStatistics) => readonly TemplateStatistics[]) => {
  const byId = Map.groupBy(templates, ({ id }) => id)
  const byLength = Map.groupBy(templates, ({ template }) => wordsOf(template).length)
  return (wanted) => {
    const words = wordsOf(wanted.template)
    return byId.get(wanted.id) ?? (byLength.get(words.length) ?? []).filter(({ template }) => areAlike(words, wordsOf(template)))
  }
}

const wordsOf = (template: string): string[] => template.split(/\s+/)

/** Each word is the same or open in one of them, and at least half are the same. */
const areAlike = (one: readonly string[], other: readonly string[]): boolean => {
  let same = 0
  for (const [index, word] of one.entries()) {
    if (word === other[index]) same++
    else if (!word.includes('<*>') && !other[index]!.includes('<*>')) return false
  }
  return same * 2 >= one.length
}
