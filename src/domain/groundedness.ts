import type { Verdict } from './answer.ts'

export interface GroundedSentence {
  readonly text: string
  readonly verdict: Verdict
  /** 0…1. */
  readonly score: number
  readonly reasons: readonly string[]
}

/** Does every sentence of a text rest on the evidence? By the verifier that answers go through; no model, milliseconds a sentence. */
export type Groundedness = (text: string, evidence: string, question?: string) => readonly GroundedSentence[]
