/** The ledger, added up. */
import type { Money, TokensByKind } from './ledger.ts'

export const usageGroups = ['day', 'key', 'collection', 'model', 'task'] as const
export type UsageGroup = (typeof usageGroups)[number]

export interface UsageRequest {
  readonly by: UsageGroup
  readonly since: Date
  /** Null: of whoever called. */
  readonly callerId: string | null
}

export interface UsageTotal {
  readonly calls: number
  /** Calls that ended without an answer, or that nobody waited for; `lost` ones count with their worst case. */
  readonly failed: number
  readonly aborted: number
  readonly lost: number
  /** Calls whose price is not known: their money stands in no sum. */
  readonly unpriced: number
  /** Sums; what was not told counts as none. */
  readonly tokens: { readonly [Kind in keyof TokensByKind]: number }
  readonly costUsd: Money
}

export interface UsageRow extends UsageTotal {
  /** YYYY-MM-DD, the id of a key, a collection, a model or a task. Empty: of no collection. */
  readonly group: string
}

/** By day: the days with calls, oldest first; else the dearest first. Sees the collections that the caller may see. */
export type ReadUsage = (request: UsageRequest) => Promise<readonly UsageRow[]>
