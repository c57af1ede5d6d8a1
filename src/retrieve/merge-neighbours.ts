import { isCodeType } from '../base/code-sentences.ts'
import type { Passage } from '../domain/document.ts'

/** The whole text of a document in a version, null when it is gone: what lies between two chunks stands only there. */
export type TextOf = (documentId: string, version: string) => Promise<string | null>

/**
 * Passages of one document with nothing but white space between them become one, so that a model reads the text once and in order.
 * It takes the place, the heading and the ranks of the best of them; `text` stays `document.text.slice(start, end)`. Nothing grows beyond `maxCharacters`.
 */
export const mergeNeighbours = async (passages: readonly Passage[], textOf: TextOf, maxCharacters: number): Promise<Passage[]> => {
  const place = new Map(passages.map(({ chunkId }, index) => [chunkId, index]))
  const byDocument = Map.groupBy(passages, ({ documentId, version }) => `${documentId} ${version}`)
  const merged = await Promise.all(Array.from(byDocument.values(), (group) => mergeWithin(group, place, textOf, maxCharacters)))
  return merged.flat().sort((a, b) => place.get(a.chunkId)! - place.get(b.chunkId)!)
}

// Wider gaps hold text that no chunk has; they are not worth reading the document for.
const widestGap = 100

const mergeWithin = async (group: readonly Passage[], place: ReadonlyMap<string, number>, textOf: TextOf, maxCharacters: number): Promise<Passage[]> => {
  const inOrder = [...group].sort((a, b) => a.start - b.start || a.end - b.end)
  if (!inOrder.some((passage, index) => index > 0 && passage.start - inOrder[index - 1]!.end <= widestGap)) return inOrder
  const text = await textOf(inOrder[0]!.documentId, inOrder[0]!.version)
  if (text === null) return inOrder
  const runs: Passage[] = []
  for (const passage of inOrder) {
    const last = runs.at(-1)
    if (last && isOneSymbol(last, passage) && isNeighbour(last, passage, text) && spanOf(last, passage) <= maxCharacters)
      runs[runs.length - 1] = join(last, passage, text, place)
    else runs.push(passage)
  }
  return runs
}

const isNeighbour = (first: Passage, second: Passage, text: string): boolean => text.slice(first.end, second.start).trim() === ''

/** The headings of prose stand in its text, for whoever cites it; the symbols of code do not. */
const isOneSymbol = (first: Passage, second: Passage): boolean => !isCodeType(first.mediaType) || first.heading === second.heading

const spanOf = (first: Passage, second: Passage): number => Math.max(first.end, second.end) - first.start

const join = (first: Passage, second: Passage, text: string, place: ReadonlyMap<string, number>): Passage => {
  const best = place.get(first.chunkId)! <= place.get(second.chunkId)! ? first : second
  const end = Math.max(first.end, second.end)
  return {
    ...best,
    start: first.start,
    end,
    text: text.slice(first.start, end),
    similarity: first.similarity === null ? second.similarity : Math.max(first.similarity, second.similarity ?? -1),
    wordScore: Math.max(first.wordScore, second.wordScore),
  }
}
