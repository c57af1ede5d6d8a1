/** A question as `questions/make-questions.mjs` writes it, and an answer as `POST /ask` gives it. */

export type Value = string | { readonly money: number } | { readonly number: number } | { readonly date: string }

export interface RecordCase {
  readonly id: string
  readonly set: 'retail' | 'northwind'
  readonly voice: 'dev' | 'dev2' | 'dev3' | 'dev4' | 'dev5' | 'dev6' | 'dev7' | 'held-out' | 'test2' | 'test3' | 'test4' | 'conversation'
  readonly kind: string
  readonly customer: string
  readonly question: string
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[]
  readonly expect: {
    readonly outcome: 'answer' | 'none' | 'refusal'
    readonly why?: string
    /** Each group by one of its values. */
    readonly says: readonly (readonly Value[])[]
    readonly cites: readonly { readonly role: string; readonly id?: string }[]
    readonly figure?: number
    /** What is asked about is there, though it has none of what is asked for. */
    readonly exists?: boolean
    readonly yes?: boolean
    /** A document that must be cited. */
    readonly document?: string
    /** The same of an id that nobody has. */
    readonly twin?: { readonly question: string; readonly of: string; readonly missing: string }
  }
}

export interface AskReply {
  readonly answer: string
  readonly sources: readonly string[]
  readonly citations: readonly CitationReply[]
  readonly abstained: { readonly reason: string; readonly message: string } | null
  readonly model: string
}

export interface CitationReply {
  readonly answer_start: number
  readonly answer_end: number
  readonly source: string
  readonly quote: string
  readonly record?: {
    readonly entity: string
    readonly id: string | null
    readonly field: string
    readonly value: string | null
    readonly figure?: { readonly kind: string; readonly rows: number; readonly ids: readonly string[] }
  }
}
