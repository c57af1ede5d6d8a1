/** A run as JSON: what "eval run --json" prints, `report.json` holds, and a later run is compared with. */
import { z } from 'zod'
import { abstentionReasons } from '../../domain/answer.ts'
import type { CaseRow, ComparedAnswers, EvalReport, Metric, VariantReport } from '../../domain/eval-run.ts'
import { caseOrigins } from '../../domain/eval-suite.ts'
import { preferences, type Judgement } from '../../domain/judgement.ts'
import { estimateSchema, presentEstimate } from './estimate-schema.ts'
import { metricSchema, presentMetric } from './metric-schema.ts'

const costUsd = z.number().nullable().describe('null when a price is not known')

const pairsSchema = z.object({
  against: z.string().describe('The variant whose answers stood against'),
  wins: z.int(),
  ties: z.int(),
  losses: z.int(),
  failed: z.int().describe('Comparisons that could not be had: neither won nor tied'),
  inconsistent: z.number().nullable().describe('Share of the others whose preference turned with the order of the two answers'),
})

const judgedMetricSchema = metricSchema.extend({
  judged: z
    .object({
      rubric: z.string(),
      judge: z.string(),
      failed: z.int().describe('Judgements that could not be had: they count as failed'),
      certificate: z
        .object({ id: z.string(), agreement: z.number(), kappa: estimateSchema.nullable(), dataset: z.string() })
        .nullable()
        .describe('null: the judge was never measured'),
      corrected: estimateSchema.nullable().describe("The mean corrected for the judge's known error"),
      pairs: pairsSchema.nullable().default(null).describe('Of a rubric that compares two answers: what the share won is made of, a tie being half a win'),
    })
    .nullable(),
})

const variantSchema = z.object({
  name: z.string(),
  model: z.string(),
  cases: z.int(),
  failed: z.int().describe('Questions that got no answer at all'),
  metrics: z.array(judgedMetricSchema),
  tags: z.array(z.object({ tag: z.string(), cases: z.int(), metrics: z.array(judgedMetricSchema) })),
  risk_coverage: z.array(z.object({ confidence: z.number(), coverage: z.number(), risk: z.number() })),
  reliability: z.array(z.object({ confidence: z.number(), right: z.number(), cases: z.int() })),
  cost_usd: costUsd,
  judge_cost_usd: costUsd,
})

const preference = z.enum(preferences)

const rowSchema = z.object({
  case_id: z.string(),
  variant: z.string(),
  repeat: z.int(),
  tags: z.array(z.string()),
  origin: z.enum(caseOrigins),
  trace_id: z.string().nullable().describe('GET /traces/{id} has the words'),
  outcome: z.enum(['answered', 'abstained', 'failed']),
  abstained: z.enum(abstentionReasons).nullable(),
  failure: z.string().nullable(),
  model: z.string(),
  confidence: z.number().nullable(),
  scores: z.record(z.string(), z.number().nullable()),
  faults: z.array(z.string()),
  judgements: z.array(
    z.object({
      rubric: z.string(),
      judge: z.string(),
      verdict: z.enum(['pass', 'fail']).nullable(),
      score: z.number().nullable(),
      explanation: z.string(),
      failure: z.string().nullable(),
      input_tokens: z.int(),
      output_tokens: z.int(),
      cost_usd: costUsd,
      ms: z.number(),
    }),
  ),
  compared_answers: z
    .array(
      z.object({
        rubric: z.string(),
        judge: z.string(),
        against: z.string().describe('The first variant: its answer was the first of the two, that of this row the second'),
        against_trace_id: z.string().nullable(),
        preference: preference.nullable().describe('tie also where it turned with the order; null where either order failed'),
        in_order: preference.nullable(),
        swapped: preference.nullable().describe('Of the same two answers, shown the other way round'),
        explanation: z.string(),
        failure: z.string().nullable(),
        input_tokens: z.int(),
        output_tokens: z.int(),
        cost_usd: costUsd,
        ms: z.number(),
      }),
    )
    .default([]),
  latency_ms: z.number(),
  first_token_ms: z.number().nullable(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost_usd: costUsd,
})

export const reportSchema = z.object({
  run_id: z.string(),
  suite: z.string(),
  suite_hash: z.string(),
  version: z.string(),
  collection: z.string(),
  started_at: z.string(),
  state: z.enum(['complete', 'partial']),
  why: z.string().nullable().describe('Why it is partial'),
  cases: z.int(),
  generated_cases: z.int().describe('How many of them machines wrote: reported apart'),
  repeat: z.int(),
  retrieval: z.array(z.object({ dataset: z.string(), metrics: z.array(judgedMetricSchema) })),
  variants: z.array(variantSchema),
  comparisons: z.array(
    z.object({
      variant: z.string(),
      against: z.string(),
      metric: z.string(),
      difference: estimateSchema,
      detectable: z.number().nullable().describe('Smallest true difference that would have shown in four of five runs; null: none would'),
      verdict: z.enum(['better', 'worse', 'no difference shown']),
    }),
  ),
  thresholds: z.array(z.object({ metric: z.string(), variant: z.string(), tag: z.string().nullable(), holds: z.boolean(), why: z.string() })),
  gate: z.enum(['pass', 'fail']).nullable().describe('null: the suite asks for nothing'),
  notes: z.array(z.string()),
  rows: z.array(rowSchema),
})

type Json<Schema extends z.ZodType> = z.input<Schema>

export const presentReport = (it: EvalReport, rows: readonly CaseRow[]): Json<typeof reportSchema> => ({
  run_id: it.runId,
  suite: it.suite,
  suite_hash: it.suiteHash,
  version: it.version,
  collection: it.collection,
  started_at: it.startedAt,
  state: it.state,
  why: it.why,
  cases: it.cases,
  generated_cases: it.generatedCases,
  repeat: it.repeat,
  retrieval: it.retrieval.map(({ dataset, metrics }) => ({ dataset, metrics: metrics.map(presentJudged) })),
  variants: it.variants.map(presentVariant),
  comparisons: it.comparisons.map(({ difference, detectable, ...rest }) => ({
    ...rest,
    difference: presentEstimate(difference),
    // JSON has no infinity.
    detectable: Number.isFinite(detectable) ? detectable : null,
  })),
  thresholds: it.thresholds.map((outcome) => ({ ...outcome })),
  gate: it.gate,
  notes: [...it.notes],
  rows: rows.map(presentRow),
})

const presentJudged = (metric: Metric): Json<typeof judgedMetricSchema> => ({
  ...presentMetric(metric),
  judged: metric.judged && { ...metric.judged, pairs: metric.judged.pairs ?? null },
})

const presentVariant = (it: VariantReport): Json<typeof variantSchema> => ({
  name: it.name,
  model: it.model,
  cases: it.cases,
  failed: it.failed,
  metrics: it.metrics.map(presentJudged),
  tags: it.tags.map(({ tag, cases, metrics }) => ({ tag, cases, metrics: metrics.map(presentJudged) })),
  risk_coverage: [...it.riskCoverage],
  reliability: [...it.reliability],
  cost_usd: it.costUsd,
  judge_cost_usd: it.judgeCostUsd,
})

const presentRow = (it: CaseRow): Json<typeof rowSchema> => ({
  case_id: it.caseId,
  variant: it.variant,
  repeat: it.repeat,
  tags: [...it.tags],
  origin: it.origin,
  trace_id: it.traceId,
  outcome: it.outcome,
  abstained: it.abstained,
  failure: it.failure,
  model: it.model,
  confidence: it.confidence,
  scores: { ...it.scores },
  faults: [...it.faults],
  judgements: it.judgements.map(presentJudgement),
  compared_answers: (it.comparedAnswers ?? []).map(presentCompared),
  latency_ms: it.latencyMs,
  first_token_ms: it.firstTokenMs,
  input_tokens: it.inputTokens,
  output_tokens: it.outputTokens,
  cost_usd: it.costUsd,
})

const presentJudgement = ({ inputTokens, outputTokens, costUsd: cost, ...rest }: Judgement) => ({
  ...rest,
  input_tokens: inputTokens,
  output_tokens: outputTokens,
  cost_usd: cost,
})

const presentCompared = ({ againstTraceId, inOrder, inputTokens, outputTokens, costUsd: cost, ...rest }: ComparedAnswers) => ({
  ...rest,
  against_trace_id: againstTraceId,
  in_order: inOrder,
  input_tokens: inputTokens,
  output_tokens: outputTokens,
  cost_usd: cost,
})
