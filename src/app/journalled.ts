import type { AnswerQuestion } from '../domain/answer.ts'
import type { Journal, Purpose } from '../domain/journal.ts'

/** The same answers, each written down. A journal that cannot be written (a full disk) costs the row, never the answer. */
export const journalled = (ask: AnswerQuestion, journal: Journal, onFailure: (error: unknown) => void, purpose: Purpose = 'live'): AnswerQuestion =>
  async function* (question, signal) {
    const answer = yield* ask(question, signal)
    await journal.record(answer, question, purpose).catch(onFailure)
    return answer
  }
