import { isAppError } from '../base/error.ts'
import type { Answer, AnswerEvent, AnswerQuestion, Question } from '../domain/answer.ts'
import type { AnswerCache, AnswerKey, KeptAnswer } from '../domain/answer-cache.ts'
import { answerLease } from './answer-lease.ts'
import { elseAlone } from './else-alone.ts'
import { givenAgain, replayed } from './replayed-answer.ts'
import type { SharedAnswers, Work } from './shared-answers.ts'

export interface CachingParts {
  readonly cache: AnswerCache
  readonly shared: SharedAnswers
  /** Null: this question is answered anew. */
  readonly keyOf: (question: Question) => Promise<AnswerKey | null>
  /** Whether other processes may be answering the same question, and that takes long enough to ask the database about them. */
  readonly isWorthWaiting: (question: Question) => boolean
  /** Whether these words may be written down. */
  readonly mayBeKept: (text: string) => boolean
  readonly newTraceId: () => string
  /** Milliseconds, only differences count. */
  readonly clock: () => number
  /** A cache that fails costs time, never the answer. */
  readonly onFailure: (error: unknown) => void
}

/**
 * The same answers, each worked out once while the documents stay as they are: given again when it is kept, read along when it is under way in
 * this process, waited for when it is in another. Degraded, failed and aborted answers are never kept.
 */
export const cachedAnswers = (ask: AnswerQuestion, parts: CachingParts): AnswerQuestion =>
  async function* (question, signal) {
    const started = parts.clock()
    const exact = () => ({ cache: 'exact', traceId: parts.newTraceId(), totalMs: parts.clock() - started }) as const
    const key = await parts.keyOf(question)
    const look = key && (await parts.cache.find(key).catch(parts.onFailure))
    if (!key || !look || look.revision === null) return yield* ask(question, signal)
    if (look.kept) return yield* replayed(look.kept, () => (look.isExact ? exact() : { ...exact(), cache: 'semantic', answeredQuestion: look.kept!.question }))
    let isFirst = false
    const work = workOn(ask, parts, question, key, look.revision)
    const begun: Work = { ...work, ask: (stop) => ((isFirst = true), work.ask(stop)) }
    const answer = yield* elseAlone(
      parts.shared.read(`${key.collection} ${key.key} ${look.revision}`, begun, signal),
      (error) => !isFirst && isOfTheirBudget(error),
      () => ((isFirst = true), ask(question, signal)),
    )
    return isFirst && answer.cache === 'miss' ? answer : givenAgain(answer, exact())
  }

/** The key of whoever came first has no money left; who reads along may have some. */
const isOfTheirBudget = (error: unknown): boolean =>
  isAppError(error) && error.details['part'] === 'budget' && (error.details['budget'] as { subject?: string } | undefined)?.subject === 'key'

const workOn = (ask: AnswerQuestion, parts: CachingParts, question: Question, key: AnswerKey, revision: number): Work => {
  const lease = parts.isWorthWaiting(question) ? answerLease(parts.cache, key, parts.onFailure) : null
  return {
    async *ask(signal) {
      let isKeptOn = false
      try {
        const theirs = lease && (await lease.take(signal))
        if (theirs) return yield* fromAnotherProcess(theirs)
        const answer = yield* ask(question, signal)
        isKeptOn = true
        return answer
      } finally {
        if (!isKeptOn) await lease?.release()
      }
    },
    after: async (answer, events) => {
      const isAllowed = isWorthKeeping(answer, key) && parts.mayBeKept(question.text) && parts.mayBeKept(answer.text)
      if (isAllowed) await parts.cache.keep(key, revision, { question: question.text, events, answer }).catch(parts.onFailure)
      await lease?.release()
    },
  }
}

async function* fromAnotherProcess({ events, answer }: KeptAnswer): AsyncGenerator<AnswerEvent, Answer> {
  yield* events
  return { ...answer, cache: 'exact' }
}

/** What a fallback wrote, or was done without a part that failed, is no answer of those that the key names. */
const isWorthKeeping = ({ cache, degraded, model }: Answer, key: AnswerKey): boolean => cache === 'miss' && degraded.length === 0 && model === key.model
