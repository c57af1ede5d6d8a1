import type { LogStatistics, TemplateStatistics } from '../log-statistics.ts'
import { linesOf, weightOf, type Candidate } from './candidate.ts'
import { grouped as number, quoted, span } from './wording.ts'

/** Neighbouring buckets in which a template came far more often than it does. `from` and `to` are buckets, `to` included. */
export interface Burst {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Its median in the other buckets. */
  readonly usual: number
}

// z of 6 is one chance in a billion under Poisson: thousands of templates times a hundred buckets stay silent by chance.
const leastZ = 6
const leastCount = 10
const leastBuckets = 8
// What bursts in more of its buckets than this does so by habit.
const mostShare = 0.1

/**
 * Robust z-scores of the counts: median and MAD (Iglewicz & Hoaglin 1993) after Anscombe's transform (1948), which gives Poisson counts a
 * variance of 1 whatever their mean; a template whose rate swings by itself has a larger MAD and needs more to stand out.
 */
export const burstsOf = (rate: readonly number[]): Burst[] => {
  if (rate.length < leastBuckets) return []
  const stable = rate.map((count) => 2 * Math.sqrt(count + 3 / 8))
  const middle = median(stable)
  const spread = Math.max(1, 1.4826 * median(stable.map((it) => Math.abs(it - middle))))
  const usual = median(rate)
  const bursts: Burst[] = []
  let loud = 0
  for (const [at, count] of rate.entries()) {
    if (count < leastCount || (stable[at]! - middle) / spread < leastZ) continue
    loud++
    const last = bursts.at(-1)
    if (last?.to === at - 1) bursts[bursts.length - 1] = { ...last, to: at, count: last.count + count }
    else bursts.push({ from: at, to: at, count, usual })
  }
  return loud > Math.max(2, rate.length * mostShare) ? [] : bursts
}

export const burstFindings = (log: LogStatistics): Candidate[] =>
  together(
    log.templates.flatMap((template) => {
      if (template.isContinuation || template.count < leastCount) return []
      const bursts = burstsOf(template.rate)
      const largest = bursts.toSorted((a, b) => b.count - a.count)[0]
      return largest ? [{ template, burst: largest, others: bursts.length - 1 }] : []
    }),
  ).map((group) => (group.length === 1 ? alone(log, group[0]!) : grouped(log, group)))

interface Bursting {
  readonly template: TemplateStatistics
  /** The largest. */
  readonly burst: Burst
  readonly others: number
}

/** Those whose largest bursts are in the same time have one cause, and are told as one; the largest first in each. */
const together = (all: readonly Bursting[]): Bursting[][] => {
  const groups: Bursting[][] = []
  for (const it of all.toSorted((a, b) => a.burst.from - b.burst.from || b.burst.to - a.burst.to)) {
    const last = groups.at(-1)
    if (last && it.burst.to <= Math.max(...last.map(({ burst }) => burst.to))) last.push(it)
    else groups.push([it])
  }
  return groups.map((group) => group.toSorted((a, b) => b.burst.count - a.burst.count))
}

const alone = (log: LogStatistics, { template, burst, others }: Bursting): Candidate => {
  const width = burst.to - burst.from + 1
  const all = burst.count === template.count
  const text =
    `Burst: ${quoted(template.template)} came ${number(burst.count)}${all ? '' : ` of its ${number(template.count)}`} times ${all && template.firstSeen && template.lastSeen ? `from ${span(template.firstSeen, template.lastSeen)}` : whenOf(log, burst)}` +
    `, against ${burst.usual === 0 ? 'none' : number(burst.usual * width)} in a usual span of that length.` +
    (others > 0 ? ` ${others === 1 ? 'One smaller burst' : `${others} smaller bursts`} besides.` : '')
  return {
    kind: 'burst',
    text,
    templates: [template.id],
    lines: linesIn(log, template, burst),
    buckets: [burst.from, burst.to],
    weight: weightOfBurst(template, burst),
  }
}

const mostNamed = 3
const mostTemplates = 10

const grouped = (log: LogStatistics, group: readonly Bursting[]): Candidate => {
  const from = Math.min(...group.map(({ burst }) => burst.from))
  const to = Math.max(...group.map(({ burst }) => burst.to))
  const inside = group.map(({ template }) => ({ template, count: sum(template.rate.slice(from, to + 1)) }))
  const named = inside
    .slice(0, mostNamed)
    .map(({ template, count }) => `${quoted(template.template)} (${number(count)}${count === template.count ? '' : ` of its ${number(template.count)}`})`)
  const rest = group.length - named.length
  const text = `Burst: ${group.length} kinds together came ${number(sum(inside.map(({ count }) => count)))} times ${whenOf(log, { from, to })}, each far more often than in other spans: ${named.join(', ')}${rest > 0 ? `, and ${rest} more` : ''}.`
  return {
    kind: 'burst',
    text,
    templates: group.slice(0, mostTemplates).map(({ template }) => template.id),
    lines: [...new Set(group.flatMap(({ template, burst }) => linesIn(log, template, burst)[0]!))].toSorted((a, b) => a - b),
    buckets: [from, to],
    weight: 1 + Math.max(...group.map(({ template, burst }) => weightOfBurst(template, burst))),
  }
}

const weightOfBurst = (template: TemplateStatistics, { from, to, count, usual }: Burst): number =>
  weightOf(template) * (1.2 + 0.5 * Math.log10(count / Math.max(1, usual * (to - from + 1))))

const whenOf = ({ buckets, firstSeen, lastSeen }: LogStatistics, { from, to }: Pick<Burst, 'from' | 'to'>): string => {
  if (buckets.by === 'line') return `in lines ${number(from * buckets.width + 1)} to ${number((to + 1) * buckets.width)}`
  const start = Math.max(buckets.from.getTime() + from * buckets.widthMs, firstSeen?.getTime() ?? -Infinity)
  const end = Math.min(buckets.from.getTime() + (to + 1) * buckets.widthMs - 1, lastSeen?.getTime() ?? Infinity)
  return `from ${span(new Date(start), new Date(end))}`
}

/** Lines of the template that are known to be in the burst; all that are known where none is. */
const linesIn = ({ buckets, rate }: LogStatistics, template: TemplateStatistics, { from, to, count }: Burst): number[] => {
  const lines = linesOf(template)
  if (count === template.count) return lines
  // Where time runs forward, lines before a bucket are those of the buckets before.
  const before = buckets.by === 'line' ? from * buckets.width : sum(rate.slice(0, from))
  const after = buckets.by === 'line' ? (to + 1) * buckets.width : sum(rate.slice(0, to + 1))
  const inside = lines.filter((line) => line > before && line <= after)
  return inside.length > 0 ? inside : lines
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
