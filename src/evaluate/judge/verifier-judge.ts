import type { Groundedness, GroundedSentence } from '../../domain/groundedness.ts'
import type { Judge, JudgedItem, Judgement, Rubric } from '../../domain/judgement.ts'

export const verifierName = 'verifier'

/** Passes when its weakest sentence rests on the evidence by at least this much; chosen on the dev half of BEGIN, evals/LOG.md. */
const leastGrounded = 0.6

/** The verifier that answers go through, as a judge of groundedness: no model, no cost, the same verdict each time. */
export const verifierJudge = (rubric: Rubric, groundedness: Groundedness, clock: () => number): Judge => ({
  id: verifierName,
  rubric,
  judge: async (item) => {
    const started = clock()
    const judged = judgedBy(groundedness, item)
    return { rubric: rubric.version, judge: verifierName, ...judged, inputTokens: 0, outputTokens: 0, costUsd: 0, ms: clock() - started }
  },
  compare: async () => {
    const failure = 'The verifier judges single answers only. Name a model for this rubric.'
    return { ...neither, rubric: rubric.version, judge: verifierName, failure }
  },
})

type Verdict = Pick<Judgement, 'verdict' | 'score' | 'explanation' | 'failure'>

const judgedBy = (groundedness: Groundedness, { question, answer, evidence }: JudgedItem): Verdict => {
  if (!evidence?.trim()) return failed('There is no evidence that the answer could rest on.')
  const sentences = groundedness(answer, evidence, question)
  if (sentences.length === 0) return failed('The answer has no sentence that could be checked.')
  // One sentence that is made up spoils an answer, however many others are not.
  const weakest = sentences.reduce((least, it) => (it.score < least.score ? it : least))
  return { verdict: weakest.score >= leastGrounded ? 'pass' : 'fail', score: weakest.score, explanation: explained(weakest), failure: null }
}

const failed = (failure: string): Verdict => ({ verdict: null, score: null, explanation: '', failure })

const explained = ({ text, score, reasons }: GroundedSentence): string =>
  `The weakest sentence, at ${score.toFixed(2)}: “${text.trim().slice(0, 160)}”${reasons.length > 0 ? ` (${reasons.join('; ').slice(0, 200)})` : ''}.`

const neither = { preference: null, inOrder: null, swapped: null, explanation: '', inputTokens: 0, outputTokens: 0, costUsd: 0, ms: 0 } as const
