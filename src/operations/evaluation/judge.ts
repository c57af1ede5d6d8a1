/** Judges, and what is known of their error. */
import { z } from 'zod'
import type { JudgeCertificate } from '../../domain/judgement.ts'
import { operation } from '../operation.ts'
import { estimateSchema } from './estimate-schema.ts'

export const certificateSchema = z.object({
  id: z.string(),
  rubric: z.string(),
  rubric_hash: z.string().describe('SHA-256 of the rubric: the certificate counts for exactly these words'),
  judge: z.string(),
  dataset: z.string(),
  dataset_hash: z.string(),
  made_at: z.string(),
  items: z.int(),
  failed: z.int().describe('Judgements that could not be had: they agree with nobody'),
  agreement: estimateSchema,
  kappa: estimateSchema.nullable().describe("Cohen's; null where only one label was given"),
  people_kappa: z.number().nullable().describe('Mean of all pairs of people'),
  base_rate: z.number().describe('What a judge gets that always gives the most frequent label'),
  confusion: z.object({ labels: z.array(z.string()), counts: z.array(z.array(z.int())) }).describe('Rows: people; columns: the judge'),
  repeat_consistency: estimateSchema.nullable(),
  position_flips: estimateSchema.nullable().describe('Share of pairs whose preference turned with the order'),
  first_place_share: z.number().nullable().describe('Of the decisions these came to, the share won by what was shown first'),
  length_bias: z.number().nullable().describe("Correlation of passing, or winning, with length, less that of people's labels"),
  calibration: z.array(z.object({ people: z.number(), judge: z.number() })),
  auroc: estimateSchema.nullable(),
})

export const measureJudge = operation({
  name: 'measureJudge',
  summary: 'Measure a judge against people on labelled items, and keep its certificate',
  effect: 'write',
  access: 'owner',
  http: null,
  cli: { words: ['eval', 'judge'], positional: ['file'], exitCode: (output) => ((output as { state: string }).state === 'complete' ? 0 : 1) },
  input: z.strictObject({
    file: z
      .string()
      .min(1)
      .describe('JSONL: {"id", "question", "answer", "label": "pass" or "fail"}, or a pair with "first" and "second"')
      .meta({ path: true }),
    rubric: z.string().min(1).describe('Name of a rubric, like grounded.v1, or the path of a file'),
    model: z.string().min(1).optional().describe('As in ANSWERABLE_JUDGE_MODELS, or "verifier"; the judge of the settings when not given'),
    repeat: z.int().min(1).max(10).default(1).describe('Times that each item is judged: more than one tells how steady the judge is'),
    limit: z.int().min(1).optional().describe('Judge only this many items, always the same ones'),
    most_cost: z
      .string()
      .regex(/^\d+(\.\d+)?$/, 'must be an amount in US dollars, like 0.50')
      .optional()
      .describe('Stop when this many US dollars are spent; the report is then partial'),
  }),
  output: z.object({
    state: z.enum(['complete', 'partial']),
    why: z.string().nullable().describe('Why it is partial; then no certificate is kept'),
    certificate: certificateSchema,
    calls: z.int(),
    input_tokens: z.int(),
    output_tokens: z.int(),
    cost_usd: z.number().nullable().describe('null when the price is not known'),
    failures: z.array(z.object({ failure: z.string(), count: z.int() })),
    notes: z.array(z.string()),
  }),
  run: async (app, { file, rubric, model = null, repeat, limit = null, most_cost }, context) => {
    const mostCostUsd = most_cost === undefined ? null : Number(most_cost)
    const measured = await app.evaluation.judges.measure({ file, rubric, model, repeat, limit, mostCostUsd }, context)
    const { certificate, inputTokens, outputTokens, costUsd, failures, notes, ...rest } = measured
    return {
      ...rest,
      certificate: presentCertificate(certificate),
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      cost_usd: costUsd,
      failures: [...failures],
      notes: [...notes],
    }
  },
})

export const listJudges = operation({
  name: 'listJudges',
  summary: 'What is known of the error of judges: their certificates, newest first',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/evaluation/judges' },
  cli: { words: ['eval', 'judges'] },
  input: z.strictObject({}),
  output: z.object({ certificates: z.array(certificateSchema) }),
  run: async (app) => ({ certificates: (await app.evaluation.judges.certificates()).map(presentCertificate) }),
})

const presentCertificate = (it: JudgeCertificate): z.input<typeof certificateSchema> => ({
  id: it.id,
  rubric: it.rubric,
  rubric_hash: it.rubricHash,
  judge: it.judge,
  dataset: it.dataset,
  dataset_hash: it.datasetHash,
  made_at: it.madeAt.toISOString(),
  items: it.items,
  failed: it.failed,
  agreement: it.agreement,
  kappa: it.kappa,
  people_kappa: it.peopleKappa,
  base_rate: it.baseRate,
  confusion: { labels: [...it.confusion.labels], counts: it.confusion.counts.map((row) => [...row]) },
  repeat_consistency: it.repeatConsistency,
  position_flips: it.positionFlips,
  first_place_share: it.firstPlaceShare,
  length_bias: it.lengthBias,
  calibration: [...it.calibration],
  auroc: it.auroc,
})
