/**
 * What a model server's failure means to the person who reads it. Nothing of the server's answer or of our request goes into an error but its
 * status and one quoted line without the key: the SDK's own errors carry prompt, headers and body, so they never become a cause.
 */
import { AppError } from '../../base/error.ts'
import { timeoutError } from './phase-timeouts.ts'

export interface CallFacts {
  readonly host: string
  readonly model: string
  readonly apiKey: string | undefined
  readonly connectMs: number
  /** `answering` since its headers came: such a failure is never tried again. `writing` since its first token. */
  readonly progress: 'connecting' | 'answering' | 'writing'
}

/** The part of the SDK's `APICallError` that we use. */
interface CallError {
  message?: string
  statusCode?: number
  responseBody?: string
  responseHeaders?: Record<string, string>
  cause?: unknown
}

export const toUpstreamError = (error: unknown, facts: CallFacts): AppError => {
  if (error instanceof AppError) return error
  const call = error as CallError
  if (codesOf(error).includes('UND_ERR_CONNECT_TIMEOUT')) return timeoutError('connect', facts.connectMs)
  if (call.statusCode !== undefined && call.statusCode >= 400) return statusError(call, facts)
  return facts.progress !== 'connecting' ? brokenError(error, facts) : unreachableError(error, facts)
}

/** An error that came as an event of the stream, or an event that could not be read. */
export const streamedError = (event: unknown, facts: CallFacts): AppError => {
  if (event instanceof Error) return brokenError(event, facts)
  const status = Number((event as { code?: unknown } | null)?.code)
  return new AppError('upstream', `The model server at ${facts.host} broke its answer off${said(sentenceOf(event), facts)}. Ask again.`, {
    details: { host: facts.host, retryable: isRetryableStatus(status) },
  })
}

export const brokenError = (error: unknown, { host, progress }: CallFacts): AppError => {
  const sentence =
    progress === 'writing'
      ? `The answer of the model server at ${host} broke off before its end. Ask again; if it stays so, look into that server's log.`
      : `The server at ${host} sent nothing that can be read as a model's answer. Ask again; if it stays so, check OPENAI_BASE_URL.`
  return new AppError('upstream', sentence, { cause: plainCause(error), details: { host, retryable: false } })
}

export const isRetryableStatus = (status: number): boolean => status === 408 || status === 409 || status === 429 || (status >= 500 && status <= 599)

const unreachableError = (error: unknown, { host }: CallFacts): AppError =>
  new AppError(
    'upstream',
    `No answer from the model server at ${host} (${codesOf(error)[0] ?? 'connection failed'}). Is it running? OPENAI_BASE_URL says where it is.`,
    {
      cause: plainCause(error),
      details: { host, retryable: true },
    },
  )

const statusError = (call: CallError, facts: CallFacts): AppError => {
  const status = call.statusCode!
  const retryAfterMs = readRetryAfter(call.responseHeaders)
  return new AppError('upstream', `${statusSentence(status, facts)}${said(serverMessage(call), facts)}.`, {
    details: { host: facts.host, status, retryable: isRetryableStatus(status), ...(retryAfterMs !== null && { retryAfterMs }) },
  })
}

const statusSentence = (status: number, { host, model, apiKey }: CallFacts): string => {
  if (status === 401 || status === 403) {
    const advice = apiKey ? 'Check OPENAI_API_KEY, and that OPENAI_BASE_URL is the server it belongs to' : 'It wants a key: set OPENAI_API_KEY'
    return `The model server at ${host} refused access (${status}). ${advice}`
  }
  if (status === 404)
    return `The model server at ${host} has no model "${model}", or no /chat/completions there (404). Check the model's name and OPENAI_BASE_URL`
  if (status === 429) return `The model server at ${host} takes no more requests now (429). Wait, or look at your plan and limits there`
  if (status >= 500) return `The model server at ${host} failed (${status}). Ask again; if it stays so, look at that server`
  return `The model server at ${host} did not accept the request for model "${model}" (${status})`
}

/** Seconds or a date; null when absent or nonsense. */
export const readRetryAfter = (headers: Record<string, string> | undefined): number | null => {
  const value = headers?.['retry-after']
  if (value === undefined) return null
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}

export const serverMessage = ({ responseBody = '' }: Pick<CallError, 'responseBody'>): string => {
  try {
    return sentenceOf(JSON.parse(responseBody))
  } catch {
    return ''
  }
}

/** Servers differ: `{error: {message}}`, `{error: "…"}`, `{message}`, `{detail}`. */
const sentenceOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const { error, message, detail } = value as Record<string, unknown>
  return sentenceOf(error ?? message ?? detail)
}

/** One line, short, without control characters and without the key. */
export const said = (message: string, { apiKey }: Pick<CallFacts, 'apiKey'>): string => {
  const line = withoutKey(message, apiKey)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .replace(/[.\s]+$/, '')
  return line ? `: "${line.slice(0, 200)}"` : ''
}

const withoutKey = (text: string, apiKey: string | undefined): string => (apiKey ? text.replaceAll(apiKey, '[key]') : text)

/** System codes along the chain of causes, e.g. `ECONNREFUSED`. */
export const codesOf = (error: unknown): string[] => {
  const codes: string[] = []
  for (let link = error, depth = 0; typeof link === 'object' && link !== null && depth < 6; depth++) {
    const { code, cause, errors } = link as { code?: unknown; cause?: unknown; errors?: unknown[] }
    if (typeof code === 'string') codes.push(code)
    link = cause ?? errors?.[0]
  }
  return codes
}

export const plainCause = (error: unknown): Error => {
  const name = error instanceof Error ? error.name : typeof error
  return new Error([name, ...codesOf(error)].join(' '))
}
