import type { Passage } from '../domain/document.ts'
import { readPassage } from './reading/reading.ts'
import { tokensOf } from './reading/tokens.ts'

/**
 * Before anything is written: is any passage about what is asked? Only the clearly foreign question is turned away here; the finer
 * judgement is the verifier's. Cosines differ between models, so words that are shared keep a question in whatever the cosine says.
 */
export const isAnythingRelevant = (question: string, passages: readonly Passage[]): boolean => {
  const similarity = Math.max(-1, ...passages.map((passage) => passage.similarity ?? -1))
  return passages.length > 0 && (similarity >= nearSimilarity || sharedWords(question, passages) >= leastShared)
}

// Set by eye on bge-small; what they let through and turn away stands in evals/LOG.md.
const nearSimilarity = 0.55
const leastShared = 0.3

/** Largest share of the question's content words that one passage, its headings included, holds. */
export const sharedWords = (question: string, passages: readonly Passage[]): number => {
  const asked = new Set(
    tokensOf(question, passages[0]?.language)
      .filter((token) => token.content)
      .map((token) => token.stem),
  )
  if (asked.size === 0) return 0
  const shares = passages.map((passage) => {
    const { sentences, context } = readPassage(passage)
    const held = new Set([...context, ...sentences.flatMap(({ tokens }) => tokens.map((token) => token.stem))])
    return [...asked].filter((stem) => held.has(stem)).length / asked.size
  })
  return Math.max(0, ...shares)
}
