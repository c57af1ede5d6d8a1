/** One thing that may be looked at, as its family writes it; `open-capabilities.ts` makes a `Capability` of it. */
import type { ParamSpecs, Params } from './params.ts'

export interface SeenFact {
  readonly name: string
  readonly value: number | string | boolean | null
  readonly labels?: Readonly<Record<string, string>>
  /** Left out: when the look ended. */
  readonly at?: Date
}

export interface Seen {
  readonly facts: readonly SeenFact[]
  /** As they were read; masked and cut by whoever asked. */
  readonly lines?: readonly string[]
  /** A sentence without words from outside. */
  readonly problem?: string | null
}

export interface Look {
  readonly name: string
  readonly summary: string
  readonly how: 'process' | 'fenced'
  readonly params: ParamSpecs
  readonly limitMs?: number
  /** All names that its facts can have; left out: they come from outside, or are not listed. */
  readonly facts?: readonly string[]
  /** Params are checked. What is down or not there is `problem`; a throw is told as one, without its words. */
  see(params: Params, signal: AbortSignal): Promise<Seen>
}

/** What a family gives: looks, or why there are none. */
export interface Family {
  readonly looks: readonly Look[]
  readonly missing: readonly { readonly name: string; readonly why: string }[]
}

/** A sentence of ours for what went wrong outside: goes into `problem` as it is. */
export class Unseen extends Error {}
