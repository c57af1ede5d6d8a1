/** What a question was taken for, before it becomes requests; a follow-up starts from the one before it. */
import type { FieldRef } from '../../domain/record-description.ts'
import type { Condition, FigureKind, Picked } from '../../domain/record-request.ts'

export interface Ask {
  readonly entity: string
  /** Empty: the usual ones. */
  readonly fields: readonly FieldRef[]
  readonly figure: { readonly kind: FigureKind; readonly of: FieldRef | null; readonly by: FieldRef | null } | null
  readonly limit: number | null
}

export interface Sketch {
  readonly asks: readonly Ask[]
  /** Rows by their ids: each is asked for by itself, so that one that is not there is told as such. */
  readonly ids: readonly Condition[]
  readonly pick: Picked | null
  readonly where: readonly Condition[]
  readonly certainty: number
  readonly understood: readonly string[]
}

export const sameField = (one: FieldRef, other: FieldRef): boolean => one.entity === other.entity && one.field === other.field
