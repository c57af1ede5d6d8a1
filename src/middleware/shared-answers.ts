import { throwIfAborted } from '../base/async.ts'
import type { Answer, AnswerEvent } from '../domain/answer.ts'

/** Answers under way, each read by everybody who asked the same meanwhile. */
export interface SharedAnswers {
  /**
   * The answer of this name from its first event on; where none is under way, `work` begins it, within the call of whoever came first. The work
   * goes on until its last reader has left: nobody's leaving hurts the others.
   */
  read(name: string, work: Work, signal?: AbortSignal): AsyncGenerator<AnswerEvent, Answer>
  /** Resolves when nothing is under way, what comes after answers included. */
  settled(): Promise<void>
}

export interface Work {
  ask(signal: AbortSignal): AsyncGenerator<AnswerEvent, Answer>
  /** Keeps no reader waiting; whoever asks meanwhile still reads this answer. Never rejects. */
  after(answer: Answer, events: readonly AnswerEvent[]): Promise<void>
}

interface Running {
  readonly events: AnswerEvent[]
  readonly stop: AbortController
  readers: number
  end: { readonly answer: Answer } | { readonly error: unknown } | null
  /** Resolves with the next event or the end; then there is another. */
  news: PromiseWithResolvers<void>
}

export const sharedAnswers = (): SharedAnswers => {
  const running = new Map<string, Running>()
  const settling = new Set<Promise<void>>()

  const begin = (name: string, work: Work): Running => {
    const one: Running = { events: [], stop: new AbortController(), readers: 0, end: null, news: Promise.withResolvers() }
    running.set(name, one)
    const over = run(one, work).finally(() => {
      forget(name, one)
      settling.delete(over)
    })
    settling.add(over)
    return one
  }

  const forget = (name: string, one: Running): void => {
    if (running.get(name) === one) running.delete(name)
  }

  return {
    async *read(name, work, signal) {
      const one = running.get(name) ?? begin(name, work)
      one.readers++
      try {
        return yield* readAll(one, signal)
      } finally {
        one.readers--
        if (one.readers === 0 && one.end === null) {
          // Whoever comes now begins anew.
          forget(name, one)
          one.stop.abort(signal?.reason)
        }
      }
    },
    settled: async () => {
      while (settling.size > 0) await Promise.all(settling)
    },
  }
}

async function* readAll(one: Running, signal: AbortSignal | undefined): AsyncGenerator<AnswerEvent, Answer> {
  for (let next = 0; ;) {
    throwIfAborted(signal)
    const event = one.events[next]
    if (event) {
      next++
      yield event
    } else if (one.end === null) await eitherOf(one.news.promise, signal)
    else if ('error' in one.end) throw one.end.error
    else return one.end.answer
  }
}

const run = async (one: Running, { ask, after }: Work): Promise<void> => {
  const tell = (): void => {
    one.news.resolve()
    one.news = Promise.withResolvers()
  }
  try {
    const steps = ask(one.stop.signal)
    let step = await steps.next()
    for (; !step.done; step = await steps.next()) {
      one.events.push(step.value)
      tell()
    }
    one.end = { answer: step.value }
  } catch (error) {
    one.end = { error }
  }
  tell()
  if ('answer' in one.end) await after(one.end.answer, one.events)
}

/** Resolves with whichever comes first. */
const eitherOf = async (news: Promise<void>, signal: AbortSignal | undefined): Promise<void> => {
  const { promise: aborted, resolve } = Promise.withResolvers<void>()
  const stop = (): void => resolve()
  signal?.addEventListener('abort', stop)
  await Promise.race([news, aborted]).finally(() => signal?.removeEventListener('abort', stop))
}
