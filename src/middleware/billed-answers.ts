import { sumUsd } from '../base/money.ts'
import type { AnswerQuestion } from '../domain/answer.ts'
import { generateWithin } from '../domain/call.ts'
import type { Bill } from '../domain/ledger.ts'

/** What an answer says it cost is the sum of its rows in the ledger: tries that failed, searches and repairs included. */
export const billedAnswers = (ask: AnswerQuestion): AnswerQuestion =>
  async function* (question, signal) {
    const bill = openBill()
    const answer = yield* generateWithin({ bill }, () => ask(question, signal))
    return { ...answer, usage: { ...answer.usage, costUsd: bill.totalUsd() } }
  }

const openBill = (): Bill & { totalUsd(): number | null } => {
  const amounts: (number | null)[] = []
  return {
    add: (costUsd) => void amounts.push(costUsd === null ? null : Number(costUsd)),
    totalUsd: () => sumUsd(amounts),
  }
}
