import type { AnswerQuestion } from '../domain/answer.ts'
import type { Journal } from '../domain/journal.ts'

/** The same answers, each written down. A journal that cannot be written (a full disk) costs the row, never the answer. */
export const journalled = (ask: AnswerQuestion, journal: Journal, onFailure: (error: unknown) => void): AnswerQuestion =>
  async function* (question, signal) {
    const answer = yield* ask(question, signal)
    await journal.record(answer, question).catch(onFailure)
    return answer
  }
