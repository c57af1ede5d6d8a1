import type { Answer, AnswerEvent } from './answer.ts'

/** What an answer depends on, as hashes. The collection's revision is no part of it: the cache compares that itself, in the moment it looks. */
export interface AnswerKey {
  readonly collection: string
  /** Of everything. */
  readonly key: string
  /** With the question in its normal form, for those that ask the same in other words; null where only the same words will do. */
  readonly form: string | null
  /** Who would write it now: what another wrote in its place is not kept. */
  readonly model: string
}

/** An answer with its events in order, to be given again as it came. */
export interface KeptAnswer {
  readonly question: string
  readonly events: readonly AnswerEvent[]
  readonly answer: Answer
}

export interface CacheLook {
  /** Of the collection, in the same moment; null while there is no such collection. */
  readonly revision: number | null
  /** Made from exactly this revision: the answer to this question, else to one of the same form. */
  readonly kept: KeptAnswer | null
  readonly isExact: boolean
}

/**
 * Answers that were given before. What it gives was made from the documents as they stand in that moment: every change of a collection empties
 * its rows in the same transaction, and what was made from an older revision is never taken in. Fails with `no_space` or `unavailable`.
 */
export interface AnswerCache {
  find(key: Pick<AnswerKey, 'collection' | 'key' | 'form'>): Promise<CacheLook>
  /** False when the collection has changed since `revision`: then nothing is kept. */
  keep(key: AnswerKey, revision: number, kept: KeptAnswer): Promise<boolean>
  /** True: this holder answers the question until `leaseMs` from now, or longer by claiming again. False: another does. */
  claim(key: AnswerKey, holder: string, leaseMs: number): Promise<boolean>
  release(key: AnswerKey, holder: string): Promise<void>
}

/** How much is kept, and for how long. */
export interface CacheLimits {
  /** Rows older than this are not given any more. */
  readonly mostAgeMs: number
  /** Of each collection: what was not used for longest goes first. One collection never displaces another's. */
  readonly mostRows: number
  readonly mostBytes: number
}
