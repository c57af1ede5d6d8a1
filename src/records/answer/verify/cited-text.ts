/** Words that somebody else wrote about what was found: each sentence checked, and cited by what it rests on. */
import type { RecordsDescription } from '../../../domain/record-description.ts'
import type { FoundRecords } from '../../../domain/record-store.ts'
import { cellFact, figureFact, telling, written, type Fact, type Piece, type Telling } from '../fact.ts'
import type { ToldRecords } from '../tell-records.ts'
import { verifyRecordText, type CheckedSentence } from './verify-record-text.ts'

export interface CitedText extends ToldRecords {
  /** Sentences that were left out, each with why. */
  readonly dropped: readonly { readonly text: string; readonly faults: readonly string[] }[]
}

/** Empty text: nothing of it could be shown. A sentence that rests on nothing is left out too. */
export const citedText = (text: string, found: readonly FoundRecords[], description: RecordsDescription, isStaff: boolean): CitedText => {
  const tellings = new Map(found.map((it) => [it, telling(description, isStaff, '', it)]))
  const checked = verifyRecordText(text, found, description)
  const kept = checked.filter(({ faults, rests }) => faults.length === 0 && rests.length > 0)
  const pieces = kept.flatMap((sentence, index): Piece[] => [...(index > 0 ? [gapBefore(text, sentence)] : []), ...piecesOf(sentence, tellings)])
  const cards = new Map([...tellings.values()].flatMap((it) => [...it.cards]))
  for (const piece of pieces) if (typeof piece !== 'string') cards.set(piece.card.documentId, piece.card)
  const dropped = checked
    .filter((it) => !kept.includes(it))
    .map((it) => ({ text: it.text, faults: it.faults.length > 0 ? it.faults : ['it rests on no record'] }))
  return { ...written(pieces), cards: [...cards.values()], dropped }
}

/** As it was written: a line of its own, or a blank. */
const gapBefore = (text: string, { start }: CheckedSentence): string => (/\n\s*$/.test(text.slice(0, start)) ? '\n' : ' ')

const piecesOf = (sentence: CheckedSentence, tellings: ReadonlyMap<FoundRecords, Telling>): Piece[] => {
  const pieces: Piece[] = []
  let at = sentence.start
  const words = (start: number, end: number) => sentence.text.slice(start - sentence.start, end - sentence.start)
  for (const { start, end, source } of sentence.rests) {
    if (start < at) continue
    const about = tellings.get(source.found)!
    const fact: Fact = 'cell' in source ? cellFact(about, source.cell, words(start, end)) : figureFact(about, source.figure, words(start, end))
    if (!fact.card) continue
    pieces.push(words(at, start), fact)
    at = end
  }
  return [...pieces, words(at, sentence.end)].filter((piece) => piece !== '')
}
