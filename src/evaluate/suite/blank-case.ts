import type { EvalCase } from '../../domain/eval-suite.ts'

/** A case that no file holds yet: its place and its cluster are known when it is read from one. */
export type UnplacedCase = Omit<EvalCase, 'place' | 'cluster'>

/** Asks, and expects nothing. */
export const blankCase = (id: string, question: string): UnplacedCase => ({
  id,
  question,
  history: [],
  responseSchema: null,
  reference: null,
  answers: [],
  sources: [],
  quotes: [],
  contains: [],
  excludes: [],
  mustAbstain: false,
  tags: [],
  origin: 'people',
})
