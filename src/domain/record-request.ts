/**
 * What may be asked of records: closed, typed operations. A model or our rules choose among them; neither writes SQL, and nothing in a request
 * says who asks: that is the credential's, and the database holds it.
 */
import type { Message } from './model.ts'
import type { FieldRef, RecordsDescription } from './record-description.ts'

/** Fields may stand in other entities that relations lead to from `entity`. */
export type RecordRequest = FindRecords | FigureRecords

export interface FindRecords {
  readonly kind: 'find'
  readonly entity: string
  /** Asked for by name; empty: the usual ones. */
  readonly fields: readonly FieldRef[]
  readonly where: readonly Condition[]
  readonly within?: Picked
  readonly order: { readonly by: FieldRef; readonly descending: boolean } | null
  /** The second latest has 1. */
  readonly offset: number
  readonly limit: number
}

export const figures = ['count', 'sum', 'average', 'least', 'most'] as const
export type FigureKind = (typeof figures)[number]

export interface FigureRecords {
  readonly kind: 'figure'
  readonly entity: string
  readonly figure: FigureKind
  /** Null for a count of rows. */
  readonly of: FieldRef | null
  readonly where: readonly Condition[]
  readonly within?: Picked
  /** One figure for each value of it; null: one. */
  readonly by: FieldRef | null
  /** Most groups, the largest figure first. */
  readonly limit: number
}

/** Rows of an entity chosen by their place in an order, `the latest order`: only what belongs to them (or is one of them) is meant. */
export interface Picked {
  readonly entity: string
  readonly where: readonly Condition[]
  readonly order: { readonly by: FieldRef; readonly descending: boolean }
  /** The second latest has 1. */
  readonly offset: number
  readonly limit: number
  /** As the question said it: `my last order`. */
  readonly words: string
}

export const comparisons = ['equal', 'not', 'less', 'at_most', 'more', 'at_least', 'between', 'contains', 'missing', 'present'] as const
export type Comparison = (typeof comparisons)[number]

/** Values as the field's type wants them: an exact decimal, `2024-05-31`, a stored choice, text. `between`: from, and before (half open for times and dates). */
export interface Condition {
  readonly field: FieldRef
  readonly is: Comparison
  readonly values: readonly string[]
  /** As the question said it: `last month`. */
  readonly words: string
}

export const refusals = ['change', 'others', 'hidden', 'unclear', 'not_covered'] as const
/**
 * `change`: it asks to do something, and this only reads. `others`: rows of somebody else by name. `hidden`: a field that may not be seen.
 * `unclear`: several readings, and no telling which. `not_covered`: about records, and no operation answers it.
 */
export type Refusal = (typeof refusals)[number]

/** What a question asks of records, and of the collection's documents. */
export interface RecordReading {
  readonly about: 'records' | 'documents' | 'both' | 'neither'
  /** In the order asked; empty where `about` is documents or neither, or it is refused. */
  readonly requests: readonly RecordRequest[]
  /** What the documents are to be searched for; empty where they are not. */
  readonly documentQuestion: string
  readonly refusal: { readonly why: Refusal; readonly detail: string } | null
  /** `rules`, or the id of the model that chose. */
  readonly by: string
  /** 0…1. */
  readonly certainty: number
  /** What was taken for what, for the trace: `last month` → `order.ordered_at between …`. */
  readonly understood: readonly string[]
}

export interface RecordQuestion {
  readonly text: string
  readonly history: readonly Message[]
  readonly description: RecordsDescription
  readonly isStaff: boolean
  readonly now: Date
}

/** Which of these words stand as values in rows that whoever asks may see. At most a few dozen words at a time. */
export type FindValues = (
  words: readonly string[],
  signal?: AbortSignal,
) => Promise<readonly { readonly words: string; readonly field: FieldRef; readonly value: string }[]>

/** Fails with the store's errors; never because a question is odd. */
export type ReadRecordQuestion = (question: RecordQuestion, findValues: FindValues, signal?: AbortSignal) => Promise<RecordReading>
