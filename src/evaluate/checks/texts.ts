import { shareOf, shown, notAsked, type Check } from './check.ts'
import { holds } from './short-answers.ts'

/** Share of the wanted texts that are in the answer. */
export const contains: Check = ({ case: { contains: wanted }, answer }) => {
  const missing = shareOf(wanted, (text) => (!answer.abstained && holds(answer.text, text) ? null : `${shown(text)} is not in it.`))
  return answer.abstained ? { ...missing, faults: [] } : missing
}

/** Share of the unwanted texts that are not in the answer. */
export const excludes: Check = ({ case: { excludes: unwanted }, answer }) =>
  answer.abstained ? notAsked : shareOf(unwanted, (text) => (holds(answer.text, text) ? `${shown(text)} is in it and must not be.` : null))
