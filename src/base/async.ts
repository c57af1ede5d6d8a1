import { AppError } from './error.ts'

/** Runs a generator to its end and gives what it returned; what it yielded goes to `onEvent`, whose promise is awaited before it goes on. */
export const drain = async <Event, Result>(generator: AsyncGenerator<Event, Result>, onEvent: (event: Event) => unknown = () => {}): Promise<Result> => {
  for (;;) {
    const step = await generator.next()
    if (step.done) return step.value
    await onEvent(step.value)
  }
}

/** The same generator without the events that `isWanted` keeps back; it is told each one before the reader is. A reader who leaves ends it. */
export async function* passOn<Event, Result>(generator: AsyncGenerator<Event, Result>, isWanted: (event: Event) => boolean): AsyncGenerator<Event, Result> {
  try {
    for (;;) {
      const step = await generator.next()
      if (step.done) return step.value
      if (isWanted(step.value)) yield step.value
    }
  } finally {
    await generator.return(undefined as Result)
  }
}

/** Maps with at most `limit` calls under way; results keep the order of `items`; the first failure stops new calls. */
export const mapLimited = async <Item, Result>(
  items: readonly Item[],
  limit: number,
  map: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++
      results[index] = await map(items[index]!, index)
    }
  }
  const lanes = Array.from({ length: Math.min(limit, items.length) }, lane)
  try {
    await Promise.all(lanes)
  } catch (error) {
    next = items.length
    await Promise.allSettled(lanes)
    throw error
  }
  return results
}

/** Throws what the signal was aborted with. */
export const throwIfAborted = (signal: AbortSignal | undefined): void => {
  if (!signal?.aborted) return
  throw signal.reason ?? new AppError('cancelled', 'The work was cancelled by its caller.')
}

/** Waits, or throws the signal's reason as soon as it is aborted. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal!.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })

export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** Lets everything else that is ready have its turn first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The work's result, or `signal.reason` as soon as it is aborted; the work goes on unheard. */
export const orAborted = async <Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> => {
  if (!signal) return work
  work.catch(() => {})
  throwIfAborted(signal)
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort!)
  }
}
