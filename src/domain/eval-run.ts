/** What came of an evaluation, row by row, and the report over it. */
import type { AbstentionReason } from './answer.ts'
import type { CaseOrigin } from './eval-suite.ts'
import type { Estimate, Judgement, PairJudgement } from './judgement.ts'

/** One case, asked once in one variant. Its words stand in the journal under `traceId`, so that a removed document is forgotten there. */
export interface CaseRow {
  readonly caseId: string
  readonly variant: string
  /** 0-based. */
  readonly repeat: number
  /** Of the case as it was asked, so that a stored run can be told by tag without its suite. */
  readonly tags: readonly string[]
  readonly origin: CaseOrigin
  readonly traceId: string | null
  readonly outcome: 'answered' | 'abstained' | 'failed'
  readonly abstained: AbstentionReason | null
  /** The error's sentence; null unless `failed`. */
  readonly failure: string | null
  readonly model: string
  /** 0…1, what the threshold of abstention is compared with; null where nothing was scored. */
  readonly confidence: number | null
  /** By name of the metric: 0…1 for quality; null = does not apply to this case. */
  readonly scores: Readonly<Record<string, number | null>>
  /** What is wrong, one sentence each; empty for a good answer. */
  readonly faults: readonly string[]
  readonly judgements: readonly Judgement[]
  /** With the answer of the suite's first variant to the same case; absent in rows that are older than this. */
  readonly comparedAnswers?: readonly ComparedAnswers[]
  readonly latencyMs: number
  readonly firstTokenMs: number | null
  readonly inputTokens: number
  readonly outputTokens: number
  /** Of the answer, judging not included; null while a price is not known. */
  readonly costUsd: number | null
}

/** The other's answer was the pair's first, the row's own its second. */
export interface ComparedAnswers extends PairJudgement {
  readonly against: string
  /** Whose words the explanation may repeat too; null where the other got no answer. */
  readonly againstTraceId: string | null
}

export interface EvalRun {
  readonly id: string
  readonly suite: string
  readonly suiteHash: string
  /** Fingerprint of what answers: variants, repeats, settings, version. Runs of one plan may be gone on with. */
  readonly plan: string
  readonly collection: string
  readonly startedAt: Date
  /** Null while it runs, or when it was stopped in the middle. */
  readonly finishedAt: Date | null
  readonly report: EvalReport | null
}

/** Kept in the database: a run that was killed goes on from its rows. */
export interface EvalRunStore {
  begin(run: Pick<EvalRun, 'id' | 'suite' | 'suiteHash' | 'plan' | 'collection'>): Promise<void>
  /** Durable when it resolves. A row that is there already (same case, variant and repeat) stays as it is. */
  addRow(runId: string, row: CaseRow): Promise<void>
  rows(runId: string): Promise<readonly CaseRow[]>
  /** Keeps the report. A partial one leaves the run open, so that it may be gone on with. */
  finish(runId: string, report: EvalReport): Promise<void>
  find(runId: string): Promise<EvalRun | null>
  /** Newest first; of one suite, or of all. */
  list(suite: string | null, limit: number): Promise<readonly EvalRun[]>
  /** The newest run of this suite text and plan that did not finish. */
  unfinished(suiteHash: string, plan: string): Promise<EvalRun | null>
  remove(runId: string): Promise<boolean>
}

export interface Metric extends Estimate {
  readonly name: string
  /** `share` 0…1 (shown in per cent), `number`, `ms`, `usd`, `tokens`. */
  readonly unit: 'share' | 'number' | 'ms' | 'usd' | 'tokens'
  readonly better: 'higher' | 'lower'
  /** For a judge's mean: who judged, how many judgements failed, and the mean corrected for the judge's known error. */
  readonly judged: JudgedMetric | null
}

export interface JudgedMetric {
  readonly rubric: string
  readonly judge: string
  readonly failed: number
  /** Null: the judge was never measured. */
  readonly certificate: { readonly id: string; readonly agreement: number; readonly kappa: Estimate | null; readonly dataset: string } | null
  /** Prediction-powered (Angelopoulos and others, 2023); null without a certificate. */
  readonly corrected: Estimate | null
  /** Of a rubric that compares two answers: what the share of wins is made of. Absent for others. */
  readonly pairs?: PairCounts | null
}

/** All of them add up to the comparisons that were wanted. */
export interface PairCounts {
  /** The variant whose answers stood against. */
  readonly against: string
  readonly wins: number
  readonly ties: number
  readonly losses: number
  readonly failed: number
  /** Share of those that did not fail whose preference turned with the order; null where all failed. */
  readonly inconsistent: number | null
}

export interface VariantReport {
  readonly name: string
  readonly model: string
  readonly cases: number
  readonly failed: number
  readonly metrics: readonly Metric[]
  readonly tags: readonly { readonly tag: string; readonly cases: number; readonly metrics: readonly Metric[] }[]
  /** When all answers below a confidence are declined; empty where no case is unanswerable and none is wrong. */
  readonly riskCoverage: readonly { readonly confidence: number; readonly coverage: number; readonly risk: number }[]
  /** Told confidence against how often it was right. */
  readonly reliability: readonly { readonly confidence: number; readonly right: number; readonly cases: number }[]
  readonly costUsd: number | null
  readonly judgeCostUsd: number | null
}

export interface Comparison {
  readonly variant: string
  /** Name of another variant, or `baseline` with the id of its run. */
  readonly against: string
  readonly metric: string
  /** Mean of paired differences, variant less the other. */
  readonly difference: Estimate
  /** The smallest true difference that this set would have shown in four of five runs. */
  readonly detectable: number
  readonly verdict: 'better' | 'worse' | 'no difference shown'
}

export interface ThresholdOutcome {
  readonly metric: string
  readonly variant: string
  readonly tag: string | null
  readonly holds: boolean
  /** What was wanted and what was seen, in one sentence. */
  readonly why: string
}

export interface EvalReport {
  readonly runId: string
  readonly suite: string
  readonly suiteHash: string
  readonly version: string
  readonly collection: string
  readonly startedAt: string
  /** `partial`: stopped by money, time, a signal or an error; `why` tells. A partial report never opens the gate. */
  readonly state: 'complete' | 'partial'
  readonly why: string | null
  readonly cases: number
  /** How many of them machines wrote: reported apart. */
  readonly generatedCases: number
  readonly repeat: number
  readonly retrieval: readonly { readonly dataset: string; readonly metrics: readonly Metric[] }[]
  readonly variants: readonly VariantReport[]
  readonly comparisons: readonly Comparison[]
  readonly thresholds: readonly ThresholdOutcome[]
  /** Null: the suite asks for nothing. */
  readonly gate: 'pass' | 'fail' | null
  readonly notes: readonly string[]
}
