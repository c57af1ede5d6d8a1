import type { LogStatistics, TemplateStatistics } from '../log-statistics.ts'
import { isAtLeast, weightOf, type Candidate } from './candidate.ts'
import { grouped, percent, quoted } from './wording.ts'

/** Lines that the miner looks back. */
export const windowLines = 20
const leastTimes = 5
const leastSupport = 0.6
const leastLift = 5

/** What stood shortly before errors far more often than it stands anywhere (association rules: support and lift, Agrawal 1993). */
export const sequenceFindings = (log: LogStatistics): Candidate[] => {
  const byId = new Map(log.templates.map((it) => [it.id, it]))
  return log.templates.flatMap((error) => {
    if (error.isContinuation || error.count < leastTimes || !isAtLeast(error.severity, 'error')) return []
    const looked = error.precededOf
    if (looked < leastTimes) return []
    const rules = error.precededBy.flatMap(({ template, count }) => {
      const before = byId.get(template)
      if (!before || before === error || before.isContinuation || count < leastTimes || count < leastSupport * looked) return []
      const support = count / looked
      const anywhere = 1 - (1 - Math.min(1, before.count / Math.max(1, log.lines - log.skippedLines))) ** windowLines
      return support / anywhere >= leastLift ? [{ before, count, support, lift: support / anywhere }] : []
    })
    const best = rules.toSorted((a, b) => b.support * Math.log(b.lift) - a.support * Math.log(a.lift))[0]
    return best ? [finding(error, looked, best)] : []
  })
}

interface Rule {
  readonly before: TemplateStatistics
  readonly count: number
  readonly support: number
  readonly lift: number
}

const finding = (error: TemplateStatistics, looked: number, { before, count, support, lift }: Rule): Candidate => ({
  kind: 'sequence',
  text:
    `Before ${grouped(count)} of the ${looked < error.count ? 'first ' : ''}${grouped(looked)} ${quoted(error.template)} (${percent(count, looked)}), ` +
    `${quoted(before.template)} stood at most ${windowLines} lines earlier: ${Number(lift.toPrecision(2))} times as often as before any line.`,
  templates: [before.id, error.id],
  lines: instanceOf(before, error),
  weight: weightOf(error) * (0.6 + support),
})

/** Two lines that are known and near each other; else the first of each. */
const instanceOf = (before: TemplateStatistics, error: TemplateStatistics): number[] => {
  const known = ({ firstLine, lastLine, examples }: TemplateStatistics): number[] => [firstLine, lastLine, ...examples.map(({ line }) => line)]
  for (const line of known(error)) {
    const earlier = known(before).find((it) => it < line && line - it <= windowLines)
    if (earlier !== undefined) return [earlier, line]
  }
  return [before.firstLine, error.firstLine]
}
