import type { Answer, Question } from './answer.ts'

/** Questions of people, or of an evaluation: those count in no statistics of live traffic. */
export const purposes = ['live', 'evaluation'] as const
export type Purpose = (typeof purposes)[number]

/** What is remembered of one question: enough to tell later why its answer came out as it did. */
export interface JournalEntry {
  readonly traceId: string
  readonly askedAt: Date
  readonly collection: string
  readonly question: string
  readonly answer: string
  /** The abstention's reason, null for an answer. */
  readonly abstained: string | null
  readonly model: string
  readonly purpose: Purpose
  readonly detail: JournalDetail
}

/** Passages without their text: the document's version that is named here keeps it. */
export interface JournalDetail extends Pick<
  Answer,
  | 'citations'
  | 'confidence'
  | 'verdicts'
  | 'usage'
  | 'timingsMs'
  | 'prompt'
  | 'standaloneQuestion'
  | 'followUp'
  | 'structured'
  | 'answeredQuestion'
  | 'injections'
> {
  readonly passages: readonly Omit<Answer['passages'][number], 'text' | 'pageStarts'>[]
  readonly question: { readonly maxTokens: number; readonly topK: number }
}

export interface KeptEntry extends JournalEntry {
  /** Whoever asked; null: it was asked before this was kept. */
  readonly callerId: string | null
}

/** One row per question, kept on this machine. The versions that an answer cites stay readable for as long as its row. */
export interface Journal {
  /** Fails with `no_space` or `unavailable`; an answer is good without it. */
  record(answer: Answer, question: Question, purpose: Purpose): Promise<void>
  find(traceId: string): Promise<KeptEntry | null>
}
