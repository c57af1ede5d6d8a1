/** What an agent did, in the words in which all evaluations are kept, compared and held against thresholds. */
import type { AgentScenario, AgentSuite } from '../../domain/agent-suite.ts'
import type { CaseRow } from '../../domain/eval-run.ts'
import type { AnswerVariant, EvalCase, EvalSuite } from '../../domain/eval-suite.ts'
import type { Diagnosis } from '../../domain/investigation.ts'
import type { CaseWords } from '../report/report-input.ts'
import { blankCase } from '../suite/blank-case.ts'
import type { Examined } from './examined.ts'
import { scoreScenario } from './score-scenario.ts'

/** As a suite of questions: the report, the comparison and the gate are those of every run. */
export const asEvalSuite = ({ name, hash, scenarios, thresholds }: AgentSuite, collection: string, variants: readonly AnswerVariant[]): EvalSuite => ({
  name,
  hash,
  collection,
  documents: [],
  cases: scenarios.map(toCase),
  retrieval: [],
  variants,
  rubrics: [],
  repeat: 1,
  mostCostUsd: null,
  thresholds,
})

const toCase = ({ id, kind, question, truth, place }: AgentScenario): EvalCase => ({
  ...blankCase(id, question),
  reference:
    truth.verdict === 'nothing_wrong' ? 'Nothing is wrong.' : `${truth.categories.join(' or ')}${truth.heal === null ? '' : `; "${truth.heal}" heals it`}`,
  tags: tagsOf(kind),
  cluster: id,
  place,
})

const tagsOf = (kind: AgentScenario['kind']): string[] => [kind]

export const rowOf = (scenario: AgentScenario, variant: string, examined: Examined): CaseRow => {
  const { investigation } = examined
  const { diagnosis, usage, error } = investigation
  const { scores, faults } = scoreScenario(scenario, examined)
  const isUnclear = diagnosis?.verdict === 'unclear'
  return {
    ...emptyRow(scenario, variant),
    traceId: investigation.traceId || null,
    outcome: diagnosis === null ? 'failed' : isUnclear ? 'abstained' : 'answered',
    abstained: isUnclear ? 'not_supported' : null,
    failure: diagnosis === null ? (error ?? 'It ended without a diagnosis.') : null,
    model: investigation.model,
    confidence: diagnosis?.confidence ?? null,
    scores,
    faults,
    latencyMs: usage.durationMs,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    costUsd: usage.costUsd,
  }
}

/** What it said, for the page of a run. */
export const wordsOf = ({ investigation: { question, diagnosis } }: Examined): CaseWords => ({
  question,
  standaloneQuestion: null,
  answer: diagnosis === null ? '' : [diagnosis.summary, ...told(diagnosis)].join('\n'),
  citations: [],
  verdicts: [],
  passages: [],
})

const told = ({ verdict, cause, ruledOut, proposals, notes }: Diagnosis): string[] => [
  `Verdict: ${verdict}${cause ? `, ${cause.category}${cause.service === null ? '' : ` of ${cause.service}`}: ${cause.text}` : ''}`,
  ...(cause?.evidence ?? []).map(({ capability, sentence, line }) => `Seen by ${capability}: ${sentence}${line === null ? '' : ` "${line}"`}`),
  ...ruledOut.map(({ text }) => `Ruled out: ${text}`),
  ...proposals.map(({ action, reason }) => `Proposed: ${action}, because ${reason}`),
  ...notes.map((note) => `Note: ${note}`),
]

/** A scenario that could not be examined failed: it is never left out. */
export const failedRow = (scenario: AgentScenario, variant: string, failure: string): CaseRow => ({
  ...emptyRow(scenario, variant),
  failure,
  scores: {
    correct: 0,
    ...(scenario.truth.verdict === 'nothing_wrong' ? { false_alarm: 1 } : { root_cause: 0 }),
    ...(scenario.truth.heal === null ? {} : { healed: 0 }),
  },
  faults: [failure],
})

const emptyRow = ({ id, kind }: AgentScenario, variant: string): CaseRow => ({
  caseId: id,
  variant,
  repeat: 0,
  tags: tagsOf(kind),
  origin: 'people',
  traceId: null,
  outcome: 'failed',
  abstained: null,
  failure: null,
  model: '',
  confidence: null,
  scores: {},
  faults: [],
  judgements: [],
  latencyMs: 0,
  firstTokenMs: null,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
})
