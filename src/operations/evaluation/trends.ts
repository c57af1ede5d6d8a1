import { z } from 'zod'
import type { EvalRun } from '../../domain/eval-run.ts'
import type { JudgedTrend, TrendDay, TrendTotal } from '../../domain/live-quality.ts'
import { operation } from '../operation.ts'
import { collectionName } from '../schemas.ts'
import { estimateSchema, presentEstimate } from './estimate-schema.ts'

const totalSchema = z.object({
  questions: z.int(),
  answered: estimateSchema.nullable(),
  abstained: z.record(z.string(), z.int()).describe('How often, by reason'),
  supported: estimateSchema.nullable().describe('Of the sentences that were written, those that the passages support'),
  up: z.int(),
  down: z.int(),
  thumbs_up: estimateSchema.nullable().describe('Of the answers that people spoke of, those that were good'),
  cost_usd: z.number(),
  unpriced: z.int().describe('Answers whose price is not known'),
})

const daySchema = totalSchema.extend({ day: z.string().describe('UTC'), p50_ms: z.number().nullable(), p95_ms: z.number().nullable() })

const judgedSchema = z.object({
  rubric: z.string(),
  judge: z.string(),
  mean: estimateSchema.describe('Share of passes; judgements that failed are none'),
  failed: z.int(),
  certificate: z
    .object({ agreement: z.number(), kappa: estimateSchema.nullable(), dataset: z.string() })
    .nullable()
    .describe('null: never measured against people'),
  corrected: estimateSchema.nullable().describe("The mean corrected for the judge's known error"),
  cost_usd: z.number(),
  notes: z.array(z.string()),
  days: z.array(z.object({ day: z.string(), mean: estimateSchema, failed: z.int() })),
})

const runSchema = z.object({
  run_id: z.string(),
  suite: z.string(),
  suite_hash: z.string(),
  started_at: z.string(),
  state: z.enum(['complete', 'partial', 'unfinished']),
  gate: z.enum(['pass', 'fail']).nullable(),
  cases: z.int(),
  variants: z.array(z.object({ name: z.string(), model: z.string(), metrics: z.array(z.object({ name: z.string(), ...estimateSchema.shape })) })),
})

const output = z.object({
  days: z.array(daySchema).describe('Oldest first, without a gap'),
  total: totalSchema,
  judged: z.array(judgedSchema),
  judging: z.object({
    verifier: z.boolean(),
    share: z.number(),
    rubrics: z.array(z.string()),
    most_usd: z.number().describe('A day (UTC)'),
    spent_today_usd: z.number(),
  }),
  runs: z.array(runSchema).describe('Runs of suites, oldest first'),
})

/** Those that a person follows from run to run; the report has the others. */
const followed = /^(correct|answered|abstention_right|citation_recall|supported_share|judge\..*)$/

export const trends = operation({
  name: 'trends',
  summary: 'How the answers turn out day by day, and the runs of suites over time',
  effect: 'read',
  access: 'owner',
  http: { method: 'GET', path: '/evaluation/trends' },
  cli: { words: ['eval', 'trends'] },
  input: z.strictObject({
    collection: collectionName.unwrap().optional().describe('Collection that is looked at; all when left out'),
    days: z.int().min(1).max(366).default(30).describe('How many, today included'),
  }),
  output,
  run: async ({ evaluation }, { collection = null, days }) => {
    const { judging, ...found } = await evaluation.trends.trends({ collection, days })
    return {
      days: found.days.map(presentDay),
      total: presentTotal(found.total),
      judged: found.judged.map(presentJudged),
      judging: {
        verifier: judging.verifier,
        share: judging.share,
        rubrics: [...judging.rubrics],
        most_usd: judging.mostUsd,
        spent_today_usd: judging.spentTodayUsd,
      },
      runs: found.runs.map(presentRun).reverse(),
    }
  },
})

const presentDay = ({ day, p50Ms, p95Ms, ...total }: TrendDay): z.input<typeof daySchema> => ({ day, ...presentTotal(total), p50_ms: p50Ms, p95_ms: p95Ms })

const presentTotal = ({ thumbsUp, costUsd, answered, supported, abstained, ...counts }: TrendTotal): z.input<typeof totalSchema> => ({
  ...counts,
  abstained: { ...abstained } as Record<string, number>,
  answered: answered && presentEstimate(answered),
  supported: supported && presentEstimate(supported),
  thumbs_up: thumbsUp && presentEstimate(thumbsUp),
  cost_usd: costUsd,
})

const presentJudged = ({ metric, mean, costUsd, unpriced, notes, days }: JudgedTrend): z.input<typeof judgedSchema> => ({
  rubric: metric.rubric,
  judge: metric.judge,
  mean: presentEstimate(mean),
  failed: metric.failed,
  certificate: metric.certificate && {
    agreement: metric.certificate.agreement,
    kappa: metric.certificate.kappa && presentEstimate(metric.certificate.kappa),
    dataset: metric.certificate.dataset,
  },
  corrected: metric.corrected && presentEstimate(metric.corrected),
  cost_usd: costUsd,
  notes: [...notes, ...(unpriced > 0 ? [`The price of ${metric.judge} is not known, so that it rests: set it with ANSWERABLE_PRICES.`] : [])],
  days: days.map((it) => ({ day: it.day, mean: presentEstimate(it.mean), failed: it.failed })),
})

const presentRun = ({ id, suite, suiteHash, startedAt, report }: EvalRun): z.input<typeof runSchema> => ({
  run_id: id,
  suite,
  suite_hash: suiteHash,
  started_at: startedAt.toISOString(),
  state: report?.state ?? 'unfinished',
  gate: report?.gate ?? null,
  cases: report?.cases ?? 0,
  variants: (report?.variants ?? []).map(({ name, model, metrics }) => ({
    name,
    model,
    metrics: metrics.filter((it) => followed.test(it.name)).map((it) => ({ name: it.name, ...presentEstimate(it) })),
  })),
})
