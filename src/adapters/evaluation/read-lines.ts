import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '../../base/error.ts'
import type { FileLine } from '../../domain/retrieval-eval.ts'
import { sizeOfFile, unreadable } from './read-user-file.ts'

/** A line longer than any document that is read is no line, but a file of another kind. */
const mostLineBytes = 64 * 1024 * 1024

/**
 * The lines of a UTF-8 file that have something on them, one after the other: a corpus may be larger than memory. Without byte-order mark and line
 * ends. Fails with `not_found`, or with `invalid` and the line that is no UTF-8.
 */
export async function* readLines(path: string, signal?: AbortSignal): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 0
  for await (const bytes of byteLines(path, signal)) {
    const place = `${basename(path)}:${++number}`
    const text = decode(decoder, bytes, place).replace(/\r$/, '')
    if (text.trim() !== '') yield { text, place }
  }
}

async function* byteLines(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  let restBytes = 0
  await sizeOfFile(path)
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal }) as AsyncIterable<Buffer>) {
      let from = 0
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        yield Buffer.concat([...rest, chunk.subarray(from, at)])
        rest = []
        restBytes = 0
        from = at + 1
      }
      rest.push(chunk.subarray(from))
      restBytes += chunk.length - from
      if (restBytes > mostLineBytes)
        throw new AppError('too_large', `A line of "${path}" has more than ${mostLineBytes} bytes: it does not hold one record a line.`)
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw error instanceof AppError ? error : unreadable(path, error)
  }
  if (restBytes > 0) yield Buffer.concat(rest)
}

const decode = (decoder: InstanceType<typeof TextDecoder>, bytes: Buffer, place: string): string => {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw new AppError('invalid', `${place}: This line is not in UTF-8. Save the file as UTF-8.`, { cause })
  }
}
