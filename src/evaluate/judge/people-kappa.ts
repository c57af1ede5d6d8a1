import type { Vote } from '../../domain/judgement.ts'
import { meanOf } from '../statistics/clusters.ts'
import { cohenKappa } from '../statistics/kappa.ts'

/** Mean kappa of all pairs of people over the items that both have labelled; null where no two did. What a judge is measured against has this much error of its own. */
export const peopleKappa = (items: readonly (readonly Vote[])[]): number | null => {
  const raters = [...new Set(items.flatMap((votes) => votes.map(({ rater }) => rater)))].sort()
  const kappas = raters.flatMap((one, index) => raters.slice(index + 1).flatMap((other) => kappaBetween(one, other, items)))
  return kappas.length === 0 ? null : meanOf(kappas)
}

const kappaBetween = (one: string, other: string, items: readonly (readonly Vote[])[]): number[] => {
  const both = items.flatMap((votes) => {
    const labels = [one, other].map((name) => votes.find(({ rater }) => rater === name)?.label)
    return labels[0] === undefined || labels[1] === undefined ? [] : [[labels[0], labels[1]] as const]
  })
  const kappa = cohenKappa(both)
  return kappa ? [kappa.value] : []
}
