import { notAsked, right, wrong, type Check } from './check.ts'

/** Questions that have an answer in the documents: was one given? */
export const answered: Check = ({ case: { mustAbstain }, answer }) => {
  if (mustAbstain) return notAsked
  return answer.abstained ? wrong(`It was declined (${answer.abstained.reason}) and has an answer.`) : right
}

/** Questions that have none: was that said? */
export const declinedRightly: Check = ({ case: { mustAbstain }, answer }) => {
  if (!mustAbstain) return notAsked
  return answer.abstained ? right : wrong('It was answered and should have been declined.')
}

export const abstentionRight: Check = ({ case: { mustAbstain }, answer }) => ({ score: mustAbstain === (answer.abstained !== null) ? 1 : 0, faults: [] })
