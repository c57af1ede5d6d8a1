/** What people say of answers that they are shown blind and in random order. */
import type { Comparison } from './eval-run.ts'
import type { Estimate } from './judgement.ts'

export interface LabelSheet {
  readonly id: string
  readonly name: string
  readonly collection: string
  /** The evaluation whose answers these are; null where they were asked for the sheet. */
  readonly runId: string | null
  readonly createdAt: Date
  readonly items: number
  /** People who have rated at least one, and how many ratings there are. */
  readonly raters: number
  readonly ratings: number
}

export type NewLabelSheet = Pick<LabelSheet, 'id' | 'name' | 'collection' | 'runId'>

/** One answer to one question, without a word on who wrote it. Its words stand in the journal under `traceId`. */
export interface LabelItem {
  readonly id: string
  readonly sheetId: string
  readonly caseId: string
  /** Kept from raters. */
  readonly variant: string
  readonly traceId: string
  /** Words of the answer went with a removed document, or its row in the journal is gone: it cannot be rated any more. */
  readonly isGone: boolean
}

export type NewLabelItem = Omit<LabelItem, 'sheetId' | 'isGone'>

export interface PeopleRating {
  readonly itemId: string
  /** A name that the rater chose; the same name is the same person. */
  readonly rater: string
  /** 1 (wrong) … 5 (right in everything). */
  readonly accuracy: number
  /** 1 (of no help) … 5. */
  readonly helpfulness: number
  readonly comment: string | null
}

/** People on one sheet. Every pair of them is compared, and a sheet that anybody may rate must not grow without end. */
export const mostRaters = 50

export const ratingScales = ['accuracy', 'helpfulness'] as const
export type RatingScale = (typeof ratingScales)[number]

export interface VariantRatings {
  readonly variant: string
  /** Answers that somebody rated. */
  readonly answers: number
  readonly ratings: number
  /** Means of 1…5: first over the people of an answer, then over answers; cases are drawn together for the interval. */
  readonly accuracy: Estimate
  readonly helpfulness: Estimate
}

/** In points of the scale. */
export interface RatedComparison extends Pick<Comparison, 'variant' | 'against' | 'difference' | 'detectable' | 'verdict'> {
  readonly scale: RatingScale
}

export interface PairAgreement {
  readonly raters: readonly [string, string]
  /** Answers that both have rated, and the share of them with the same accuracy. */
  readonly answers: number
  readonly same: number
  /** Krippendorff's alpha of accuracy; null also for all but the ten pairs with most answers in common. */
  readonly alpha: Estimate | null
}

export interface JudgeBesidePeople {
  readonly rubric: string
  readonly judge: string
  /** Answers that people rated and this judge was asked about. */
  readonly answers: number
  /** Of these, judgements that could not be had: disagreements. */
  readonly failed: number
  readonly agreement: Estimate
  readonly kappa: Estimate | null
}

/** The latest rating of a person for an item counts. Fails with `no_space` or `unavailable`. */
export interface RatingStore {
  createSheet(sheet: NewLabelSheet, items: readonly NewLabelItem[]): Promise<void>
  /** Newest first. */
  sheets(): Promise<readonly LabelSheet[]>
  find(sheetId: string): Promise<LabelSheet | null>
  /** In order of id, which tells nothing about who wrote them. */
  items(sheetId: string): Promise<readonly LabelItem[]>
  /** Durable when it resolves. `unknown`: there is no such item; `full`: `mostRaters` others rate its sheet already, and this person is not among them. */
  rate(rating: PeopleRating): Promise<'kept' | 'unknown' | 'full'>
  ratings(sheetId: string): Promise<readonly PeopleRating[]>
}
