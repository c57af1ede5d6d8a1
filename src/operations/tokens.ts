import { z } from 'zod'
import { operation } from './operation.ts'

/** Reads model files by name, so it has no HTTP route. Needs no database, lock or server. */
export const tokens = operation({
  name: 'tokens',
  summary: 'Show the pieces that a model reads a text as, and how many they are',
  effect: 'read',
  http: null,
  cli: { words: ['tokens'], positional: ['text'] },
  input: z.strictObject({
    text: z.string().describe('The text; - reads it from stdin'),
    model: z
      .string()
      .optional()
      .describe(
        'Whose pieces: a model as in the settings (openai:gpt-5, local:qwen2.5-coder-0.5b, bge-small-en-v1.5, file.gguf) or o200k_base, cl100k_base; the one that answers when not given',
      ),
  }),
  output: z.object({
    model: z.string(),
    tokenizer: z.string(),
    exact: z.boolean().describe("false where the model's own tokenizer cannot be had and another stands in"),
    note: z.string().nullable(),
    count: z.int(),
    tokens: z.array(z.object({ id: z.int(), text: z.string() })),
  }),
  run: async (app, { text, model }) => {
    const { pieces, ...cut } = await app.cutTokens(text, model)
    return { ...cut, count: pieces.length, tokens: pieces.map((piece) => ({ ...piece })) }
  },
})
