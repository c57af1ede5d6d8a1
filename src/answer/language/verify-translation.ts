import type { Passage } from '../../domain/document.ts'
import { plainView } from '../../base/plain-view.ts'
import { factsOf } from '../reading/facts.ts'
import { isNamed } from '../reading/identifiers.ts'
import { isStated } from '../reading/numbers.ts'
import { verifySentence, type Verification } from '../verify/verify.ts'

/**
 * A sentence beside the words that it translates. The quote must stand in a passage; the sentence may hold no number, identifier or
 * name that the quote and the question do not. That is less than word for word: the verdict is `partly` at best, unless the sentence
 * itself stands in the passages.
 */
export const verifyTranslation = (sentence: string, quote: string, passages: readonly Passage[], question: string): Verification => {
  const same = verifySentence(sentence, passages)
  if (same.verdict === 'supported') return same
  const quoted = verifySentence(quote, passages)
  const [span] = quoted.spans
  if (quoted.verdict !== 'supported' || !span)
    return { verdict: 'unsupported', score: 0, reasons: ['the words that it translates are not in the source', ...quoted.reasons], spans: [] }
  const source = span.passage.text.slice(span.start, span.end)
  const claim = factsOf(plainView(sentence).text, sentence, 'en', () => true)
  const given = factsOf(plainView(source).text, source, span.passage.language)
  const known = `${plainView(source).text} ${span.passage.title} ${span.passage.heading} ${question}`
  const missing = [
    ...claim.quantities.filter((one) => /\d/.test(one.text) && !isStated({ ...one, unit: '' }, given.offered)),
    ...claim.identifiers.filter((one) => !isNamed(one, known)),
  ].map(({ text }) => `${text} is not in the words that it translates`)
  const strangers = claim.names
    .filter(({ raw, start, end }) => !isKin(raw, known) && !claim.quantities.some((one) => one.start < end && start < one.end))
    .map(({ raw }) => `name ${raw} is not in the words that it translates`)
  const reasons = [...missing, ...strangers]
  if (reasons.length > 0) return { verdict: 'unsupported', score: 0, reasons, spans: [] }
  return { verdict: 'partly', score: 0.5, reasons: ['a translation: its numbers, names and identifiers were checked, its wording was not'], spans: [span] }
}

/** Fráncfort and Frankfurt begin alike; a name that is another word in the other language is taken for a stranger. */
const isKin = (name: string, text: string): boolean => {
  const start = folded(name).slice(0, 3)
  return (folded(text).match(/\p{L}+/gu) ?? []).some((word) => word.startsWith(start))
}
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
