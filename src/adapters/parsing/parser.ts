import { AppError } from '../../base/error.ts'
import { throwIfAborted } from '../../base/async.ts'
import { maxFileBytes, type DocumentParser, type ParsedFile, type ParseHints } from '../../domain/source.ts'
import { startParseProcess, type Ending, type ParseProcess } from './parse-client.ts'
import { watchMemory } from './watch-memory.ts'

export interface ParserOptions {
  /** The module whose `prepare` does the work, its fingerprint, and the settings that it is given (as JSON can hold them). */
  readonly preparation: { readonly url: string; readonly pipeline: string; readonly settings?: unknown }
  /** Asked for each document, so that a model which arrives later is counted with from then on. Null: tokens are estimated. */
  readonly tokenizerPath: () => string | null
  /** A page takes a millisecond; a manual of 5,000 PDF pages half a minute. */
  readonly timeoutMs?: number
  /** Beyond what the process has before it reads the document. */
  readonly memoryMb?: number
  /** Of text and chunks. 20 million characters, the most that is taken, are 40 MB and their chunks about as much. */
  readonly outputMb?: number
  /** An idle process gives its memory back after this time; the next document starts a new one in about half a second. */
  readonly idleMs?: number
}

/**
 * One process, one document at a time: a document that takes too long or too much, or breaks its parser, costs that process and nothing
 * else. What the process may do stands in `fence.ts`.
 */
export const openParser = (options: ParserOptions): DocumentParser => {
  const { preparation, tokenizerPath, timeoutMs = 60_000, memoryMb = 1024, outputMb = 96, idleMs = 60_000 } = options
  let running: ParseProcess | null = null
  let idle: NodeJS.Timeout | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let closed = false

  const stop = async (): Promise<void> => {
    clearTimeout(idle)
    const stopping = running
    running = null
    await stopping?.kill()
  }

  /** The one that waits, unless it may not read the tokenizer that is used by now. */
  const start = async (): Promise<ParseProcess> => {
    const path = tokenizerPath()
    if (running?.tokenizerPath === path) return running
    await stop()
    const started = await startParseProcess({ preparation, tokenizerPath: path, memoryMb, maxOutputBytes: outputMb * 1e6 })
    running = started
    void started.ended.then(() => {
      if (running === started) running = null
    })
    return started
  }

  const parseNow = async (bytes: Uint8Array, hints: ParseHints, signal?: AbortSignal): Promise<ParsedFile> => {
    throwIfAborted(signal)
    if (closed) throw shuttingDown()
    if (bytes.length > maxFileBytes) throw tooLarge(bytes.length)
    clearTimeout(idle)
    const limit = new AbortController()
    const either = signal ? AbortSignal.any([signal, limit.signal]) : limit.signal
    const timer = setTimeout(() => limit.abort(tookTooLong(timeoutMs)), timeoutMs)
    let stopWatching = (): void => {}
    try {
      const worker = await start()
      if (closed) throw shuttingDown()
      const parsed = worker.ready.then(() => {
        stopWatching = watchMemory(worker.pid, memoryMb, () => limit.abort(tookTooMuch(memoryMb)))
        return worker.parse(bytes, hints)
      })
      return await Promise.race([parsed, rejectOnAbort(either), worker.ended.then((ending) => Promise.reject(closed ? shuttingDown() : sentenceFor(ending)))])
    } catch (error) {
      // A parser does not look up from its work: the process has to go.
      if (either.aborted || closed) await stop()
      throw error
    } finally {
      clearTimeout(timer)
      stopWatching()
      if (!closed) idle = setTimeout(() => void stop(), idleMs).unref()
    }
  }

  const sentenceFor = ({ reason, cause }: Ending): AppError => {
    if (reason === 'out_of_memory') return tookTooMuch(memoryMb)
    if (reason === 'too_much_output') return gaveTooMuch(outputMb)
    return new AppError('internal', 'The parser broke while it read this. Save it as plain text, or leave it out; the log says more.', { cause })
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

const rejectOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

const shuttingDown = (): AppError => new AppError('unavailable', 'The program is shutting down.')
const tooLarge = (bytes: number): AppError =>
  new AppError('too_large', `This is ${Math.round(bytes / 1e6)} MB; at most ${Math.round(maxFileBytes / 1e6)} MB are read. Split it, or leave it out.`)
const tookTooLong = (limitMs: number): AppError =>
  new AppError('invalid', `Reading this took more than ${limitMs / 1000} s and was stopped. Split it, or save it as plain text.`)
const tookTooMuch = (limitMb: number): AppError =>
  new AppError('invalid', `Reading this needed more than ${limitMb} MB of memory and was stopped. Split it, or save it as plain text.`)
const gaveTooMuch = (limitMb: number): AppError =>
  new AppError('too_large', `Reading this gave more than ${limitMb} MB of text and was stopped. Split it, or leave it out.`)
