import { z } from 'zod'
import { operation } from '../operation.ts'
import { collectionName, plainText } from '../schemas.ts'

export const generateQuestions = operation({
  name: 'generateQuestions',
  summary: 'Have a language model write test questions from documents, each checked and with the sentence that it rests on',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: {
    words: ['eval', 'generate'],
    exitCode: (output) => ((output as { why: string | null }).why === null ? 0 : 1),
    exitCodes: '0 as many questions as were wanted, 1 fewer (what there is was written) or failed, 2 wrong usage',
  },
  input: z.strictObject({
    collection: collectionName,
    count: z.int().min(1).max(2000).default(50).describe('How many questions'),
    unanswerable: z
      .int()
      .min(0)
      .max(2000)
      .default(0)
      .describe('Beside them, up to this many that no document answers: a number or a name in a question is swapped'),
    model: plainText.min(1).optional().describe('As in ANSWERABLE_CREATIVE_MODELS; the model of the settings when not given'),
    seed: z.int().min(0).max(4_294_967_295).default(1).describe('Chooses the passages; another one, other passages'),
    most_cost: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'must be an amount in US dollars, like 0.50')
      .optional()
      .describe('Stop when this many US dollars are spent'),
    out: plainText.min(1).optional().meta({ path: true }).describe('File for the suite; without it, the suite is printed'),
  }),
  output: z.object({
    suite: z.string().nullable().describe('YAML, as "eval run" reads it; null when no question held'),
    file: z.string().nullable(),
    questions: z.array(z.object({ question: z.string(), answer: z.string(), source: z.string(), quote: z.string() })),
    unanswerable: z.array(z.object({ question: z.string(), method: z.string(), from: z.string(), to: z.string() })),
    asked: z.int().describe('Questions that the model was asked for'),
    refused: z.array(z.object({ reason: z.string(), count: z.int() })).describe('Why some were not kept'),
    why: z.string().nullable().describe('Why there are fewer than were wanted'),
    model: z.string(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cost_usd: z.number().nullable().describe('null when the price is not known'),
  }),
  run: async (app, { model = null, most_cost, out: file = null, ...wish }, context) => {
    const mostCostUsd = most_cost === undefined ? null : Number(most_cost)
    const made = await app.evaluation.generate.generate({ ...wish, model, mostCostUsd, file }, context)
    const { questions, unanswerable, refused, inputTokens, outputTokens, costUsd } = made
    return {
      suite: made.suite,
      file: made.file,
      questions: questions.map(({ question, answer, source, quote }) => ({ question, answer, source, quote })),
      unanswerable: unanswerable.map(({ question, method, from, to }) => ({ question, method, from, to })),
      asked: made.asked,
      refused: refused.map((it) => ({ ...it })),
      why: made.why,
      model: made.model,
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      cost_usd: costUsd,
    }
  },
})
