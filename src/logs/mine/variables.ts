import type { Redact } from '../../domain/guard.ts'
import type { LogVariable } from '../../domain/log.ts'
import type { Kind } from './kind.ts'
import { toText } from '../line/read-bytes.ts'
import { distinctOf, type Values } from './values.ts'

const shownValues = 6
// Of values that were seen once each, a few show what they look like.
const shownOnce = 3

/** Each `<*>` of a kind with its frequent values, masked. */
export const variablesOf = ({ shown, values }: Kind, redact: Redact): LogVariable[] =>
  shown
    .flatMap((word, index) => (word.includes('<*>') && values[index] ? [values[index]] : []))
    .map((seen, position) => ({ position, distinct: distinctOf(seen), isCapped: seen.isCapped, top: topOf(seen, redact, shownValues) }))

/** The most frequent values, masked; those that look the same then are one. Left out: those that may have been seen twice as often as they were counted. */
export const topOf = (values: Values, redact: Redact, most: number): { value: string; count: number }[] => {
  const counts = new Map<string, number>()
  const frequent = values.counts
    .map((count, index) => ({ count, text: values.texts[index]!, offset: values.offsets[index]! }))
    .filter(({ count }) => count >= values.lost)
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
  for (const { count, text, offset } of frequent) {
    // Masking is dear: the rare are not looked at once there are enough.
    if (counts.size >= (count === 1 ? Math.min(most, shownOnce) : most)) break
    const value = maskedValue(text, offset, redact).replace(trailing, '')
    counts.set(value, (counts.get(value) ?? 0) + count)
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count)
}

// Punctuation of the sentence around a value, which the template shows.
const trailing = /(?<=.)[,;:.'"]+$/

/** The part of a text from `offset` on, masked with an eye on the words before it: `password: 1234`. */
const maskedValue = (text: string, offset: number, redact: Redact): string => {
  const before = toText(text.slice(0, offset))
  const whole = before + toText(text.slice(offset))
  let masked = ''
  let at = before.length
  for (const { kind, start, end } of redact(whole).findings) {
    if (end <= at) continue
    masked += `${whole.slice(at, Math.max(at, start))}[${kind}]`
    at = end
  }
  return masked + whole.slice(at)
}
