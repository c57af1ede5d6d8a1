import { AppError } from '../../base/error.ts'
import { inputFault } from '../../base/input-fault.ts'
import type { CaseRow, Metric } from '../../domain/eval-run.ts'
import { reportSchema } from './report-schema.ts'

/** What a later run needs of an earlier one. */
export interface EarlierReport {
  readonly id: string
  readonly suiteHash: string
  readonly rows: readonly CaseRow[]
  readonly variants: readonly { readonly name: string; readonly metrics: readonly Metric[] }[]
  readonly isPartial: boolean
}

/** From the text of a `report.json`. Fails with `invalid` and a sentence that begins with the file's name. */
export const readReport = (text: string, file: string): EarlierReport => {
  const parsed = reportSchema.safeParse(parseJson(text, file), { error: inputFault })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new AppError('invalid', `${file} is no report of a run: ${issue!.path.join('.') || 'it'} ${issue!.message}. "eval run --out" writes one.`)
  }
  const { run_id: id, suite_hash: suiteHash, rows, variants, state } = parsed.data
  return { id, suiteHash, rows: rows.map(toRow), variants, isPartial: state === 'partial' }
}

const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('invalid', `${file} is no JSON: ${(error as Error).message}.`)
  }
}

type Row = ReturnType<typeof reportSchema.parse>['rows'][number]

const toRow = (it: Row): CaseRow => ({
  caseId: it.case_id,
  variant: it.variant,
  repeat: it.repeat,
  tags: it.tags,
  origin: it.origin,
  traceId: it.trace_id,
  outcome: it.outcome,
  abstained: it.abstained,
  failure: it.failure,
  model: it.model,
  confidence: it.confidence,
  scores: it.scores,
  faults: it.faults,
  judgements: it.judgements.map(({ input_tokens: inputTokens, output_tokens: outputTokens, cost_usd: costUsd, ...rest }) => ({
    ...rest,
    inputTokens,
    outputTokens,
    costUsd,
  })),
  comparedAnswers: it.compared_answers.map(
    ({ against_trace_id: againstTraceId, in_order: inOrder, input_tokens: inputTokens, output_tokens: outputTokens, cost_usd: costUsd, ...rest }) => ({
      ...rest,
      againstTraceId,
      inOrder,
      inputTokens,
      outputTokens,
      costUsd,
    }),
  ),
  latencyMs: it.latency_ms,
  firstTokenMs: it.first_token_ms,
  inputTokens: it.input_tokens,
  outputTokens: it.output_tokens,
  costUsd: it.cost_usd,
})
