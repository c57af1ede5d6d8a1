/** Traces are written behind: their questions do not wait for them. */
import { asSystem } from '../domain/call.ts'
import type { QuestionTrace, TraceStore } from '../domain/question-trace.ts'

export interface TraceWriter {
  add(trace: QuestionTrace): void
  /** Resolves when everything that was added is written, or given up. */
  flush(): Promise<void>
  /** Traces that were given up, since the start. */
  readonly dropped: number
}

/** Long enough to write many at once, short enough that whoever looks for one finds it. */
const delayMs = 250
const mostWaiting = 5_000

export const traceWriter = (store: TraceStore, onFailure: (error: unknown) => void): TraceWriter => {
  let waiting: QuestionTrace[] = []
  let writing = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let dropped = 0

  const write = async (): Promise<void> => {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    try {
      await asSystem(() => store.record(batch))
    } catch (error) {
      dropped += batch.length
      onFailure(error)
    }
  }
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    return (writing = writing.then(write))
  }

  return {
    add: (trace) => {
      if (waiting.length >= mostWaiting) {
        dropped++
        return
      }
      waiting.push(trace)
      timer ??= setTimeout(flush, delayMs)
    },
    flush,
    get dropped() {
      return dropped
    },
  }
}
