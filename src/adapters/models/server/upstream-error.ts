/**
 * What a model server's failure means to the person who reads it. Nothing of the server's answer or of our request goes into an error but its
 * status and one quoted line without key and prompt: the SDK's own errors carry prompt, headers and body, so they never become a cause.
 */
import { AppError } from '../../../base/error.ts'
import type { Message } from '../../../domain/model.ts'
import { timeoutError } from './phase-timeouts.ts'
import type { ProviderWords } from './provider.ts'
import { parsed, said, sentenceOf, serverMessage } from './server-words.ts'

export interface CallFacts extends ProviderWords {
  readonly host: string
  readonly model: string
  readonly apiKey: string | undefined
  readonly connectMs: number
  /** `answering` since its headers came: such a failure is never tried again. `writing` since its first token. */
  readonly progress: 'connecting' | 'answering' | 'writing'
  readonly messages: readonly Message[]
}

/** The part of the SDK's `APICallError` that we use. */
export interface CallError {
  message?: string
  statusCode?: number
  responseBody?: string
  responseHeaders?: Record<string, string>
  cause?: unknown
}

/** `unavailable`: nobody there, or overloaded. `upstream_timeout`: silent. `too_large`: the prompt does not fit. `upstream`: all else. */
export const toUpstreamError = (error: unknown, facts: CallFacts): AppError => {
  if (error instanceof AppError) return error
  const call = error as CallError
  if (codesOf(error).includes('UND_ERR_CONNECT_TIMEOUT')) return timeoutError('connect', facts.connectMs)
  if (call.statusCode !== undefined && call.statusCode >= 300)
    // The SDK gives an error that came as the first event of a good answer a status too.
    return facts.progress === 'connecting' ? statusError(call, facts) : toldError(call.statusCode, serverMessage(call), call.responseBody ?? '', facts)
  if (facts.progress === 'connecting') return unreachableError(error, facts)
  return errorBody.test(call.responseBody ?? '') ? streamedError(parsed(call.responseBody!), facts) : brokenError(error, facts)
}

/** A failure told with status 200. */
const errorBody = /^\s*\{\s*"(type"\s*:\s*"error"|error"\s*:)/

/** An error that came as an event of the stream, or an event that could not be read. */
export const streamedError = (event: unknown, facts: CallFacts): AppError => {
  if (event instanceof Error) return brokenError(event, facts)
  return toldError(statusOf(event), sentenceOf(event), JSON.stringify(event ?? null), facts)
}

/** Before its first token the prompt is all that it can have used. */
const toldError = (status: number, sentence: string, body: string, facts: CallFacts): AppError =>
  new AppError(codeOf(status), `The model server at ${facts.host} broke its answer off${said(sentence, facts)}. Ask again.`, {
    details: { host: facts.host, retryable: isRetryableStatus(status) && !isSpent(body), ...(facts.progress !== 'writing' && { mayBill: 'prompt' }) },
  })

/** The SDK's word for it where it knows the provider's errors, else the code that some servers send. */
const statusOf = (event: unknown): number => {
  const { statusCode, code } = (event ?? {}) as { statusCode?: unknown; code?: unknown }
  return Number(statusCode ?? code)
}

export const brokenError = (error: unknown, { host, progress, urlSetting }: CallFacts): AppError => {
  const sentence =
    progress === 'writing'
      ? `The answer of the model server at ${host} broke off before its end. Ask again; if it stays so, look into that server's log.`
      : `The server at ${host} sent nothing that can be read as a model's answer. Ask again; if it stays so, check ${urlSetting}.`
  return new AppError('upstream', sentence, { cause: plainCause(error), details: { host, retryable: false } })
}

export const isRetryableStatus = (status: number): boolean => status === 408 || status === 409 || status === 429 || (status >= 500 && status <= 599)

/** 529 is Anthropic's word for overloaded. */
const codeOf = (status: number): 'unavailable' | 'upstream' => (status === 429 || status === 503 || status === 529 ? 'unavailable' : 'upstream')

const unreachableError = (error: unknown, { host, urlSetting }: CallFacts): AppError =>
  new AppError(
    'unavailable',
    `No answer from the model server at ${host} (${codesOf(error)[0] ?? 'connection failed'}). Is it running? ${urlSetting} says where it is.`,
    {
      cause: plainCause(error),
      details: { host, retryable: true, ...(neverConnected(error) && { mayBill: 'nothing' }) },
    },
  )

/** No request can have gone out: the name, the connection or its encryption failed. A reset after that may cost what was asked for. */
export const neverConnected = (error: unknown): boolean =>
  codesOf(error).some((code) =>
    /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code),
  )

const statusError = (call: CallError, facts: CallFacts): AppError => {
  const status = call.statusCode!
  const retryAfterMs = readRetryAfter(call.responseHeaders)
  if (isTooLarge(call)) return tooLargeError(call, facts)
  return new AppError(codeOf(status), `${statusSentence(status, facts)}${said(serverMessage(call), facts)}.`, {
    details: {
      host: facts.host,
      status,
      mayBill: 'nothing',
      retryable: isRetryableStatus(status) && !isSpent(call.responseBody ?? ''),
      ...(retryAfterMs !== null && { retryAfterMs }),
    },
  })
}

/** The plan is used up: waiting would not help. */
const isSpent = (body: string): boolean => body.includes('insufficient_quota')

/** In the words of OpenAI, Anthropic, vLLM and llama.cpp. */
const isTooLarge = ({ statusCode, responseBody = '' }: CallError): boolean =>
  statusCode === 413 ||
  (statusCode === 400 &&
    /context_length_exceeded|maximum context length|exceed_context_size|exceeds the available context|prompt is too long/i.test(responseBody))

const tooLargeError = (call: CallError, facts: CallFacts): AppError =>
  new AppError(
    'too_large',
    `The question and its passages are too long for model "${facts.model}" at ${facts.host} (${call.statusCode})${said(serverMessage(call), facts)}. Choose a model with a larger window, or set ANSWERABLE_CONTEXT_TOKENS to the window it has.`,
    { details: { host: facts.host, status: call.statusCode, mayBill: 'nothing', retryable: false } },
  )

const statusSentence = (status: number, { host, model, apiKey, keySetting, urlSetting, path }: CallFacts): string => {
  if (status < 400) return `The model server at ${host} sends to another address (${status}), where your key does not go. Set ${urlSetting} to that address`
  if (status === 401 || status === 403) {
    const advice = apiKey ? `Check ${keySetting}, and that ${urlSetting} is the server it belongs to` : `It wants a key: set ${keySetting}`
    return `The model server at ${host} refused access (${status}). ${advice}`
  }
  if (status === 404) return `The model server at ${host} has no model "${model}", or no ${path} there (404). Check the model's name and ${urlSetting}`
  if (status === 429) return `The model server at ${host} takes no more requests now (429). Wait, or look at your plan and limits there`
  if (codeOf(status) === 'unavailable') return `The model server at ${host} is overloaded (${status}). Ask again in a minute`
  if (status >= 500) return `The model server at ${host} failed (${status}). Ask again; if it stays so, look at that server`
  return `The model server at ${host} did not accept the request for model "${model}" (${status})`
}

/** `retry-after-ms` of OpenAI and Azure, else seconds or a date; null when absent or nonsense. */
export const readRetryAfter = (headers: Record<string, string> | undefined): number | null => {
  const [exact, value] = [headers?.['retry-after-ms'], headers?.['retry-after']]
  if (exact !== undefined && isDecimal(exact)) return Number(exact)
  if (value === undefined) return null
  const ms = isDecimal(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}

const isDecimal = (value: string): boolean => /^\d+(\.\d+)?$/.test(value)

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
