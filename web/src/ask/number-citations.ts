import type { Citation } from '../api/types.ts'

export interface NumberedCitation {
  readonly number: number
  readonly citation: Citation
}

/** One number for each distinct quote, in the order of the answer; a quote that supports two sentences keeps its number. */
export const numberCitations = (citations: readonly Citation[]): NumberedCitation[] => {
  const numbers = new Map<string, number>()
  return citations.map((citation) => {
    const key = `${citation.document_id} ${citation.version} ${citation.start} ${citation.end}`
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1)
    return { number: numbers.get(key)!, citation }
  })
}

/** Each number once, for the list below the answer. */
export const distinctCitations = (numbered: readonly NumberedCitation[]): NumberedCitation[] =>
  [...new Map(numbered.toReversed().map((it) => [it.number, it])).values()].toSorted((a, b) => a.number - b.number)
