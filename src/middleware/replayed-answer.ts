import type { Answer, AnswerEvent, CacheOutcome } from '../domain/answer.ts'
import type { KeptAnswer } from '../domain/answer-cache.ts'

/** What is new of an answer that is given again. */
export interface GivenAgain {
  readonly cache: Exclude<CacheOutcome, 'miss'>
  readonly traceId: string
  /** From the question to now. */
  readonly totalMs: number
  readonly answeredQuestion?: string
}

/** The same events in the same order, and the same answer: nothing was read, written or paid for it. */
export async function* replayed({ events, answer }: KeptAnswer, now: () => GivenAgain): AsyncGenerator<AnswerEvent, Answer> {
  yield* events
  return givenAgain(answer, now())
}

export const givenAgain = (answer: Answer, { cache, traceId, totalMs, answeredQuestion }: GivenAgain): Answer => ({
  ...answer,
  cache,
  traceId,
  timingsMs: { cache: totalMs, total: totalMs },
  usage: { ...answer.usage, inputTokens: 0, outputTokens: 0, reported: true, costUsd: 0, embeddingTokens: 0 },
  ...(answeredQuestion !== undefined && { answeredQuestion }),
})
