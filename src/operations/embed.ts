import { z } from 'zod'
import { operation } from './operation.ts'
import { collectionName, plainText } from './schemas.ts'

/** OpenAI's own limit for one call. */
const mostTexts = 2048

/** Reached by `/v1/embeddings`, in OpenAI's form. */
export const embedTexts = operation({
  name: 'embedTexts',
  summary: 'Vectors of texts, in the space that a collection is searched in',
  effect: 'read',
  http: null,
  cli: null,
  input: z.strictObject({
    texts: z
      .array(plainText.min(1, 'must not be empty'))
      .min(1, 'must have at least one text')
      .max(mostTexts, 'must have at most 2,048 texts')
      .describe('Each gets a vector'),
    purpose: z.enum(['document', 'query']).default('document').describe('Some models tell what is looked for from what is found'),
    collection: collectionName,
  }),
  output: z.object({
    model: z.string(),
    dimensions: z.int(),
    tokens: z.int().describe('Of all texts, as the model counts'),
    vectors: z.array(z.custom<Float32Array>((it) => it instanceof Float32Array)).describe('Unit vectors, in the order of the texts'),
  }),
  run: async (app, { texts, purpose, collection }, { signal }) => {
    const { vectors, ...facts } = await app.embedTexts({ texts, purpose, collection }, signal)
    return { ...facts, vectors: [...vectors] }
  },
})
