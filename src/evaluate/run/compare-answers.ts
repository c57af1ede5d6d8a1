import type { CaseRow, ComparedAnswers } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import type { PairJudgement, Preference } from '../../domain/judgement.ts'
import { hasNeeds, type AppointedJudge } from './judge-answer.ts'

export interface CompareParts {
  readonly judges: readonly AppointedJudge[]
  /** As the journal has it; null when it has not, or not all of it any more. */
  answerUnder(traceId: string): Promise<string | null>
}

export const isPairJudge = ({ judge }: AppointedJudge): boolean => judge.rubric.kind === 'pair'

/**
 * The row with what judges say of its answer beside the first variant's. A comparison that could not be had is neither won nor tied; where one of
 * both declined there is none, as declining has measures of its own.
 */
export const compareAnswers = async (it: EvalCase, row: CaseRow, first: CaseRow, parts: CompareParts, signal: AbortSignal): Promise<CaseRow> => {
  const compared: ComparedAnswers[] = []
  const scores: Record<string, number | null> = {}
  for (const appointed of parts.judges.filter(isPairJudge)) {
    const judgement = canBeCompared(it, row, first, appointed) ? await compareBy(appointed, it, row, first, parts, signal) : null
    scores[appointed.metric] = judgement && scoreOf(judgement.preference)
    if (judgement) compared.push({ ...judgement, against: first.variant, againstTraceId: first.traceId })
  }
  const faults = compared.flatMap(({ judge, rubric, failure }) => (failure === null ? [] : [`${judge} by ${rubric}: ${failure}`]))
  return { ...row, scores: { ...row.scores, ...scores }, faults: [...row.faults, ...faults], comparedAnswers: compared }
}

const canBeCompared = (it: EvalCase, row: CaseRow, first: CaseRow, { judge }: AppointedJudge): boolean => {
  const outcomes = [row.outcome, first.outcome]
  if (!hasNeeds(it, judge) || outcomes.includes('abstained')) return false
  // Where declining is right, an answer that failed cannot be told from one that should not have been.
  return !(it.mustAbstain && outcomes.includes('failed'))
}

const compareBy = async (
  { judge, mayJudgeItself }: AppointedJudge,
  it: EvalCase,
  row: CaseRow,
  first: CaseRow,
  { answerUnder }: CompareParts,
  signal: AbortSignal,
): Promise<PairJudgement> => {
  const failed = (failure: string): PairJudgement => ({ ...unjudged, rubric: judge.rubric.version, judge: judge.id, failure })
  const unanswered = [first, row].find(({ outcome }) => outcome === 'failed')
  if (unanswered) return failed(`"${unanswered.variant}" got no answer to compare.`)
  // A chain of models may have fallen back to the one that judges.
  if (!mayJudgeItself && [first, row].some(({ model }) => model === judge.id)) return failed('The judge wrote one of the answers itself.')
  const [firstText, ownText] = await Promise.all([first, row].map(({ traceId }) => (traceId === null ? null : answerUnder(traceId))))
  if (firstText == null || ownText == null) return failed('The words of one of the answers are not in the journal any more.')
  return judge.compare({ id: it.id, question: it.question, reference: it.reference, evidence: null, first: firstText, second: ownText }, signal)
}

const scoreOf = (preference: Preference | null): number => (preference === 'second' ? 1 : preference === 'tie' ? 0.5 : 0)

const unjudged = { preference: null, inOrder: null, swapped: null, explanation: '', inputTokens: 0, outputTokens: 0, costUsd: 0, ms: 0 } as const
