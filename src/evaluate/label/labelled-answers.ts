import type { LabelItem, PeopleRating } from '../../domain/people-rating.ts'
import { passFrom } from './judge-beside-people.ts'

export interface AnswerWords {
  readonly item: LabelItem
  readonly question: string
  readonly answer: string
  /** The passages that it was made from, joined. */
  readonly evidence: string
  /** A good answer, where the suite names one. */
  readonly reference: string | null
}

/** One line of a labelled file, as `eval judge` reads it: each person's word on its own, `pass` from an accuracy of 4 on. */
export const labelledAnswer = ({ item, question, answer, evidence, reference }: AnswerWords, ratings: readonly PeopleRating[]): Record<string, unknown> => ({
  id: item.id,
  question,
  answer,
  ...(reference !== null && { reference }),
  ...(evidence !== '' && { evidence }),
  labels: Object.fromEntries(ratings.map(({ rater, accuracy }) => [rater, accuracy >= passFrom ? 'pass' : 'fail'])),
})
