import { nextTurn, throwIfAborted } from '../../base/async.ts'
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
  const firstOf = new Map(firstAnswers.map((it) => [it.item.caseId, it]))
  const alarm = falseAlarm / (others.length * ratingScales.length)
  return others.flatMap(([variant, answers]) => {
    const pairs = answers.flatMap((it) => {
      const other = firstOf.get(it.item.caseId)
      return other ? [[it, other] as const] : []
    })
    const means = (scale: RatingScale, side: 0 | 1): number[] => pairs.map((pair) => meanOf(pair[side][scale]))
    return ratingScales.map((scale) => ({ variant, against, scale, ...compare(means(scale, 0), means(scale, 1), undefined, alarm) }))
  })
}

/** How far people agree with each other: 1 = all, 0 = as by chance; null where too little was rated twice. */
export const peopleAgreement = (rated: readonly RatedAnswer[], scale: RatingScale, signal?: AbortSignal): Promise<Estimate | null> =>
  ordinalAlpha(
    rated.map((it) => ({ ratings: it[scale], cluster: it.item.caseId })),
    { signal },
  )

// An interval costs a thousand draws, and fifty people are 1,225 pairs.
const pairsWithAlpha = 10

/** Most answers in common first; only the first ten have an alpha. */
export const pairAgreements = async (items: readonly LabelItem[], ratings: readonly PeopleRating[], signal?: AbortSignal): Promise<PairAgreement[]> => {
  const caseOf = new Map(items.map(({ id, caseId }) => [id, caseId]))
  const pairs = (await sharedByPair(ratings, signal)).toSorted((one, other) => other.shared.length - one.shared.length)
  const told: PairAgreement[] = []
  for (const [index, { raters, shared }] of pairs.entries()) {
    const units = index < pairsWithAlpha ? shared.map(({ itemId, accuracies }) => ({ ratings: accuracies, cluster: caseOf.get(itemId)! })) : []
    const same = shared.filter(({ accuracies: [one, other] }) => one === other).length
    told.push({ raters, answers: shared.length, same: shared.length === 0 ? 0 : same / shared.length, alpha: await ordinalAlpha(units, { signal }) })
  }
  return told
}

interface SharedByPair {
  readonly raters: readonly [string, string]
  readonly shared: readonly { readonly itemId: string; readonly accuracies: readonly [number, number] }[]
}

/** In order of names. */
const sharedByPair = async (ratings: readonly PeopleRating[], signal?: AbortSignal): Promise<SharedByPair[]> => {
  const byRater = [...Map.groupBy(ratings, ({ rater }) => rater)].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const found: SharedByPair[] = []
  for (const [index, [one, ones]] of byRater.entries()) {
    await nextTurn()
    throwIfAborted(signal)
    const known = new Map(ones.map(({ itemId, accuracy }) => [itemId, accuracy]))
    for (const [other, others] of byRater.slice(index + 1)) {
      const shared = others.flatMap(({ itemId, accuracy }) => (known.has(itemId) ? [{ itemId, accuracies: [known.get(itemId)!, accuracy] as const }] : []))
      found.push({ raters: [one, other], shared })
    }
  }
  return found
}
