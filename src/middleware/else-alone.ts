import { passOn } from '../base/async.ts'
import type { Answer, AnswerEvent } from '../domain/answer.ts'

type Answering = AsyncGenerator<AnswerEvent, Answer>

/** Reads along; when that fails before a word came, for a reason that is not this reader's (`mayGoOn`), it goes on alone. Passages are given once. */
export async function* elseAlone(reading: Answering, mayGoOn: (error: unknown) => boolean, alone: () => Answering): Answering {
  const given = new Set<AnswerEvent['type']>()
  const note = ({ type }: AnswerEvent): boolean => {
    given.add(type)
    return true
  }
  try {
    return yield* passOn(reading, note)
  } catch (error) {
    if (given.has('delta') || !mayGoOn(error)) throw error
  }
  return yield* passOn(alone(), ({ type }) => type !== 'passages' || !given.has(type))
}
