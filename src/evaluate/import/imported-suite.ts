/** What is made of another program's test files: a suite of ours, and a note for each thing that it cannot say. */
import type { UnplacedCase } from '../suite/blank-case.ts'

export interface ImportedSuite {
  readonly name: string
  readonly description: string | null
  readonly cases: readonly UnplacedCase[]
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

/** Judges an answer against `reference`. */
export const correctRubric = 'correct.v1'
