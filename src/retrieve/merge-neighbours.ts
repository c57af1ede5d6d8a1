import type { Passage } from '../domain/document.ts'

/**
 * Passages of one document that touch or overlap become one, so that a model reads the text once and in order. It takes the place,
 * the heading and the ranks of the best of them; `text` stays `document.text.slice(start, end)`. Nothing grows beyond `maxCharacters`.
 */
export const mergeNeighbours = (passages: readonly Passage[], maxCharacters: number): Passage[] => {
  const merged: Passage[] = []
  for (const group of groupByDocument(passages).values()) merged.push(...mergeRuns(group, maxCharacters))
  const place = new Map(passages.map(({ chunkId }, index) => [chunkId, index]))
  return merged.sort((a, b) => place.get(a.chunkId)! - place.get(b.chunkId)!)
}

const groupByDocument = (passages: readonly Passage[]): Map<string, Passage[]> => Map.groupBy(passages, ({ documentId, version }) => `${documentId} ${version}`)

const mergeRuns = (passages: readonly Passage[], maxCharacters: number): Passage[] => {
  const inOrder = [...passages].sort((a, b) => a.start - b.start || a.end - b.end)
  const runs: Passage[] = []
  for (const passage of inOrder) {
    const last = runs.at(-1)
    const joins = last && passage.start <= last.end && Math.max(last.end, passage.end) - last.start <= maxCharacters
    if (joins) runs[runs.length - 1] = join(last, passage, passages)
    else runs.push(passage)
  }
  return runs
}

/** `passages` is in order of rank: whichever comes first there is the better one. */
const join = (first: Passage, second: Passage, passages: readonly Passage[]): Passage => {
  const rank = ({ chunkId }: Passage): number => passages.findIndex((passage) => passage.chunkId === chunkId)
  const best = rank(first) <= rank(second) ? first : second
  return {
    ...best,
    start: first.start,
    end: Math.max(first.end, second.end),
    text: first.text + second.text.slice(first.end - second.start),
    similarity: first.similarity === null ? second.similarity : Math.max(first.similarity, second.similarity ?? -1),
    wordScore: Math.max(first.wordScore, second.wordScore),
  }
}
