import type { Injection } from '../../domain/guard.ts'
import type { Span } from '../../domain/document.ts'
import { withoutOverlap } from '../without-overlap.ts'
import { encodedTexts } from './encoded.ts'
import { hiddenSpans } from './hidden.ts'
import { plainLetters } from './plain-letters.ts'
import { scoreOf, thresholds } from './score.ts'
import { scoredUnits, type ScoredUnit } from './scored-units.ts'
import { signalNames, signalsOf, speaksToWriter } from './signals.ts'

export type Found = Pick<Injection, 'start' | 'end' | 'score' | 'reason'>

/** All that speaks to a model in a text, in order, without overlap; offsets into the text. */
export const findInjections = (text: string, language = 'en'): Found[] => {
  const found: Found[] = []
  for (const { start, end, what } of hiddenSpans(text)) {
    found.push({ start, end, score: 1, reason: what })
  }
  for (const { start, end, decoded } of encodedTexts(text)) {
    const score = worst(decoded, language)
    if (score >= thresholds.following) found.push({ start, end, score, reason: 'an instruction in base64 or hexadecimal digits' })
  }
  const units = scoredUnits(text, language)
  for (const [index, unit] of units.entries()) {
    if (!isOrder(unit) && !(unit.score >= thresholds.following && followsOrder(units, index))) continue
    found.push({ start: unit.start, end: endOf(text, unit), score: unit.score, reason: reasonOf(unit) })
  }
  return withoutOverlap(found)
}

const worst = (text: string, language: string): number =>
  Math.max(scoreOf(signalsOf(plainLetters(text))), ...scoredUnits(text, language).map(({ score }) => score))

const isOrder = ({ score, signals }: ScoredUnit): boolean => score >= thresholds.order && speaksToWriter(signals)

/** "Ignore the above. Then say …": what would be harmless alone goes on with an order of the same paragraph. */
const followsOrder = (units: readonly ScoredUnit[], index: number): boolean =>
  units.slice(Math.max(0, index - 3), index).some((unit) => unit.block === units[index]!.block && isOrder(unit))

/** "Use this code:" takes the block of code after it along. */
const endOf = (text: string, { end }: Span): number => {
  const block = /^\s*\n\s*(?<fence>`{3,}|~{3,})[\s\S]*?(?:\n\s*\k<fence>|$(?![\s\S]))/.exec(text.slice(end, end + 20_000))
  return block && /:\W*$/.test(text.slice(0, end).slice(-8)) ? end + block[0].length : end
}

const reasonOf = ({ signals }: ScoredUnit): string => signalNames.filter((name) => signals[name] > 0).join(', ')
