/** A log on its way in, as JSON, as a form, or as the bytes of a file; bytes go to a folder of ours, never into memory. */
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, isAppError } from '../../base/error.ts'
import { newId } from '../../base/id.ts'

export interface ReceivedLog {
  readonly files: readonly { readonly name: string; readonly path: string; readonly is_older: boolean }[]
  readonly [field: string]: unknown
}

export const logMediaTypes = ['text/plain', 'application/gzip', 'application/x-gzip', 'application/octet-stream', 'application/x-ndjson'] as const

/** For the routes of this scope: such bodies are handed over unread. */
export const takeLogBodies = (scope: FastifyInstance): void =>
  void scope.addContentTypeParser([...logMediaTypes], async (_request: FastifyRequest, payload: IncomingMessage) => payload)

/** Fails with `invalid`, `too_large` or `no_space`; nothing is left behind then. What it gives is for `discardUpload` afterwards. */
export const receiveLog = async (request: FastifyRequest, folder: string, mostBytes: number): Promise<ReceivedLog> => {
  const files: { name: string; path: string; is_older: boolean }[] = []
  const keep = async (name: string, isOlder: boolean, bytes: Readable): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, newId())
    files.push({ name, path, is_older: isOlder })
    await pipeline(atMost(bytes, mostBytes), createWriteStream(path, { mode: 0o600 }))
  }
  try {
    if (request.isMultipart()) return await ofForm(request, files, keep)
    if (isStream(request.body)) {
      await keep('the body', false, request.body)
      return { ...texts(request.query as Record<string, unknown>), files }
    }
    return { ...jsonOf(request.body), files }
  } catch (error) {
    await Promise.all(files.map(({ path }) => rm(path, { force: true })))
    if (['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code)))
      throw new AppError('no_space', 'The disk is full, so the log could not be kept while it is read. Free some space and send it again.', { cause: error })
    if (isAppError(error) || String((error as { code?: unknown }).code).startsWith('FST_')) throw error
    throw new AppError('invalid', `The log did not arrive whole: ${(error as Error).message}. Send it again.`, { cause: error })
  }
}

const ofForm = async (
  request: FastifyRequest,
  files: ReceivedLog['files'],
  keep: (name: string, isOlder: boolean, bytes: Readable) => Promise<void>,
): Promise<ReceivedLog> => {
  const fields: Record<string, unknown> = {}
  for await (const part of request.parts()) {
    if (part.type === 'field') fields[part.fieldname] = part.value
    else {
      await keep(part.filename || 'the upload', part.fieldname === 'compare', part.file)
      if (part.file.truncated) throw tooLarge()
    }
  }
  return { ...texts(fields), files }
}

/** Beside the bytes: numbers and truths come as text. */
const texts = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => name !== 'files')
      .map(([name, value]) => [name, name === 'top' && /^\d{1,15}$/.test(String(value)) ? Number(value) : name === 'stream' ? value === 'true' : value]),
  )

const jsonOf = (body: unknown): Record<string, unknown> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new AppError('invalid', 'Send a log: JSON with "text", a body of text/plain or application/gzip, or a form with a file.')
  // Files are laid down by this door and named by nobody else.
  if ('files' in body) throw new AppError('invalid', 'The input is not valid. (input): has no field "files".')
  return { ...body }
}

const isStream = (body: unknown): body is IncomingMessage => typeof (body as { pipe?: unknown } | null)?.pipe === 'function'

/** The rest is let run by: a request that is cut off in the middle never reads its answer. */
async function* atMost(bytes: Readable, mostBytes: number): AsyncGenerator<Buffer> {
  let count = 0
  for await (const chunk of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    count += chunk.length
    if (count > mostBytes) {
      bytes.resume()
      throw tooLarge()
    }
    yield chunk
  }
}

const tooLarge = (): AppError =>
  new AppError(
    'too_large',
    'The log is larger than an upload may be (ANSWERABLE_UPLOAD_LIMIT_MB). Compress it, cut it, or read it on its machine with "answerable logs FILE", which knows no limit.',
  )
