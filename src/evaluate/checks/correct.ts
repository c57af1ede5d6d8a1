import { citationRecall, halfCovered, sourceHit } from './citations.ts'
import { notAsked, type Check, type Checked } from './check.ts'
import { format } from './format.ts'
import { recordsCited } from './records.ts'
import { carried } from './short-answers.ts'
import { contains, excludes } from './texts.ts'

/**
 * Right in all, without a judge: declined where it had to be; else short answers and wanted texts are there, unwanted ones are not, the object
 * follows its schema, wanted records are cited; where none of these is asked, some wanted quote is cited; where no quote is, a wanted document. Null
 * where only a reference is given: words against words need a judge.
 */
export const correct: Check = (it) => {
  const { mustAbstain, responseSchema } = it.case
  if (mustAbstain) return yes(it.answer.abstained !== null)
  const said = [carried(it), contains(it), recordsCited(it)].map(({ score }) => score).filter((score) => score !== null)
  const basis = said.length > 0 ? said : [rested(it)].filter((score) => score !== null)
  if (it.answer.abstained) return basis.length > 0 || responseSchema !== null ? yes(false) : notAsked
  const held = [excludes(it).score, ...(responseSchema === null ? [] : [format(it).score])].filter((score) => score !== null)
  if (basis.length + (responseSchema === null ? 0 : held.length) === 0) return held.some((score) => score < 1) ? yes(false) : notAsked
  return yes([...basis, ...held].every((score) => score === 1))
}

const yes = (holds: boolean) => ({ score: holds ? 1 : 0, faults: [] })

const rested = (it: Checked): number | null => {
  const { score } = citationRecall(it)
  if (score === null) return sourceHit(it).score
  // Of several quotes one is enough to answer from; the recall beside it tells of the rest.
  return score >= halfCovered / it.case.quotes.length ? 1 : 0
}
