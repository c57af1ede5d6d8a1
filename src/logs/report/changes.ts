import type { LogStatistics, TemplateStatistics } from '../log-statistics.ts'
import { burstsOf } from './bursts.ts'
import { linesOf, weightOf, type Candidate } from './candidate.ts'
import { clock, grouped, quoted, times } from './wording.ts'

// Of all templates together, one false alarm in a hundred logs.
const mostFalse = 0.01
const leastRatio = 3
const leastZ = 5
const leastBuckets = 12

/** What began, ended, or changed its pace while the log was written. */
export const changeFindings = (log: LogStatistics): Candidate[] => {
  const own = log.templates.filter(({ isContinuation }) => !isContinuation)
  const [began, ended] = [own.filter((it) => hasBegun(log, it, own.length)), own.filter((it) => hasEnded(log, it, own.length))]
  const others = own.filter((it) => !began.includes(it) && !ended.includes(it))
  const near = Math.ceil((log.lines - log.skippedLines) * leastApart)
  return [
    ...together(began, ({ firstLine }) => firstLine, near).map((group) => newFinding(log, group)),
    ...together(ended, ({ lastLine }) => lastLine, near).map((group) => goneFinding(log, group)),
    ...others.flatMap((it) => changedPace(log, it) ?? []),
  ]
}

// What begins within so much of the log began with one change.
const leastApart = 0.05

const together = (templates: readonly TemplateStatistics[], place: (it: TemplateStatistics) => number, near: number): TemplateStatistics[][] => {
  const groups: TemplateStatistics[][] = []
  for (const it of templates.toSorted((a, b) => place(a) - place(b))) {
    const last = groups.at(-1)
    if (last && place(it) - place(last[0]!) <= near) last.push(it)
    else groups.push([it])
  }
  return groups.map((group) => group.toSorted((a, b) => weightOf(b) - weightOf(a) || b.count - a.count))
}

/** So many lines would hardly have missed all of the first part by chance, and they were still coming at the end. */
const hasBegun = ({ lines, skippedLines }: LogStatistics, { firstLine, lastLine, count }: TemplateStatistics, kinds: number): boolean => {
  const before = (firstLine - 1 - skippedLines) / (lines - skippedLines)
  return before >= 0.2 && lastLine >= lines - (lines - firstLine) / 4 && (1 - before) ** count <= mostFalse / kinds
}

const hasEnded = ({ lines, skippedLines }: LogStatistics, { firstLine, lastLine, count }: TemplateStatistics, kinds: number): boolean => {
  const after = (lines - lastLine) / (lines - skippedLines)
  return after >= 0.2 && firstLine - skippedLines <= (lastLine - skippedLines) / 4 && (1 - after) ** count <= mostFalse / kinds
}

const newFinding = ({ skippedLines }: LogStatistics, group: readonly TemplateStatistics[]): Candidate => {
  const first = group.reduce((a, b) => (b.firstLine < a.firstLine ? b : a))
  const last = Math.max(...group.map(({ firstLine }) => firstLine))
  const before = first.firstLine - 1 - skippedLines
  const text =
    group.length === 1
      ? `New: ${quoted(first.template)} began with line ${grouped(first.firstLine)}${at(first.firstSeen)} and came ${times(first.count)} since; the ${grouped(before)} lines before have none.`
      : `New: ${group.length} kinds began in lines ${grouped(first.firstLine)} to ${grouped(last)}${at(first.firstSeen)}: ${listed(group)}; the ${grouped(before)} lines before have none of them.`
  return { kind: 'new', text, ...pointing(group, ({ firstLine }) => firstLine), weight: weightOf(group[0]!) * 1.4 + group.length / 10 }
}

const goneFinding = ({ lines }: LogStatistics, group: readonly TemplateStatistics[]): Candidate => {
  const last = group.reduce((a, b) => (b.lastLine > a.lastLine ? b : a))
  const first = Math.min(...group.map(({ lastLine }) => lastLine))
  const after = lines - last.lastLine
  const text =
    group.length === 1
      ? `Gone: ${quoted(last.template)} came ${times(last.count)} up to line ${grouped(last.lastLine)}${at(last.lastSeen)}; the ${grouped(after)} lines after have none.`
      : `Gone: ${group.length} kinds ended in lines ${grouped(first)} to ${grouped(last.lastLine)}${at(last.lastSeen)}: ${listed(group)}; the ${grouped(after)} lines after have none of them.`
  return { kind: 'vanished', text, ...pointing(group, ({ lastLine }) => lastLine), weight: weightOf(group[0]!) * 1.2 + group.length / 10 }
}

const mostNamed = 4
const mostTemplates = 10

const listed = (group: readonly TemplateStatistics[]): string => {
  const named = group.slice(0, mostNamed).map(({ template, count }) => `${quoted(template)} (${times(count)})`)
  return named.join(', ') + (group.length > mostNamed ? `, and ${group.length - mostNamed} more` : '')
}

const pointing = (group: readonly TemplateStatistics[], place: (it: TemplateStatistics) => number): Pick<Candidate, 'templates' | 'lines'> => ({
  templates: group.slice(0, mostTemplates).map(({ id }) => id),
  lines: group.length === 1 ? linesOf(group[0]!) : [...new Set(group.slice(0, mostTemplates).map(place))].toSorted((a, b) => a - b),
})

const at = (time: Date | null): string => (time ? ` (${clock(time)})` : '')

/** The halves differ in their mean by more than the buckets differ among themselves (z of Anscombe-transformed counts). */
const changedPace = ({ buckets }: LogStatistics, template: TemplateStatistics): Candidate | null => {
  const { rate, count } = template
  if (rate.length < leastBuckets || count < 30 || burstsOf(rate).length > 0) return null
  const middle = rate.length >> 1
  const [first, second] = [rate.slice(0, middle), rate.slice(middle)]
  const [slow, fast] = [mean(first), mean(second)].toSorted((a, b) => a - b) as [number, number]
  if (fast < leastRatio * Math.max(slow, 1 / middle)) return null
  const [a, b] = [first, second].map((half) => half.map((it) => 2 * Math.sqrt(it + 3 / 8))) as [number[], number[]]
  const error = Math.sqrt(Math.max(1, variance(a)) / a.length + Math.max(1, variance(b)) / b.length)
  if (Math.abs(mean(a) - mean(b)) / error < leastZ) return null
  const [before, after] = [total(first), total(second)]
  const where = buckets.by === 'time' ? ` (from ${clock(new Date(buckets.from.getTime() + middle * buckets.widthMs))})` : ''
  return {
    kind: 'rate',
    text: `${after > before ? 'More' : 'Less'} often: ${quoted(template.template)} came ${times(after)} in the second half${where}, ${times(before)} in the first.`,
    templates: [template.id],
    lines: linesOf(template),
    weight: weightOf(template),
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const mean = (numbers: readonly number[]): number => total(numbers) / numbers.length
const variance = (numbers: readonly number[]): number => {
  const middle = mean(numbers)
  return total(numbers.map((it) => (it - middle) ** 2)) / Math.max(1, numbers.length - 1)
}
