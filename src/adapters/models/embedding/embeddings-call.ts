/** One `POST /embeddings` and what may go wrong with it. The key stands in the request only, never in an error. */
import { z } from 'zod'
import { AppError } from '../../../base/error.ts'
import type { ModelServer } from '../server/model-server.ts'
import { said, serverMessage } from '../server/server-words.ts'
import { codesOf, isRetryableStatus, neverConnected, plainCause, readRetryAfter } from '../server/upstream-error.ts'

export interface EmbeddingsCall {
  readonly server: ModelServer
  readonly apiKey: string | undefined
  readonly model: string
  /** Asks the server for shorter vectors; not sent when undefined. */
  readonly dimensions: number | undefined
  readonly timeoutMs: number
}

export interface EmbeddingsAnswer {
  /** In the order of the texts, as the server gave them. */
  readonly vectors: number[][]
  /** As the server counts them; null where it does not tell. */
  readonly inputTokens: number | null
}

export const callEmbeddings = async (call: EmbeddingsCall, texts: readonly string[], signal?: AbortSignal): Promise<EmbeddingsAnswer> => {
  const timeout = AbortSignal.timeout(call.timeoutMs)
  try {
    const { response, body } = await post(call, texts, signal ? AbortSignal.any([signal, timeout]) : timeout)
    if (!response.ok) throw statusError(response, body, call)
    const answer = parseJson(body)
    return { vectors: readVectors(answer, texts.length, call), inputTokens: usageSchema.safeParse(answer).data?.usage.prompt_tokens ?? null }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (timeout.aborted) throw slowError(call)
    throw error instanceof AppError ? error : connectionError(error, call)
  }
}

const post = async (
  { server, apiKey, model, dimensions }: EmbeddingsCall,
  input: readonly string[],
  signal: AbortSignal,
): Promise<{ response: Response; body: string }> => {
  const response = await server.fetch(`${server.baseUrl}/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
    body: JSON.stringify({ model, input, ...(dimensions && { dimensions }) }),
    signal,
  })
  return { response, body: await response.text() }
}

const answerSchema = z.object({ data: z.array(z.object({ index: z.int().optional(), embedding: z.array(z.number()).min(1) })) })

const usageSchema = z.object({ usage: z.object({ prompt_tokens: z.int().min(1) }) })

const readVectors = (answer: unknown, count: number, { server }: EmbeddingsCall): number[][] => {
  const { data } = answerSchema.safeParse(answer).data ?? { data: [] }
  const vectors: number[][] = []
  for (const [at, { index = at, embedding }] of data.entries()) vectors[index] = embedding
  const width = vectors[0]?.length
  const complete = vectors.length === count && Array.from(vectors).every((vector) => vector?.length === width)
  if (complete) return vectors
  throw new AppError(
    'upstream',
    `The server at ${server.host} did not send one vector for each of ${count} texts. Check that it serves embeddings and that the model is one for embeddings.`,
    {
      details: { host: server.host, retryable: false },
    },
  )
}

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

const statusError = (response: Response, body: string, { server: { host }, model, apiKey }: EmbeddingsCall): AppError => {
  const { status } = response
  const retryAfterMs = readRetryAfter(Object.fromEntries(response.headers))
  return new AppError('upstream', `${statusSentence(status, host, model)}${said(serverMessage({ responseBody: body }), { apiKey })}.`, {
    details: { host, status, mayBill: 'nothing', retryable: isRetryableStatus(status), ...(retryAfterMs !== null && { retryAfterMs }) },
  })
}

const statusSentence = (status: number, host: string, model: string): string => {
  if (status === 401 || status === 403) return `The embedding server at ${host} refused access (${status}). Check its key`
  if (status === 404) return `The embedding server at ${host} has no model "${model}", or no /embeddings there (404). Check both`
  if (status === 429) return `The embedding server at ${host} takes no more requests now (429). Wait, or look at your plan and limits there`
  if (status >= 500) return `The embedding server at ${host} failed (${status}). Try again; if it stays so, look at that server`
  return `The embedding server at ${host} did not accept the texts for model "${model}" (${status})`
}

const slowError = ({ server: { host }, timeoutMs }: EmbeddingsCall): AppError =>
  new AppError('upstream_timeout', `The embedding server at ${host} did not answer within ${timeoutMs / 1000} s. Try again, or choose a faster model.`, {
    details: { host, retryable: false },
  })

const connectionError = (error: unknown, { server: { host } }: EmbeddingsCall): AppError =>
  new AppError(
    'unavailable',
    `No answer from the embedding server at ${host} (${codesOf(error)[0] ?? 'connection failed'}). Is it running, and is its address right?`,
    {
      cause: plainCause(error),
      details: { host, retryable: true, ...(neverConnected(error) && { mayBill: 'nothing' }) },
    },
  )
