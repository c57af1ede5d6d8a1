/** What is made of another program's test files: a suite of ours, and a note for each thing that it cannot say. */
import type { EvalCase } from '../../domain/eval-suite.ts'

export type ImportedCase = Omit<EvalCase, 'place' | 'cluster'>

export interface ImportedSuite {
  readonly name: string
  readonly description: string | null
  readonly cases: readonly ImportedCase[]
  /** Rubrics that judge what no check can. */
  readonly rubrics: readonly string[]
  readonly repeat: number
  /** By name of the metric. */
  readonly thresholds: Readonly<Record<string, { readonly most: number }>>
}

/** A file as it was read; `name` is how messages call it. */
export interface ImportFile {
  readonly name: string
  readonly text: string
}

export interface ImportSource {
  readonly files: readonly ImportFile[]
  /** Text of a file named in one of them, by its path there; null when it cannot be read. */
  readBeside(path: string): Promise<string | null>
}

export const blankCase = (id: string, question: string): ImportedCase => ({
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

/** Judges an answer against `reference`. */
export const correctRubric = 'correct.v1'
