/**
 * Calls over a message port: heavy work (database, models, parsers, search) lives in worker threads, and the HTTP loop only waits for messages.
 * A worker module ends with `serveWorker({ name: async (input, signal) => output })`; its owner says
 * `const worker = startWorker<typeof handlers>(new URL('./it.ts', import.meta.url))` and `await worker.call('name', input)`.
 * Errors keep their code and sentence; cancelling reaches the handler's signal; a worker that dies fails every open call with `unavailable`.
 */
import { parentPort, Worker, type MessagePort, type Transferable } from 'node:worker_threads'
import { AppError, fromPlain, toPlain, type PlainError } from '../../base/error.ts'

// oxlint-disable-next-line no-explicit-any -- handlers differ in their input; each call is checked against its own.
export type Handlers = Record<string, (input: any, signal: AbortSignal) => unknown>

type Input<H extends Handlers, Name extends keyof H> = Parameters<H[Name]>[0]
type Output<H extends Handlers, Name extends keyof H> = Awaited<ReturnType<H[Name]>> extends Moved<infer Value> ? Value : Awaited<ReturnType<H[Name]>>

/** A result whose buffers change owner instead of being copied. */
export class Moved<Value> {
  readonly value: Value
  readonly transfer: readonly Transferable[]
  constructor(value: Value, transfer: readonly Transferable[]) {
    this.value = value
    this.transfer = transfer
  }
}

type ToWorker = { id: number; name: string; input: unknown } | { cancel: number }
type FromWorker = { id: number; output: unknown } | { id: number; error: PlainError }

export interface WorkerClient<H extends Handlers> {
  call<Name extends keyof H & string>(
    name: Name,
    input: Input<H, Name>,
    options?: { signal?: AbortSignal | undefined; transfer?: readonly Transferable[] },
  ): Promise<Output<H, Name>>
  /** Resolves when the thread has ended. Open calls fail with `unavailable`. */
  close(): Promise<void>
  /** Resolves with the reason when the thread has ended, asked or not. */
  readonly ended: Promise<Error | null>
}

export const startWorker = <H extends Handlers>(
  url: URL,
  options: { name: string; data?: unknown; resourceLimits?: { maxOldGenerationSizeMb?: number } },
): WorkerClient<H> => {
  const worker = new Worker(url, { name: options.name, workerData: options.data, ...(options.resourceLimits && { resourceLimits: options.resourceLimits }) })
  const open = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>()
  let lastId = 0
  let gone: Error | null = null
  let failure: Error | null = null

  worker.on('message', (message: FromWorker) => {
    const call = open.get(message.id)
    open.delete(message.id)
    if (open.size === 0) worker.unref()
    if (!call) return
    if ('error' in message) call.reject(fromPlain(message.error))
    else call.resolve(message.output as never)
  })
  worker.on('error', (error) => {
    failure = error
  })
  const ended = new Promise<Error | null>((resolve) => {
    worker.on('exit', () => {
      gone = new AppError('unavailable', `The ${options.name} thread has ended. Try again; if it stays so, look into the log.`, { cause: failure })
      for (const call of open.values()) call.reject(gone)
      open.clear()
      resolve(failure)
    })
  })
  // An idle worker does not keep the program alive; an open call does.
  worker.unref()

  return {
    ended,
    call: (name, input, { signal, transfer } = {}) =>
      new Promise((resolve, reject) => {
        if (gone) return reject(gone)
        if (signal?.aborted) return reject(signal.reason)
        const id = ++lastId
        const onAbort = (): void => {
          open.delete(id)
          if (open.size === 0) worker.unref()
          worker.postMessage({ cancel: id } satisfies ToWorker)
          reject(signal!.reason)
        }
        const settle =
          <Value>(done: (value: Value) => void) =>
          (value: Value): void => {
            signal?.removeEventListener('abort', onAbort)
            done(value)
          }
        open.set(id, { resolve: settle(resolve), reject: settle(reject) })
        worker.ref()
        signal?.addEventListener('abort', onAbort, { once: true })
        worker.postMessage({ id, name, input } satisfies ToWorker, [...(transfer ?? [])])
      }),
    close: async () => {
      if (!gone) await worker.terminate()
      await ended
    },
  }
}

/** Answers calls from the thread that started this one, several at a time where the handlers await. */
export const serveWorker = (handlers: Handlers, port: MessagePort | null = parentPort): void => {
  const running = new Map<number, AbortController>()
  port?.on('message', async (message: ToWorker) => {
    if ('cancel' in message) {
      running.get(message.cancel)?.abort(new AppError('cancelled', 'The work was cancelled by its caller.'))
      return
    }
    const { id, name, input } = message
    const controller = new AbortController()
    running.set(id, controller)
    try {
      const handler = handlers[name]
      if (!handler) throw new Error(`No handler "${name}" in this worker.`)
      const output = await handler(input, controller.signal)
      if (output instanceof Moved) port.postMessage({ id, output: output.value }, [...output.transfer])
      else port.postMessage({ id, output })
    } catch (error) {
      port.postMessage({ id, error: toPlain(error) })
    } finally {
      running.delete(id)
    }
  })
}
