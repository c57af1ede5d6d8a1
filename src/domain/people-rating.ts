/** What people say of answers that they are shown blind and in random order. */

export interface LabelSheet {
  readonly id: string
  readonly name: string
  readonly collection: string
  readonly createdAt: Date
  readonly items: number
}

/** One answer to one question, without a word on who wrote it. */
export interface LabelItem {
  readonly id: string
  readonly sheetId: string
  readonly caseId: string
  /** Kept from raters. */
  readonly variant: string
  readonly traceId: string
}

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

/** The latest rating of a person for an item counts. */
export interface RatingStore {
  createSheet(sheet: Pick<LabelSheet, 'id' | 'name' | 'collection'>, items: readonly Omit<LabelItem, 'sheetId'>[]): Promise<void>
  sheets(): Promise<readonly LabelSheet[]>
  items(sheetId: string): Promise<readonly LabelItem[]>
  /** False when there is no such item. */
  rate(rating: PeopleRating): Promise<boolean>
  ratings(sheetId: string): Promise<readonly PeopleRating[]>
}
