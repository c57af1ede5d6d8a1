import type { Passage, Span } from './document.ts'

/** Things that stand for a person: what a policy may forbid an answer to say. */
export const personalKinds = ['email', 'phone', 'card', 'iban', 'national_id', 'ip_address'] as const
/** Things that open a door to whoever holds them. */
export const secretKinds = ['private_key', 'provider_key', 'connection_string', 'credential'] as const
export type SensitiveKind = (typeof personalKinds)[number] | (typeof secretKinds)[number]

/** `text.slice(start, end)` is one. */
export interface Finding extends Span {
  readonly kind: SensitiveKind
}

/** Finds one kind of thing, checked as far as it can be (checksums, lengths); in order, without overlap. Linear in the text's length. */
export type Detector = (text: string) => readonly Finding[]

/** A text in which each finding stands as a mark of its kind: `[email]`. Findings are of the text as it was. */
export interface Redacted {
  readonly text: string
  readonly findings: readonly Finding[]
}

export type Redact = (text: string) => Redacted

/** What becomes of personal data in answers: `refuse` abstains instead of masking. */
export const personalPolicies = ['allow', 'mask', 'refuse'] as const
export type PersonalPolicy = (typeof personalPolicies)[number]

/** Words of a document that speak to the model, not to the reader: `document.text.slice(start, end)`. */
export interface Injection extends Span {
  readonly documentId: string
  readonly source: string
  /** 0…1, from the scorer; 1 for what is hidden from a reader's eyes. */
  readonly score: number
  /** In words. */
  readonly reason: string
}

/** Reads passages before anyone who writes answers does. */
export interface ScanPassages {
  /** The same passages, of the same lengths, with blanks where an instruction stood, so that no offset moves and nothing can be quoted of it. */
  (question: string, passages: readonly Passage[]): { readonly passages: readonly Passage[]; readonly injections: readonly Injection[] }
}
