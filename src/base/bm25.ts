/** BM25 as Lucene writes it. The database ranks with the same formula in SQL (adapters/search), so both orders agree. */

// Tried on the development halves of our sets: evals/LOG.md.
export const bm25 = { k1: 0.6, b: 0.75 } as const

/** Never negative: a term that is everywhere still counts a little. */
export const inverseDocumentFrequency = (documents: number, withTerm: number): number => Math.log(1 + (documents - withTerm + 0.5) / (withTerm + 0.5))

/** What a count is weighed against: long texts repeat words without saying more. A term's score is `idf * count / (count + norm)`. */
export const lengthNorm = (length: number, meanLength: number): number => bm25.k1 * (1 - bm25.b + (bm25.b * length) / (meanLength || 1))
