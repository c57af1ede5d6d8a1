import type { SentenceVerdict } from '../domain/answer.ts'

/** Of words that a model wrote: the mean score of all its sentences or values, those that were left out too. 0 when it wrote none. */
export const groundedShare = (verdicts: readonly Pick<SentenceVerdict, 'score'>[]): number =>
  verdicts.length === 0 ? 0 : verdicts.reduce((sum, { score }) => sum + score, 0) / verdicts.length

/**
 * How surely a model's answer is right: that the passages answer, and that what was written rests on them. Both are needed and each is
 * known by itself, hence the product. An answer that was left out whole keeps what little its sentences scored.
 */
export const generatedConfidence = (answerable: number, verdicts: readonly Pick<SentenceVerdict, 'score'>[]): number => answerable * groundedShare(verdicts)
