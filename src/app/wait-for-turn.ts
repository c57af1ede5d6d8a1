import { isAppError } from '../base/error.ts'

/** Of one who holds the folder. On a machine with far more to do than it can, a small command has been seen to take 40 s. */
const waitForOneMs = 60_000
const toldAfterMs = 2_000

export interface Turn<Result> {
  /** Fails with `conflict` that names a `pid` while another process holds the folder. */
  readonly take: () => Promise<Result>
  /** Asks that process instead; null where it does not listen. */
  readonly ask: () => Promise<{ readonly output: Result } | null>
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
  /** Once, to whoever waits. */
  readonly tell: (line: string) => void
}

/** As many commands as there are take one folder after another: the wait is over when the same process has held it for too long. Fails with its `conflict`. */
export const waitForTurn = async <Result>({ take, ask, now, sleep, tell }: Turn<Result>): Promise<Result> => {
  let holder: unknown = null
  const began = now()
  let since = began
  let isTold = false
  for (;;) {
    try {
      return await take()
    } catch (error) {
      if (!isHeldByAnother(error)) throw error
      const answer = await ask()
      if (answer) return answer.output
      const { pid } = error.details
      if (pid !== holder) [holder, since] = [pid, now()]
      if (now() - since > waitForOneMs) throw error
      if (!isTold && now() - began > toldAfterMs) {
        isTold = true
        tell('Waiting: another command is at work on the same data folder.')
      }
      await sleep(200)
    }
  }
}

const isHeldByAnother = (error: unknown): error is { readonly details: Readonly<Record<string, unknown>> } =>
  isAppError(error) && error.code === 'conflict' && 'pid' in error.details
