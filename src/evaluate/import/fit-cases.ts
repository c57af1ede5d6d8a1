import type { UnplacedCase } from '../suite/blank-case.ts'
import type { Notes } from './notes.ts'

/** What the reader of suites takes at most. */
const most = { question: 1000, turn: 8000, turns: 50 }

/** Cases that a suite can hold: each with an id of its own, none that says two things at once. What has to give way is noted. */
export const fitCases = (cases: readonly UnplacedCase[], notes: Notes): UnplacedCase[] => {
  const taken = new Set<string>()
  return cases.flatMap((it) => {
    if (it.question.length > most.question) {
      notes.add(`A question of more than ${most.question} characters is left out; put its documents into the collection, and ask about them.`, it.id)
      return []
    }
    const id = free(it.id, taken)
    taken.add(id)
    return [{ ...withoutContradiction(withFittingHistory(it, notes), notes), id }]
  })
}

const free = (id: string, taken: ReadonlySet<string>): string => {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? id : `${id} (${count})`
    if (!taken.has(candidate)) return candidate
  }
}

const withFittingHistory = (it: UnplacedCase, notes: Notes): UnplacedCase => {
  const history = it.history.filter(({ content }) => content.length <= most.turn).slice(-most.turns)
  if (history.length < it.history.length) notes.add(`Turns of more than ${most.turn} characters, and those before the last ${most.turns}, are left out.`, it.id)
  return { ...it, history }
}

const withoutContradiction = (it: UnplacedCase, notes: Notes): UnplacedCase => {
  const isBoth = it.mustAbstain && [it.answers, it.quotes, it.sources, it.contains].some((wanted) => wanted.length > 0)
  if (isBoth) notes.add('It asks for a refusal and for words of an answer; it is taken as one that has to be declined.', it.id)
  return isBoth ? { ...it, answers: [], quotes: [], sources: [], contains: [] } : it
}
