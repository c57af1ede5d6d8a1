/** Text in the pieces that a model server cuts it into, for servers that tell: llama.cpp and vLLM, both at `/tokenize` beside `/v1`. */
import { z } from 'zod'
import type { TokenPiece } from '../../domain/tokens.ts'
import { byteText } from './byte-text.ts'

export interface AskedServer {
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  readonly model?: string | undefined
}

const llamaCpp = z.object({ tokens: z.array(z.object({ id: z.int(), piece: z.union([z.string(), z.array(z.int())]) })) })
const vllm = z.object({ tokens: z.array(z.int()), token_strs: z.array(z.string()) })

const answerWithinMs = 2_000

/** Null when the server does not tell, or is not there. */
export const cutByServer = async (text: string, { baseUrl, apiKey, model }: AskedServer): Promise<readonly TokenPiece[] | null> => {
  const url = new URL(baseUrl)
  url.pathname = url.pathname.replace(/\/(v1\/?)?$/, '/tokenize')
  // Each reads its own words of this and leaves the others.
  const body = { content: text, with_pieces: true, prompt: text, add_special_tokens: false, return_token_strs: true, ...(model && { model }) }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(apiKey && { authorization: `Bearer ${apiKey}` }) },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    })
    return response.ok ? readPieces(await response.json()) : null
  } catch {
    return null
  }
}

const readPieces = (answer: unknown): readonly TokenPiece[] | null => {
  const ofLlama = llamaCpp.safeParse(answer)
  if (ofLlama.success) return ofLlama.data.tokens.map(({ id, piece }) => ({ id, text: typeof piece === 'string' ? piece : byteText(piece) }))
  const ofVllm = vllm.safeParse(answer)
  if (ofVllm.success) return ofVllm.data.tokens.map((id, index) => ({ id, text: ofVllm.data.token_strs[index] ?? '' }))
  return null
}
