/** What operations may ask about live answers that went wrong. */
import type { Rating } from '../../domain/feedback.ts'
import type { Estimate } from '../../domain/judgement.ts'
import type { LiveJudgement } from '../../domain/live-quality.ts'
import type { Since } from '../since.ts'

export interface TriageDesk {
  triage(wish: TriageWish, signal?: AbortSignal): Promise<TriageReport>
  /** An answer as a case with the documents it was made from, as they were. Fails with `not_found`. */
  caseOf(traceId: string, suiteName: string, signal?: AbortSignal): Promise<FrozenCase>
  /** Into the suite at this path, which is made where it is missing. Fails with `not_found`, and with `conflict` for a case that is there already. */
  addCase(traceId: string, path: string, signal?: AbortSignal): Promise<AddedCase>
  /** The same for every answer of the report whose correction says what would have been right; those that are there already are left out. */
  addCases(wish: TriageWish, path: string, signal?: AbortSignal): Promise<readonly AddedCase[]>
}

export interface TriageWish {
  /** Null: all. */
  readonly collection: string | null
  readonly since: Since
  /** Examples of each group. */
  readonly limit: number
  /** Null: three times what is usual for the model. */
  readonly slowMs: number | null
}

export interface TriageReport {
  readonly since: Date
  readonly questions: number
  readonly wrong: number
  readonly up: number
  readonly down: number
  readonly thumbsUp: Estimate
  readonly groups: readonly {
    readonly group: string
    readonly title: string
    readonly next: string
    readonly count: number
    readonly share: Estimate
    readonly examples: readonly TriageExample[]
  }[]
  /** What limits the report, in sentences. */
  readonly notes: readonly string[]
}

export interface TriageExample {
  readonly traceId: string
  readonly askedAt: Date
  readonly collection: string
  readonly question: string
  readonly abstained: string | null
  readonly model: string
  readonly sources: readonly string[]
  readonly why: string
  readonly rating: Rating | null
  readonly comment: string | null
  readonly correction: string | null
  readonly judgements: readonly LiveJudgement[]
}

export interface FrozenCase {
  readonly caseId: string
  /** A suite of this one case, and its corpus (BEIR): texts of the files. */
  readonly suiteYaml: string
  readonly corpusJsonl: string
  readonly corpusName: string
  readonly documents: number
  readonly notes: readonly string[]
}

export interface AddedCase {
  readonly caseId: string
  readonly question: string
  readonly suite: string
  readonly corpus: string
  /** Documents that were written beside those that were there. */
  readonly documents: number
  readonly notes: readonly string[]
}
