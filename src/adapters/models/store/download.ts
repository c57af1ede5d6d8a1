/** Fetches one file over HTTP into a partial file, going on where a broken connection stopped. */
import { EnvHttpProxyAgent, fetch, type Dispatcher, type Response } from 'undici'
import { AppError, isAppError } from '../../../base/error.ts'
import type { PartialFile } from './partial-file.ts'

export interface DownloadLimits {
  /** Until the connection stands. */
  readonly connectTimeoutMs: number
  /** Without a byte. */
  readonly idleTimeoutMs: number
}

/** Honours HTTP_PROXY, HTTPS_PROXY and NO_PROXY. Close it when done. */
export const openDownloads = ({ connectTimeoutMs, idleTimeoutMs }: DownloadLimits): Dispatcher =>
  new EnvHttpProxyAgent({ connect: { timeout: connectTimeoutMs }, headersTimeout: idleTimeoutMs, bodyTimeout: idleTimeoutMs })

export interface Download {
  readonly url: string
  readonly bytes: number
  readonly headers: Readonly<Record<string, string>>
  readonly dispatcher: Dispatcher
  readonly onReceived: () => void
  readonly signal: AbortSignal | undefined
}

/** Resolves when all bytes are there (not yet compared with a hash); fails with a sentence about what the server did. */
export const download = async (partial: PartialFile, request: Download): Promise<void> => {
  let farthest = partial.bytes
  let broke: unknown = null
  for (;;) {
    try {
      return await receive(partial, request)
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason
      // A connection may break often on the way to a gigabyte, but each must bring something.
      if (!isWorthRetrying(error) || partial.bytes <= farthest) throw sentenceOf(broke ?? error)
      farthest = partial.bytes
      broke = error
    }
  }
}

const receive = async (partial: PartialFile, { url, bytes, headers, dispatcher, onReceived, signal }: Download): Promise<void> => {
  const from = partial.bytes
  if (from === bytes) return
  const range = from > 0 ? { range: `bytes=${from}-` } : {}
  const response = await fetch(url, { headers: { ...headers, ...range, 'accept-encoding': 'identity' }, dispatcher, signal: signal ?? null })
  try {
    if (!continuesAt(response, from)) await partial.cutTo(0)
    for await (const chunk of response.body ?? []) {
      if (partial.bytes + chunk.length > bytes) throw new AppError('upstream', `sent more than the ${bytes} bytes of the file`)
      await partial.append(chunk)
      onReceived()
    }
  } finally {
    if (!response.bodyUsed) await response.body?.cancel()
  }
  if (partial.bytes < bytes) throw new Error(`stopped after ${partial.bytes} of ${bytes} bytes`)
}

/** False: what comes is the file from its start. */
const continuesAt = (response: Response, from: number): boolean => {
  if (response.status === 200) return from === 0
  if (response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${from}-`)) return true
  throw new AppError('upstream', `answered ${response.status}`)
}

/** An answer that we understood will be the same next time; a connection that broke may not. */
const isWorthRetrying = (error: unknown): boolean => !isAppError(error) && !(error instanceof Error && 'syscall' in error)

const sentenceOf = (error: unknown): unknown => {
  const cause = error instanceof TypeError ? error.cause : error
  if (!(cause instanceof Error) || isAppError(cause) || isFileError(cause)) return cause
  const code = (cause as { code?: string }).code
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new AppError('unavailable', 'did not answer in time', { cause })
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return new AppError('unavailable', 'stopped sending', { cause })
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new AppError('unavailable', 'its name cannot be resolved from here', { cause })
  if (code === 'ECONNREFUSED') return new AppError('unavailable', 'refused the connection', { cause })
  return new AppError('unavailable', cause.message || (code ?? 'failed'), { cause })
}

const isFileError = (error: Error): boolean => ['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EPERM'].includes((error as { code?: string }).code ?? '')
