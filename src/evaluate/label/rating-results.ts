import type { Estimate } from '../../domain/judgement.ts'
import {
  ratingScales,
  type LabelItem,
  type PairAgreement,
  type PeopleRating,
  type RatedComparison,
  type RatingScale,
  type VariantRatings,
} from '../../domain/people-rating.ts'
import { bootstrapMean } from '../statistics/bootstrap.ts'
import { meanOf } from '../statistics/clusters.ts'
import { compare } from '../statistics/compare.ts'
import { ordinalAlpha } from '../statistics/krippendorff.ts'
import { falseAlarm } from '../statistics/power.ts'

/** What all people said of one answer. */
export interface RatedAnswer {
  readonly item: LabelItem
  readonly accuracy: readonly number[]
  readonly helpfulness: readonly number[]
}

export const ratedAnswers = (items: readonly LabelItem[], ratings: readonly PeopleRating[]): RatedAnswer[] => {
  const byItem = Map.groupBy(ratings, ({ itemId }) => itemId)
  return items.flatMap((item) => {
    const given = byItem.get(item.id) ?? []
    if (given.length === 0) return []
    return [{ item, accuracy: given.map(({ accuracy }) => accuracy), helpfulness: given.map(({ helpfulness }) => helpfulness) }]
  })
}

export const variantRatings = (rated: readonly RatedAnswer[]): VariantRatings[] =>
  [...Map.groupBy(rated, ({ item }) => item.variant)].map(([variant, answers]) => {
    const mean = (scale: RatingScale): Estimate =>
      bootstrapMean(
        answers.map((it) => meanOf(it[scale])),
        (index) => answers[index]!.item.caseId,
      )
    return {
      variant,
      answers: answers.length,
      ratings: answers.reduce((count, { accuracy }) => count + accuracy.length, 0),
      accuracy: mean('accuracy'),
      helpfulness: mean('helpfulness'),
    }
  })

/** Every variant against the first, on the cases of which both have a rated answer; the chance of a false alarm is shared by all comparisons. */
export const comparedVariants = (rated: readonly RatedAnswer[]): RatedComparison[] => {
  const [first, ...others] = [...Map.groupBy(rated, ({ item }) => item.variant)]
  if (!first) return []
  const [against, firstAnswers] = first
  const alarm = falseAlarm / (others.length * ratingScales.length)
  return others.flatMap(([variant, answers]) => {
    const pairs = answers.flatMap((it) => {
      const other = firstAnswers.find(({ item }) => item.caseId === it.item.caseId)
      return other ? [[it, other] as const] : []
    })
    const means = (scale: RatingScale, side: 0 | 1): number[] => pairs.map((pair) => meanOf(pair[side][scale]))
    return ratingScales.map((scale) => ({ variant, against, scale, ...compare(means(scale, 0), means(scale, 1), undefined, alarm) }))
  })
}

/** How far people agree with each other: 1 = all, 0 = as by chance; null where too little was rated twice. */
export const peopleAgreement = (rated: readonly RatedAnswer[], scale: RatingScale): Estimate | null =>
  ordinalAlpha(rated.map((it) => ({ ratings: it[scale], cluster: it.item.caseId })))

export const pairAgreements = (items: readonly LabelItem[], ratings: readonly PeopleRating[]): PairAgreement[] => {
  const byRater = [...Map.groupBy(ratings, ({ rater }) => rater)].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const caseOf = new Map(items.map(({ id, caseId }) => [id, caseId]))
  return byRater.flatMap(([one, ones], index) =>
    byRater.slice(index + 1).map(([other, others]) => {
      const shared = ones.flatMap(({ itemId, accuracy }) => {
        const match = others.find((it) => it.itemId === itemId)
        return match ? [{ ratings: [accuracy, match.accuracy], cluster: caseOf.get(itemId)! }] : []
      })
      const same = shared.filter(({ ratings: [a, b] }) => a === b).length
      return { raters: [one, other], answers: shared.length, same: shared.length === 0 ? 0 : same / shared.length, alpha: ordinalAlpha(shared) }
    }),
  )
}
