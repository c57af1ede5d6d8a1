/** What operations may ask of people's judgement. */
import type { Citation } from '../../domain/answer.ts'
import type { Estimate } from '../../domain/judgement.ts'
import type { JudgeBesidePeople, LabelSheet, PairAgreement, PeopleRating, RatedComparison, RatingScale, VariantRatings } from '../../domain/people-rating.ts'
import type { Context } from '../operation.ts'

export interface LabelDesk {
  /** A sheet from the answers of a stored run, or from a suite's questions, which are answered now. Fails with `not_found`, `invalid`, `unavailable`. */
  make(wish: SheetWish, context: Context): Promise<LabelSheet>
  /** Newest first. */
  sheets(): Promise<readonly LabelSheet[]>
  /** Where the page is: at the server that holds the data, else where one would be that is started with these settings. */
  pageOf(sheetId: string): Promise<{ readonly page: string; readonly isServed: boolean }>
  /** What a rater sees: nothing of who wrote an answer, nothing of what others said. Fails with `not_found` or `invalid`. */
  next(asked: NextAsked): Promise<ToRate>
  /** Durable when it resolves. Fails with `not_found`, and with `invalid` for one more person than a sheet takes. */
  rate(rating: PeopleRating): Promise<void>
  /** Other work has its turn meanwhile. Stops with `signal.reason`. Fails with `not_found`. */
  results(sheetId: string, signal?: AbortSignal): Promise<SheetResults>
  /** Labelled answers as `eval judge` reads them. A suite adds the good answers that its cases name. */
  exportLabels(sheetId: string, file: string, suiteFile: string | null): Promise<ExportedLabels>
}

export interface SheetWish {
  /** Id of a run, or path of a suite. */
  readonly from: string
  /** Null: the suite's name. */
  readonly name: string | null
  /** Most questions. */
  readonly sample: number
  /** Empty: all variants of the run, or of the suite. */
  readonly models: readonly string[]
}

export interface NextAsked {
  readonly sheetId: string
  readonly rater: string
  /** Shows this place again (1-based); null = the first one without a rating … */
  readonly position: number | null
  /** … behind this place. */
  readonly after: number
}

export interface ToRate {
  readonly sheet: Pick<LabelSheet, 'id' | 'name'>
  /** Answers that can be rated, how many of them this rater has, and how many went with removed documents. */
  readonly total: number
  readonly rated: number
  readonly gone: number
  /** Null when all are rated. */
  readonly position: number | null
  readonly item: ShownAnswer | null
}

export interface ShownAnswer {
  readonly id: string
  readonly question: string
  /** The question as it was searched, when what was said before made it another; else null. */
  readonly readAs: string | null
  readonly answer: string
  /** The answer is a refusal. */
  readonly declined: boolean
  readonly citations: readonly Citation[]
  readonly passages: readonly ShownPassage[]
  /** What this rater has said of it. */
  readonly rating: Pick<PeopleRating, 'accuracy' | 'helpfulness' | 'comment'> | null
}

export interface ShownPassage {
  readonly documentId: string
  readonly version: string
  readonly source: string
  readonly title: string
  readonly heading: string
  readonly start: number
  readonly end: number
  /** Null: gone with its document. */
  readonly text: string | null
}

export interface SheetResults {
  readonly sheet: LabelSheet
  readonly variants: readonly VariantRatings[]
  /** Every variant against the first. */
  readonly comparisons: readonly RatedComparison[]
  /** Krippendorff's alpha over all raters; null where too little was rated twice. */
  readonly agreement: Readonly<Record<RatingScale, Estimate | null>>
  readonly pairs: readonly PairAgreement[]
  /** Judges of the run beside people's mean. */
  readonly judges: readonly JudgeBesidePeople[]
  readonly comments: readonly { readonly caseId: string; readonly variant: string; readonly rater: string; readonly comment: string }[]
}

export interface ExportedLabels {
  readonly file: string
  readonly written: number
  /** Refusals: they make no statement that a judge could judge. */
  readonly declined: number
  /** Their words went with removed documents. */
  readonly gone: number
  /** Without a good answer beside them: rubrics that need one cannot use them. */
  readonly withoutReference: number
}
