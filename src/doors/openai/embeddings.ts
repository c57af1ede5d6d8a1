/** `POST /v1/embeddings`: vectors as the collection's own are made. */
import { z } from 'zod'
import { AppError } from '../../base/error.ts'
import { embedTexts } from '../../operations/embed.ts'
import { readBody } from './read-body.ts'

export const embeddingsRequestSchema = z.looseObject({
  model: z.string().min(1).describe('"answerable", "answerable/COLLECTION", or the name of a collection: vectors are of the model that searches it'),
  input: z
    .union([z.string(), z.array(z.string())], 'must be a text or a list of texts, not tokens; in LangChain set check_embedding_ctx_length=False')
    .describe('A text or at most 2,048 of them'),
  encoding_format: z.enum(['float', 'base64']).nullish().describe('base64: 32-bit floats, little-endian'),
  dimensions: z.int().nullish().describe('Only what the model has'),
  input_type: z.enum(['query', 'document']).nullish().describe('Our own: some models tell what is looked for from what is found'),
})

export interface EmbeddingsRequest {
  readonly model: string
  /** For `embedTexts`, all but the collection. */
  readonly input: { readonly texts: readonly string[]; readonly purpose: 'query' | 'document' }
  readonly isBase64: boolean
  readonly dimensions: number | null
}

/** Fails as `readBody` does. */
export const readEmbeddingsRequest = (body: unknown): EmbeddingsRequest => {
  const { model, input, encoding_format, dimensions, input_type } = readBody(embeddingsRequestSchema, body)
  return {
    model,
    input: { texts: typeof input === 'string' ? [input] : input, purpose: input_type ?? 'document' },
    isBase64: encoding_format === 'base64',
    dimensions: dimensions ?? null,
  }
}

type Embedded = z.output<typeof embedTexts.output>

export const embeddingsAnswer = ({ isBase64, dimensions: wanted }: EmbeddingsRequest, { model, dimensions, tokens, vectors }: Embedded): object => {
  if (wanted !== null && wanted !== dimensions) {
    throw new AppError('invalid', `Vectors of this model have ${dimensions} dimensions and cannot be shortened: leave dimensions out.`, {
      details: { param: 'dimensions' },
    })
  }
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: isBase64 ? base64Of(vector) : [...vector] })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

const base64Of = ({ buffer, byteOffset, byteLength }: Float32Array): string => Buffer.from(buffer, byteOffset, byteLength).toString('base64')
