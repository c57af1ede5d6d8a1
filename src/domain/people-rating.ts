/** What people say of answers that they are shown blind and in random order. */

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

/** The latest rating of a person for an item counts. Fails with `no_space` or `unavailable`. */
export interface RatingStore {
  createSheet(sheet: NewLabelSheet, items: readonly NewLabelItem[]): Promise<void>
  /** Newest first. */
  sheets(): Promise<readonly LabelSheet[]>
  find(sheetId: string): Promise<LabelSheet | null>
  /** In order of id, which tells nothing about who wrote them. */
  items(sheetId: string): Promise<readonly LabelItem[]>
  /** Durable when it resolves. False when there is no such item. */
  rate(rating: PeopleRating): Promise<boolean>
  ratings(sheetId: string): Promise<readonly PeopleRating[]>
}
