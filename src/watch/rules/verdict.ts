import type { Fact } from '../../domain/capability.ts'

/** What a rule says of one new sample: a sentence that tells what is wrong with its numbers, null where nothing is, or that it knows too little yet. */
export interface Verdict<Memory = unknown> {
  readonly memory: Memory
  readonly wrong: string | null
  readonly isLearning?: boolean
}

export interface NewSample {
  readonly name: string
  readonly value: NonNullable<Fact['value']>
  readonly atMs: number
}
