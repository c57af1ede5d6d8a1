/** Who waits for room in a budget: one line each, first come first served, so that nobody is overtaken by those who ask for less. */
import type { Budget } from '../domain/budget.ts'
import type { Reserved } from '../domain/ledger.ts'

type Ended = Exclude<Reserved, { outcome: 'later' }>

export interface BudgetLines {
  /** Resolves when an attempt says something else than `later`. Rejects with the signal's reason, or when it has waited for `waitMs`. */
  wait(call: WaitingCall, signal?: AbortSignal): Promise<Ended>
  /** Room may have come free. */
  wake(): void
}

export interface WaitingCall {
  attempt(): Promise<Reserved>
  /** Gives back what was reserved when nobody waited for it any more. */
  release(): void
  isHeldTo(budget: Pick<Budget, 'subject' | 'period'>): boolean
}

export interface BudgetLinesOptions {
  readonly waitMs: number
  /** How often to look whether another process has left room. */
  readonly pollMs: number
  readonly onTooLong: (budget: Pick<Budget, 'subject' | 'period'>) => Error
}

interface Waiting {
  readonly call: WaitingCall
  readonly end: (outcome: Ended | Error) => void
  isOver: boolean
}

interface Line {
  readonly budget: Pick<Budget, 'subject' | 'period'>
  readonly waiting: Waiting[]
  wake: () => void
  isServed: boolean
}

export const budgetLines = ({ waitMs, pollMs, onTooLong }: BudgetLinesOptions): BudgetLines => {
  const lines = new Map<string, Line>()

  const lineOf = (budget: Line['budget']): Line => {
    const key = JSON.stringify([budget.subject, budget.period])
    const line = lines.get(key) ?? { budget, waiting: [], wake: () => {}, isServed: false }
    lines.set(key, line)
    return line
  }

  const join = (line: Line, waiting: Waiting): void => {
    line.waiting.push(waiting)
    void serve(line)
  }

  const serve = async (line: Line): Promise<void> => {
    if (line.isServed) return
    line.isServed = true
    for (let first = line.waiting[0]; first; first = line.waiting[0]) {
      if (first.isOver) line.waiting.shift()
      else await step(line, first)
    }
    line.isServed = false
  }

  const step = async (line: Line, first: Waiting): Promise<void> => {
    const woken = new Promise<void>((resolve) => (line.wake = resolve))
    const outcome = await first.call.attempt().catch((error: unknown) => error as Error)
    if (first.isOver) {
      if (!(outcome instanceof Error) && outcome.outcome === 'reserved') first.call.release()
      return
    }
    if (outcome instanceof Error || outcome.outcome !== 'later') {
      line.waiting.shift()
      return first.end(outcome)
    }
    const other = lineOf(outcome.budget)
    if (other !== line) {
      line.waiting.shift()
      return join(other, first)
    }
    let timer: NodeJS.Timeout | undefined
    await Promise.race([woken, new Promise((resolve) => (timer = setTimeout(resolve, pollMs)))])
    clearTimeout(timer)
  }

  return {
    wait: async (call, signal) => {
      signal?.throwIfAborted()
      let line = [...lines.values()].find(({ budget, waiting }) => waiting.length > 0 && call.isHeldTo(budget))
      if (!line) {
        const outcome = await call.attempt()
        if (outcome.outcome !== 'later') return outcome
        signal?.throwIfAborted()
        line = lineOf(outcome.budget)
      }
      const { budget } = line
      return new Promise<Ended>((resolve, reject) => {
        const waiting: Waiting = {
          call,
          isOver: false,
          end: (outcome) => {
            waiting.isOver = true
            clearTimeout(timer)
            signal?.removeEventListener('abort', onAbort)
            if (outcome instanceof Error) reject(outcome)
            else resolve(outcome)
            // Those behind need not wait for one that has gone.
            line.wake()
          },
        }
        const onAbort = (): void => waiting.end(signal!.reason as Error)
        const timer = setTimeout(() => waiting.end(onTooLong(budget)), waitMs)
        signal?.addEventListener('abort', onAbort, { once: true })
        join(line, waiting)
      })
    },
    wake: () => {
      for (const line of lines.values()) line.wake()
    },
  }
}
