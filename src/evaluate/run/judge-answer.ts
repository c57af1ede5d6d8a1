import type { Answer } from '../../domain/answer.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import type { Judge, JudgeCertificate, Judgement } from '../../domain/judgement.ts'

/** A judge with what is known of it, and what the suite lets it do. */
export interface AppointedJudge {
  readonly judge: Judge
  /** Name of its metric in the report. */
  readonly metric: string
  readonly mayJudgeItself: boolean
  readonly leastKappa: number | null
  readonly certificate: JudgeCertificate | null
}

export interface Judged {
  readonly judgements: readonly Judgement[]
  /** A judgement that could not be had counts as failed; null where there is nothing to judge. */
  readonly scores: Readonly<Record<string, number | null>>
  readonly faults: readonly string[]
}

/** Answers that were given are judged; what was declined has measures of its own. */
export const judgeAnswer = async (it: EvalCase, answer: Answer, judges: readonly AppointedJudge[], signal: AbortSignal): Promise<Judged> => {
  const judgements: Judgement[] = []
  const scores: Record<string, number | null> = {}
  const faults: string[] = []
  for (const appointed of judges.filter(isSingle)) {
    const judgement = canBeJudged(it, answer, appointed.judge) ? await judgeOne(it, answer, appointed, signal) : null
    scores[appointed.metric] = judgement && Number(judgement.verdict === 'pass')
    if (judgement === null) continue
    judgements.push(judgement)
    if (judgement.verdict !== 'pass') faults.push(`${judgement.judge} by ${judgement.rubric}: ${judgement.failure ?? judgement.explanation}`)
  }
  return { judgements, scores, faults }
}

/** Of a question that got no answer at all: what no judge could see has not passed. */
export const failedJudgements = (it: EvalCase, judges: readonly AppointedJudge[]): Judged['scores'] =>
  Object.fromEntries(judges.filter(isSingle).map(({ metric, judge }) => [metric, it.mustAbstain || !hasNeeds(it, judge) ? null : 0]))

const isSingle = ({ judge }: AppointedJudge): boolean => judge.rubric.kind === 'single'
const canBeJudged = (it: EvalCase, answer: Answer, judge: Judge): boolean => !answer.abstained && hasNeeds(it, judge)
export const hasNeeds = ({ reference }: EvalCase, { rubric: { needs } }: Judge): boolean => reference !== null || !needs.includes('reference')

const judgeOne = async (it: EvalCase, answer: Answer, { judge, mayJudgeItself }: AppointedJudge, signal: AbortSignal): Promise<Judgement> => {
  // A chain of models may have fallen back to the one that judges.
  if (answer.model === judge.id && !mayJudgeItself) return { ...unjudged(judge), failure: 'The judge wrote this answer itself.' }
  const evidence = answer.passages.map(({ text }) => text).join('\n\n')
  return judge.judge({ id: it.id, question: it.question, answer: answer.text, reference: it.reference, evidence: evidence === '' ? null : evidence }, signal)
}

const unjudged = ({ id, rubric }: Judge) =>
  ({ rubric: rubric.version, judge: id, verdict: null, score: null, explanation: '', inputTokens: 0, outputTokens: 0, costUsd: 0, ms: 0 }) as const
