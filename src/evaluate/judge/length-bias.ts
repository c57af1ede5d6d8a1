import type { Labelled } from '../../domain/judgement.ts'
import { meanOf, sum } from '../statistics/clusters.ts'
import type { JudgedLabelled } from './judge-labelled.ts'

/**
 * How much more than people the judge likes length: the correlation of its passes with the logarithm of the answer's length (of a pair: of its
 * preference with that of the ratio), less the correlation of people's labels. Null where lengths, or all labels, are alike.
 */
export const lengthBias = (judged: readonly JudgedLabelled[]): number | null => {
  const lengths = judged.map(({ labelled }) => lengthOf(labelled))
  const people = correlation(
    judged.map(({ labelled }) => worth(labelled.label)),
    lengths,
  )
  const judge = correlation(
    judged.map(({ judgements: [one] }) => worth(one && ('preference' in one ? one.preference : one.verdict))),
    lengths,
  )
  return people === null || judge === null ? null : judge - people
}

const lengthOf = (labelled: Labelled): number =>
  labelled.kind === 'single' ? Math.log(labelled.item.answer.length + 1) : Math.log((labelled.item.first.length + 1) / (labelled.item.second.length + 1))

const worth = (label: string | null | undefined): number => (label === 'pass' || label === 'first' ? 1 : label === 'second' ? -1 : 0)

/** Pearson's. */
const correlation = (a: readonly number[], b: readonly number[]): number | null => {
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  const product = (one: readonly number[], meanOne: number, other: readonly number[], meanOther: number): number =>
    sum(one.map((value, index) => (value - meanOne) * (other[index]! - meanOther)))
  const spread = Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB))
  return spread === 0 ? null : product(a, meanA, b, meanB) / spread
}
