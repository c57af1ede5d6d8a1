/** What a run may cost at most, before the first question: the same prices as the ledger's, for the longest prompts and answers there can be. */
import { sumUsd } from '../../base/money.ts'
import { verifierName } from '../../evaluate/judge/verifier-judge.ts'
import type { RunEstimate } from '../../operations/evaluation/run-desk.ts'
import { mostCost } from './appoint-judges.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import type { PreparedRun } from './prepare-run.ts'

export const estimateRun = async (
  { suite, asking }: PreparedRun,
  { modelFor, modelNamed }: Pick<EvaluationParts, 'modelFor' | 'modelNamed'>,
): Promise<RunEstimate> => {
  const each = suite.cases.length * suite.repeat
  const answering = suite.variants.map(({ name }) => times(asking.mostCosts.get(name) ?? null, each))
  let judgements = 0
  const judging: (number | null)[] = []
  for (const [index, { rubric, model }] of suite.rubrics.entries()) {
    if (model === verifierName) continue
    // Pairs are compared in both orders, each later variant with the first.
    const calls = asking.judges[index]?.judge.rubric.kind === 'pair' ? each * (suite.variants.length - 1) * 2 : each * suite.variants.length
    const live = model === null ? modelFor('judge') : await modelNamed('judge', model, `The rubric ${rubric}`)
    judgements += calls
    judging.push(live ? times(mostCost(live, null), calls) : null)
  }
  return { answers: each * suite.variants.length, judgements, mostUsd: sumUsd([...answering, ...judging]) }
}

const times = (costUsd: number | null, count: number): number | null => (costUsd === null ? null : sumUsd(Array.from({ length: count }, () => costUsd)))
