import type { LogReport } from '../../domain/log.ts'
import { clock, harmless } from '../report/wording.ts'
import { mostText, type Claim } from './claim-schema.ts'
import { coverage, stemsOf } from './content.ts'
import type { Evidence } from './evidence.ts'
import { namesHold } from './names.ts'
import { numbersHold, type Counted, type Known } from './numbers.ts'
import { orderHolds, vagueFiguresHold } from './vague-figures.ts'

/** Why a claim is not shown. */
export const refusals = {
  shape: 'it is no plain sentence',
  pointers: 'it points at no template that was shown',
  lines: 'it names a line that none of its templates has',
  number: 'it says a number that its templates do not have',
  order: 'it says how often, how fast or in which order, and its templates do not bear it out',
  name: 'it names something that its templates do not',
  apart: 'it speaks of something else than its templates',
} as const
export type Refusal = keyof typeof refusals

// Of each sentence's own words, how many must stand in the templates. What happened is told in the log's words; a cause or a next step may add some.
const leastCoverage = { summary: 0.6, cause: 0.6, next: 0.4 } as const

/** Null for a claim whose every number, time, name and line is one of the templates it points at. */
export const checkClaim = (claim: Claim, shown: readonly Evidence[], report: LogReport): Refusal | null => {
  if (!isPlain(claim.text)) return 'shape'
  const pointed = shown.filter(({ handle }) => claim.templates.includes(handle))
  if (pointed.length === 0 || pointed.length !== claim.templates.length) return 'pointers'
  if (!claim.lines.every((line) => pointed.some(({ lines }) => lines.has(line)))) return 'lines'
  const known = knownOf(pointed, report)
  const words = withoutHandles(claim.text)
  if (!numbersHold(words, known)) return 'number'
  const templates = pointed.map(({ template }) => template)
  if (
    !vagueFiguresHold(words, templates, report, known.texts.join('\n').toLowerCase()) ||
    !sentencesOf(words).every((sentence) => orderHolds(sentence, templates))
  )
    return 'order'
  if (!namesHold(words, known.texts)) return 'name'
  const stems = new Set(stemsOf(known.texts.join(' ')))
  return sentencesOf(words).every((sentence) => coverage(sentence, stems) >= leastCoverage[claim.kind]) ? null : 'apart'
}

// Nothing that a page, a terminal or a shell would take for more than words.
const isPlain = (text: string): boolean =>
  text.length >= 12 &&
  text.length <= mostText &&
  /\p{L}{2,}\s+\p{L}+/u.test(text) &&
  harmless(text) === text &&
  !/\w+:\/\/|www\.|\]\(|<(?!\*>)|[`$|;{}\\]|&&|\bsudo\b|(?:^|\s)-{1,2}[a-z]|!\[|javascript:|data:\w+\//i.test(text)

const knownOf = (pointed: readonly Evidence[], report: LogReport): Known => {
  const each = pointed.map(countedOf)
  const total = pointed.reduce((sum, { template }) => sum + template.count, 0)
  const findings = pointed.flatMap((it) => findingsOf(it))
  return {
    counted: [...each, { counts: new Set([total, report.lines]), stems: null }],
    shares: [...pointed.map(({ template }) => template.count), total].map((count) => (100 * count) / Math.max(1, report.lines)),
    lines: new Set(pointed.flatMap(({ lines }) => [...lines])),
    times: pointed.flatMap(({ template }) => [template.firstSeen, template.lastSeen].flatMap((it) => (it ? [clock(it)] : []))).concat(findings),
    texts: pointed.flatMap(({ texts, template }) => [...texts, template.severity]),
  }
}

const countedOf = (evidence: Evidence): Counted => {
  const { template, texts } = evidence
  const values = template.variables.flatMap(({ distinct, top, isCapped }) => (isCapped ? [] : [distinct, ...top.map(({ count }) => count)]))
  return {
    counts: new Set([template.count, ...values, ...findingsOf(evidence).flatMap(countsIn)]),
    stems: new Set(stemsOf([...texts, template.severity].join(' '))),
  }
}

/** What is said of several kinds together is true of none of them. */
const findingsOf = ({ findings }: Evidence): string[] =>
  findings.filter(({ templates }) => templates.length === 1).map(({ text }) => text.replace(/(?<=\d),(?=\d{3})/g, ''))

/** Of a sentence by rules: how often, not which lines; outside the quotations, which quote the log. */
const countsIn = (text: string): number[] =>
  [...text.replace(/“[^”]*”/g, ' ').matchAll(/(?<![\d:.-])\d+(?= times| of (?:its|them|the)\b)|(?<=\b(?:came|of its) )\d+/g)].map(([digits]) => Number(digits))

/** "T1" is how the model points, and no name. */
const withoutHandles = (text: string): string => text.replace(/\(?\bT\d{1,3}\b\)?/g, ' ')

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?])\s+(?=\p{Lu})/u)
