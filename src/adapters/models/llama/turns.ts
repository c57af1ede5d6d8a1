import { AppError } from '../../../base/error.ts'

export interface Turns {
  /** How many wait, the one at work not included. */
  readonly waiting: number
  /** Resolves with the function that ends the turn; leaving the queue by `signal` is at once. Fails with `limited` when too many wait. */
  take(signal?: AbortSignal): Promise<() => void>
}

/** One at a time, in order of arrival. */
export const turns = (mostWaiting: number): Turns => {
  const queue: (() => void)[] = []
  let busy = false
  const next = (): void => {
    const start = queue.shift()
    if (start) start()
    else busy = false
  }
  const endOnce = (): (() => void) => {
    let ended = false
    return () => {
      if (ended) return
      ended = true
      next()
    }
  }
  return {
    get waiting() {
      return queue.length
    },
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        if (!busy) {
          busy = true
          return resolve(endOnce())
        }
        if (queue.length >= mostWaiting) {
          return reject(
            new AppError('limited', `${queue.length} questions wait for the local model already. Ask again in a minute.`, {
              details: { waiting: queue.length },
            }),
          )
        }
        const start = (): void => {
          signal?.removeEventListener('abort', leave)
          resolve(endOnce())
        }
        const leave = (): void => {
          queue.splice(queue.indexOf(start), 1)
          reject(signal!.reason)
        }
        queue.push(start)
        signal?.addEventListener('abort', leave, { once: true })
      }),
  }
}
