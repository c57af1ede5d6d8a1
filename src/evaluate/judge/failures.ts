import type { JudgedLabelled } from './judge-labelled.ts'

const mostTold = 5

/** Why judgements could not be had, most frequent first; the five that say most. */
export const failuresOf = (judged: readonly JudgedLabelled[]): { failure: string; count: number }[] => {
  const failures = judged.flatMap(({ judgements }) => judgements.flatMap(({ failure }) => (failure === null ? [] : [failure])))
  return [...Map.groupBy(failures, (failure) => failure)]
    .map(([failure, same]) => ({ failure, count: same.length }))
    .sort((a, b) => b.count - a.count)
    .slice(0, mostTold)
}
