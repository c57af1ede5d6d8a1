import type { Actions, Proposal } from '../domain/action.ts'
import type { AuditLog, KillSwitch } from '../domain/audit.ts'

/** What may be changed, who said so, and how all of it is stopped. */
export interface ActingDesk {
  readonly actions: Actions
  readonly audit: AuditLog
  readonly killSwitch: KillSwitch
  /** Takes secrets and personal data out of words before they are kept. */
  mask(text: string): string
  /** Plain words to one proposal, or to what is missing. Runs nothing. */
  request(words: string, signal?: AbortSignal): Promise<RequestResult>
}

export const requestRefusals = ['undefined', 'ambiguous', 'missing', 'not_allowed', 'negated', 'compound', 'condition'] as const
export type RequestRefusal = (typeof requestRefusals)[number]

export interface RequestResult {
  /** Null: it was refused. */
  readonly proposal: Proposal | null
  readonly refusal: {
    readonly reason: RequestRefusal
    /** What is wrong, and what to ask instead. */
    readonly message: string
    /** Parameters that the words do not say. */
    readonly missing: readonly { readonly name: string; readonly range: string }[]
  } | null
  /** Actions that may have been meant, nearest first. */
  readonly nearest: readonly { readonly name: string; readonly description: string }[]
}
