/** The bytes of a log, wherever it is; `.gz` is told by its first bytes. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { addAbortSignal, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { throwIfAborted } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import type { LogSource } from '../../domain/log.ts'
import { asUtf8 } from './as-utf8.ts'

export interface LogBytes {
  /** Null where nobody knows (a pipe). */
  readonly totalBytes: number | null
  /** Of `totalBytes`, read so far: compressed ones where it is compressed. */
  readBytes(): number
  readonly chunks: AsyncIterable<Uint8Array>
  /** What was not as it should be; known when the chunks have ended. */
  notes(): readonly string[]
}

const chunkBytes = 256 * 1024

/** Fails with `not_found`, `forbidden` or `invalid`, and a sentence. */
export const openLogBytes = async (source: LogSource, signal?: AbortSignal): Promise<LogBytes> => {
  if ('text' in source) return ofText(source.text)
  if ('stdin' in source) return ofStream(process.stdin, 'stdin', null, signal)
  const size = await sizeOf(source.path)
  return ofStream(createReadStream(source.path, { highWaterMark: chunkBytes }), nameOf(source), size, signal)
}

/** As people call it: of an upload not the name that it has here. */
export const nameOf = (source: LogSource): string =>
  'path' in source ? (source.name ?? source.path.split('/').at(-1)!) : 'stdin' in source ? 'stdin' : 'the text'

const ofText = (text: string): LogBytes => {
  const bytes = Buffer.from(text, 'utf8')
  return { totalBytes: bytes.length, readBytes: () => bytes.length, chunks: Readable.from([bytes]), notes: () => [] }
}

const sizeOf = async (path: string): Promise<number | null> => {
  try {
    const found = await stat(path)
    if (found.isDirectory()) throw new AppError('invalid', `"${path}" is a folder. Name the log files in it.`)
    return found.isFile() ? found.size : null
  } catch (error) {
    throw told(error, path)
  }
}

const ofStream = (stream: Readable, name: string, totalBytes: number | null, signal: AbortSignal | undefined): LogBytes => {
  // Else a pipe that says nothing more would be waited for.
  if (signal) addAbortSignal(signal, stream)
  let read = 0
  const notes: string[] = []
  return {
    totalBytes,
    readBytes: () => read,
    notes: () => notes,
    chunks: (async function* () {
      const input = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
      const counted = async function* (first: Buffer): AsyncGenerator<Buffer> {
        yield first
        for (;;) {
          const { done, value } = await input.next()
          if (done) return
          read += value.length
          yield value
        }
      }
      try {
        const first = await input.next()
        if (first.done) return
        read += first.value.length
        const bytes = counted(first.value)
        yield* asUtf8(isGzip(first.value) ? unpacked(bytes, name, notes) : bytes)
      } catch (error) {
        throwIfAborted(signal)
        throw told(error, name)
      } finally {
        stream.destroy()
      }
      // Only what grows or shrinks while it is read: a log that is being written, or rotated under our hands.
      if (totalBytes !== null && read < totalBytes)
        notes.push(`${name} became shorter while it was read: it was cut or rotated. The figures are of what was read.`)
    })(),
  }
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** What could be unpacked before a cut or a fault counts. */
async function* unpacked(bytes: AsyncIterable<Buffer>, name: string, notes: string[]): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: chunkBytes })
  const source = Readable.from(bytes)
  source.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!String(code).startsWith('Z_')) throw error
    notes.push(
      code === 'Z_BUF_ERROR'
        ? `${name} ends in the middle of its compressed data. The figures are of what could be unpacked.`
        : `${name} holds bytes that are no compressed data (${(error as Error).message}). The figures are of what stood before them.`,
    )
  }
}

const told = (error: unknown, name: string): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new AppError('not_found', `There is no file "${name}".`, { cause: error })
  if (code === 'EACCES' || code === 'EPERM') return new AppError('forbidden', `"${name}" cannot be read: this user may not open it.`, { cause: error })
  if (code === 'EISDIR') return new AppError('invalid', `"${name}" is a folder. Name the log files in it.`, { cause: error })
  if (code === 'EIO') return new AppError('invalid', `"${name}" cannot be read: the disk gave an error.`, { cause: error })
  return error
}
