import { sleep } from '../base/async.ts'
import { asSystem } from '../domain/call.ts'

/** Upkeep of programs that stay. */
export interface Hourly {
  /** At once, then every hour, until it is closed. */
  start(): void
  close(): Promise<void>
}

const everyMs = 3_600_000

export const hourly = (work: (signal: AbortSignal) => Promise<unknown>, onFailure: (error: unknown) => void): Hourly => {
  const stop = new AbortController()
  let running: Promise<void> | null = null
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await work(stop.signal)
      } catch (error) {
        if (!stop.signal.aborted) onFailure(error)
      }
      await sleep(everyMs, stop.signal).catch(() => {})
    }
  }
  return {
    start: () => void (running ??= asSystem(run)),
    close: async () => {
      stop.abort()
      await running
    },
  }
}
