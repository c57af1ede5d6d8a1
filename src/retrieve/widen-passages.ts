import { sentencesOf } from '../base/sentences.ts'
import type { Passage } from '../domain/document.ts'
import type { TextOf } from './merge-neighbours.ts'

/**
 * Each passage with so many sentences before and after it (a sentence window): what is ranked may be one sentence, what is read has its context.
 * Rank and scores stay; `text` stays `document.text.slice(start, end)`. Windows may overlap: `mergeNeighbours` comes after.
 */
export const widenPassages = async (passages: readonly Passage[], textOf: TextOf, sentences: number): Promise<Passage[]> => {
  const byDocument = Map.groupBy(passages, ({ documentId, version }) => `${documentId} ${version}`)
  const widened = new Map<Passage, Passage>()
  for (const group of byDocument.values()) {
    const text = await textOf(group[0]!.documentId, group[0]!.version)
    for (const passage of group) widened.set(passage, text === null ? passage : widen(passage, text, sentences))
  }
  return passages.map((passage) => widened.get(passage)!)
}

// Sentences of a manual are seldom longer; a table row or a line of code is one too.
const reachOfSentence = 400

const widen = (passage: Passage, text: string, sentences: number): Passage => {
  const reach = sentences * reachOfSentence
  const before = wellFormed(text.slice(Math.max(0, passage.start - reach), passage.start))
  const after = wellFormed(text.slice(passage.end, passage.end + reach))
  const first = sentencesOf(before).at(-sentences) ?? sentencesOf(before)[0]
  const last = sentencesOf(after)[sentences - 1] ?? sentencesOf(after).at(-1)
  const start = first ? passage.start - before.length + first.start : passage.start
  const end = last ? passage.end + last.end : passage.end
  return { ...passage, start, end, text: text.slice(start, end) }
}

/** Cut at a fixed length, half a surrogate pair may stand at an end. */
const wellFormed = (text: string): string => text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '')
