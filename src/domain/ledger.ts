/** What models were asked for and what it cost: one entry a call, never changed once it is settled. */
import type { Budget } from './budget.ts'
import type { Purpose } from './journal.ts'
import type { Task } from './task.ts'

/** Tokens of one call by kind. Those read from a provider's cache are counted in `input` as well; null = not told. */
export interface TokensByKind {
  readonly input: number
  readonly output: number
  readonly cacheRead: number | null
  readonly cacheWrite: number | null
  readonly reasoning: number | null
}

/** Where a price comes from, so that a bill can be checked later. */
export interface PriceSource {
  /** `settings`, `local` (runs on this machine: costs nothing), or the name of the list. */
  readonly source: string
  /** Of the list's state, YYYY-MM-DD; null where it has none. */
  readonly date: string | null
}

/** US dollars as an exact decimal ("0.000123"); sums are made by the database or in integers, never in floating point. */
export type Money = string

/**
 * `settled`: the provider told what was used, or we counted a whole answer. `aborted`: broken off by us, or by an error that the server told before
 * its first token; what came is counted, with what may have been written by then. `failed`: refused before anything was used. `lost`: what became of
 * it is not known, because its process died or the server broke off, fell silent or sent what nobody can read; the worst case is counted, because it
 * may be billed.
 */
export type LedgerState = 'settled' | 'aborted' | 'failed' | 'lost'

export interface LedgerEntry {
  readonly id: string
  readonly at: Date
  readonly provider: string
  readonly model: string
  readonly task: Task | 'embed'
  readonly purpose: Purpose
  /** `owner`, `system`, or the id of a key. */
  readonly callerId: string
  readonly collection: string | null
  readonly traceId: string | null
  readonly state: LedgerState
  readonly tokens: TokensByKind
  /** False when the server sent no usage and we counted ourselves. */
  readonly isReported: boolean
  /** Null: the price is unknown. Never zero for that. */
  readonly costUsd: Money | null
  readonly price: PriceSource | null
  /** From the call to its first text; null where nothing came. */
  readonly firstChunkMs: number | null
  readonly durationMs: number
}

/** A call that is about to go out. Caller, collection, trace and purpose come from `currentCall()`. */
export interface PlannedCall {
  readonly provider: string
  readonly model: string
  readonly task: Task | 'embed'
  /** Null: nobody says what it costs. */
  readonly tariff: Tariff | null
  /** The most that it may read and write; asked only where it matters. */
  worst(): Promise<WorstCase>
}

export interface WorstCase {
  readonly inputTokens: number
  readonly outputTokens: number
}

/** What one model's tokens cost. */
export interface Tariff {
  readonly source: PriceSource
  /** True where nothing is ever billed. */
  readonly isFree: boolean
  costOf(tokens: TokensByKind): Money
  /** Never less than `costOf` of as many tokens, whatever kind they turn out to be. */
  worstOf(worst: WorstCase): Money
}

export interface CallOutcome extends Pick<LedgerEntry, 'state' | 'tokens' | 'isReported' | 'firstChunkMs' | 'durationMs'> {
  /** The name under which the server says it answered, where it tells. */
  readonly model?: string
}

export interface OpenCall {
  /**
   * Once, however the call ended; what it cost, null while the price is unknown. Never fails: what cannot be written now is tried again behind.
   * `aborted` and `lost` cost the dearest kind of their tokens. Of reported tokens at most four times the worst case counts.
   */
  settle(outcome: CallOutcome): Promise<Money | null>
}

export interface CallLedger {
  /**
   * Puts the worst case aside, in all budgets that it counts for, before the call goes out. Where only calls under way hold the room it waits for
   * them; fails with `limited` (`details.part` = `budget`, `details.retryAfterMs`) when what is spent already leaves none, or when it has waited too long.
   */
  open(call: PlannedCall, signal?: AbortSignal): Promise<OpenCall>
}

/** Of one question: each of its calls puts what it cost here. */
export interface Bill {
  add(costUsd: Money | null): void
}

export const noTokens: TokensByKind = { input: 0, output: 0, cacheRead: null, cacheWrite: null, reasoning: null }

/** A call that is out, as the store keeps it until it is over. */
export interface Reservation extends Pick<
  LedgerEntry,
  'id' | 'at' | 'provider' | 'model' | 'task' | 'purpose' | 'callerId' | 'collection' | 'traceId' | 'price'
> {
  readonly worst: WorstCase & { readonly usd: Money | null }
}

/** `later`: calls under way hold the room that it needs. `refused`: what is spent leaves none, or its price is not known. */
export type Reserved =
  | { readonly outcome: 'reserved' }
  | { readonly outcome: 'later' | 'refused' | 'unpriced'; readonly budget: Pick<Budget, 'subject' | 'period'> }

/** The ledger where it is kept. Several processes share it: whoever is silent for longer than its lease has its calls closed as `lost`. */
export interface LedgerStore {
  /** In one transaction, over all budgets that apply. Fails as the database does: then nothing is reserved. */
  reserve(call: Reservation, holder: string, leaseMs: number): Promise<Reserved>
  /** Writes the entry in place of its reservation, also when that was closed as lost; again is as good as once. */
  settle(entry: LedgerEntry): Promise<void>
  /** Of a call that was never sent. */
  release(id: string): Promise<void>
  /** What needed no reservation, in one go and not waiting for the disk. */
  add(entries: readonly LedgerEntry[]): Promise<void>
  /** True when the caller or the collection is held to so many tokens. */
  countsTokens(callerId: string, collection: string | null, at: Date): Promise<boolean>
  renew(holder: string, leaseMs: number): Promise<void>
  /** Of holders whose lease is over; of everybody, where nobody else can have the database open. Gives how many. */
  closeLost(everybodys: boolean): Promise<number>
}
