import { sleep } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import type { AnswerQuestion } from '../../domain/answer.ts'

/** Knows when people ask, so that work which can wait is done between their questions. */
export interface QuietTime {
  /** The same answers; it is told when one begins and ends. */
  watch(ask: AnswerQuestion): AnswerQuestion
  /** Resolves when nobody has asked for a moment. Rejects with the signal's reason. */
  quiet(signal: AbortSignal): Promise<void>
  /** Aborted as soon as somebody asks. */
  untilAsked(): AbortSignal
  /** Resolves with the end of the next question. */
  nextAnswer(): Promise<void>
}

/** A person who asked may ask on at once. */
const momentMs = 2_000

export const quietTime = (): QuietTime => {
  let asking = 0
  let endedAt = -Infinity
  let disturbed = new AbortController()
  let answered = Promise.withResolvers<void>()

  const begin = (): void => {
    asking++
    disturbed.abort(new AppError('cancelled', 'A question comes first.'))
  }
  const end = (): void => {
    asking--
    endedAt = performance.now()
    if (asking === 0) disturbed = new AbortController()
    answered.resolve()
    answered = Promise.withResolvers()
  }

  return {
    watch: (ask) =>
      async function* (question, signal) {
        begin()
        try {
          return yield* ask(question, signal)
        } finally {
          end()
        }
      },
    quiet: async (signal) => {
      for (;;) {
        const left = asking > 0 ? momentMs : endedAt + momentMs - performance.now()
        if (left <= 0) return
        await sleep(left, signal)
      }
    },
    untilAsked: () => disturbed.signal,
    nextAnswer: () => answered.promise,
  }
}
