import { AppError } from '../../base/error.ts'
import { throwIfAborted } from '../../base/async.ts'
import type { DocumentParser, ParsedFile, ParseHints } from '../../domain/source.ts'
import { startWorker, type WorkerClient } from '../workers/rpc.ts'
import type { ParseHandlers } from './parse-worker.ts'
import { watchMemory } from './watch-memory.ts'

export interface ParserOptions {
  /** The module whose `prepare` does the work, and its fingerprint. */
  readonly preparation: { readonly url: string; readonly pipeline: string }
  /** Asked for each document, so that a model which arrives later is counted with from then on. Null: tokens are estimated. */
  readonly tokenizerPath: () => string | null
  /** A page takes a millisecond; a manual of 5,000 PDF pages half a minute. */
  readonly timeoutMs?: number
  readonly memoryMb?: number
  /** An idle thread gives its memory back after this time; the next document starts a new one in about 0.2 s. */
  readonly idleMs?: number
}

/** One thread, one document at a time: a document that takes too long or too much costs its thread, and nothing else. */
export const openParser = (options: ParserOptions): DocumentParser => {
  const { preparation, tokenizerPath, timeoutMs = 60_000, memoryMb = 1024, idleMs = 60_000 } = options
  let worker: WorkerClient<ParseHandlers> | null = null
  let idle: NodeJS.Timeout | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let closed = false

  const stop = async (): Promise<void> => {
    clearTimeout(idle)
    const stopping = worker
    worker = null
    await stopping?.close()
  }

  const parseNow = async (bytes: Uint8Array, hints: ParseHints, signal?: AbortSignal): Promise<ParsedFile> => {
    throwIfAborted(signal)
    if (closed) throw shuttingDown()
    clearTimeout(idle)
    const running = (worker ??= startWorker<ParseHandlers>(new URL('./parse-worker.ts', import.meta.url), {
      name: 'parser',
      data: { url: preparation.url },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    }))
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(tookTooLong(timeoutMs)), timeoutMs)
    const stopWatching = watchMemory(memoryMb, () => limit.abort(tookTooMuch(memoryMb)))
    const either = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal
    try {
      return await running.call('parse', { bytes, hints, tokenizerPath: tokenizerPath() }, { signal: either, transfer: transferable(bytes) })
    } catch (error) {
      // A parser does not look up from its work: the thread has to go.
      if (either.aborted) await stop()
      throwIfAborted(signal)
      throwIfAborted(limit.signal)
      throw (await causeOfDeath(running)) ?? error
    } finally {
      clearTimeout(timer)
      stopWatching()
      idle = setTimeout(() => void stop(), idleMs).unref()
    }
  }

  /** Null when the thread lives: then the error is the document's own. */
  const causeOfDeath = async (thread: WorkerClient<ParseHandlers>): Promise<AppError | null> => {
    const ended = await Promise.race([thread.ended.then((cause) => ({ cause })), nextTurn()])
    if (!ended) return null
    if (worker === thread) worker = null
    if (closed) return shuttingDown()
    const outOfMemory = (ended.cause as { code?: string } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
    return outOfMemory ? tookTooMuch(memoryMb) : new AppError('internal', 'The parser broke while it read this. The log says where.', { cause: ended.cause })
  }

  return {
    pipeline: preparation.pipeline,
    parse: (bytes, hints, signal) => {
      const mine = queue.then(() => parseNow(bytes, hints, signal))
      queue = mine.catch(() => {})
      return mine
    },
    close: async () => {
      closed = true
      await stop()
    },
  }
}

const nextTurn = (): Promise<null> => new Promise((resolve) => setImmediate(resolve, null))

const shuttingDown = (): AppError => new AppError('unavailable', 'The program is shutting down.')
const tookTooLong = (limitMs: number): AppError =>
  new AppError('invalid', `Reading this took more than ${limitMs / 1000} s and was stopped. Split it, or save it as plain text.`)
const tookTooMuch = (limitMb: number): AppError =>
  new AppError('invalid', `Reading this needed more than ${limitMb} MB of memory and was stopped. Split it, or save it as plain text.`)

/** A buffer of its own is handed over; a slice of a shared one (Node's small buffers) is copied. */
const transferable = (bytes: Uint8Array): ArrayBuffer[] =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : []
