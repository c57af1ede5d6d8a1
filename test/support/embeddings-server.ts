import type { IncomingMessage } from 'node:http'
import { createHash } from 'node:crypto'
import { startHub, type Answer, type Hub } from './hub.ts'

export interface EmbeddingsServer extends Hub {
  readonly baseUrl: string
  /** What was asked, in order: the body and the key. */
  readonly asked: { readonly input: string[]; readonly model: string; readonly dimensions?: number; readonly key: string | undefined }[]
  /** Answers the next request instead of the vectors; undefined again afterwards. */
  next: Answer[]
  delayMs: number
}

/** An OpenAI-compatible `/embeddings` on loopback: each text's vector comes from its hash, 16 numbers that are no unit vector. */
export const startEmbeddingsServer = async (): Promise<EmbeddingsServer> => {
  const asked: EmbeddingsServer['asked'] = []
  const hub = await startHub(async (request, response) => {
    const body = JSON.parse(await readBody(request)) as { input: string[]; model: string; dimensions?: number }
    const answer = asked.length > 0 ? server.next.shift() : undefined
    asked.push({ ...body, key: request.headers.authorization })
    if (answer) return answer(request, response)
    await new Promise((resolve) => setTimeout(resolve, server.delayMs))
    // Out of order, as the standard allows.
    const data = body.input
      .map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text, body.dimensions ?? widthOf(body.model)) }))
      .toReversed()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ object: 'list', data, model: body.model, usage: { prompt_tokens: 1, total_tokens: 1 } }))
  })
  const server: EmbeddingsServer = { ...hub, baseUrl: `${hub.url}/v1`, asked, next: [], delayMs: 2, [Symbol.asyncDispose]: hub[Symbol.asyncDispose] }
  return server
}

/** A model whose name ends in `-wide` has vectors of another length. */
const widthOf = (model: string): number => (model.endsWith('-wide') ? 32 : 16)

export const vectorOf = (text: string, dimensions = 16): number[] => {
  const bytes = createHash('sha256').update(text).digest()
  return Array.from({ length: dimensions }, (_, index) => bytes[index]! - 127.5)
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
