/** Slips of the pen in the words that questions turn on: `cnacel`, `odrers`. A word that stands as a value, or has a capital, stays as it is. */
import { nearTerms } from '../../base/near-terms.ts'
import { lexiconOf } from './lexicon.ts'
import type { Seen } from './seen.ts'
import { smallWords } from './small-words.ts'
import type { ValueMark } from './values.ts'
import { foldOf, rootOf, singularOf } from './words.ts'

/** The text with such words as they were meant; null: none is misspelt. */
export const spelledWell = ({ text, words, ids, description }: Seen, values: readonly ValueMark[]): string | null => {
  const { words: described, names, choices } = lexiconOf(description)
  const known = [...turning, ...described]
  let spelled = text
  for (const [index, word] of [...words.entries()].toReversed()) {
    const isName = values.some((value) => index >= value.from && index < value.to) || ids.some(({ start, end }) => word.start < end && start < word.end)
    const isKnown = turning.has(word.lower) || smallWords.has(word.lower) || smallWords.has(singularOf(word.lower)) || described.has(word.lower)
    if (isName || isKnown || names.has(word.root) || choices.has(foldOf(word.lower)) || /^\p{Lu}/u.test(word.text) || word.lower.length < 5) continue
    const near = nearTerms(word.lower, known)
    const meant = near.find((other) => turning.has(other)) ?? near[0]
    if (meant === undefined || (!turning.has(meant) && near.some((other) => rootOf(other) !== rootOf(meant)))) continue
    spelled = spelled.slice(0, word.start) + meant + spelled.slice(word.end)
  }
  return spelled === text ? null : spelled
}

/** What a question wants done or told. */
const turning: ReadonlySet<string> = new Set(
  (
    'cancel cancelled canceled cancelling cancellation return returned returning returnable refund refunded refundable exchange exchanged modify modified ' +
    'change changed update delete remove replace track tracking order ordered orders bought purchase purchased purchases delivered delivery deliver shipped ' +
    'shipping shipment arrived received payment payments address balance status total amount price number latest newest recent recently previous penultimate ' +
    'second before after expensive cheapest dearest priciest highest lowest largest smallest average altogether together overall remember default remaining ' +
    'reimbursed reimburse charged color colour size material different items products articles contents many much where which what when could would should ' +
    'happened freight carriage postage transport transporting transportation carrier shipper dispatched despatched please about still possible allowed eligible option policy account profile email happening going'
  ).split(' '),
)
