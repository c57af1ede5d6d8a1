import type { Answer, AnswerEvent, AnswerQuestion } from '../../domain/answer.ts'
import { addedUsage } from './added-usage.ts'

const note = {
  part: 'model',
  message: "The documents' own sentences answer: nothing that the model wrote about them is supported by them.",
} as const

/**
 * The documents' own sentences where a model that read the same passages wrote nothing they support: whoever asks about orders is told the rule as it
 * stands, with a small model too. Each sentence is held back until its citation is there: an abstention is one that has none.
 */
export const orOwnSentences = (written: AnswerQuestion, ownSentences: AnswerQuestion): AnswerQuestion =>
  async function* (question, signal) {
    if (question.responseSchema) return yield* written(question, signal)
    const held: AnswerEvent[] = []
    const first = yield* holding(written(question, signal), held)
    if (first.abstained?.reason !== 'not_supported' || first.model === 'extractive') return yield* released(first, held)
    held.length = 0
    const own = yield* holding(ownSentences(question, signal), held)
    const usage = addedUsage(first.usage, own.usage)
    const timingsMs = { ...own.timingsMs, total: (first.timingsMs['total'] ?? 0) + (own.timingsMs['total'] ?? 0) }
    const answer = own.abstained ? first : { ...own, degraded: [...own.degraded, note] }
    if (own.abstained) held.splice(0, held.length, { type: 'delta', text: first.text })
    return yield* released({ ...answer, usage, timingsMs }, held)
  }

/** All but the words behind the last citation, which are left in `held`. */
async function* holding(answers: AsyncGenerator<AnswerEvent, Answer>, held: AnswerEvent[]): AsyncGenerator<AnswerEvent, Answer> {
  let isOver = false
  try {
    for (;;) {
      const step = await answers.next()
      if (step.done) {
        isOver = true
        return step.value
      }
      if (step.value.type === 'delta') held.push(step.value)
      else {
        yield* held.splice(0)
        yield step.value
      }
    }
  } finally {
    if (!isOver) await answers.return(undefined as never)
  }
}

function* released(answer: Answer, held: readonly AnswerEvent[]): Generator<AnswerEvent, Answer> {
  yield* held
  return answer
}
