import { basename } from 'node:path'
import type { EvalReport } from '../../domain/eval-run.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import type { RetrievalDesk } from '../../operations/evaluation/retrieval-desk.ts'
import type { Context } from '../../operations/operation.ts'
import type { EvaluationParts } from './evaluation-parts.ts'

/** Level 1 of a suite: each of its data sets ranked as people's questions are. */
export const rankSets = async (
  { retrieval: paths }: EvalSuite,
  desk: RetrievalDesk,
  { embedderOf }: Pick<EvaluationParts, 'embedderOf'>,
  { onEvent, signal }: Context,
): Promise<EvalReport['retrieval']> => {
  const ranked: EvalReport['retrieval'][number][] = []
  for (const path of paths) {
    const rankings = (await embedderOf('')) ? (['hybrid'] as const) : (['words'] as const)
    const request = { ...asPeopleSearch, dataset: path, rankings }
    const report = await desk.evaluate(request, (steps) => onEvent?.({ type: 'steps', data: { ...steps, note: steps.note ?? basename(path) } }), signal)
    ranked.push({ dataset: report.dataset, metrics: report.rankings[0]!.metrics })
  }
  return ranked
}

const asPeopleSearch = { split: 'test', collection: null, queries: null, limit: null, k: 10, runFile: null, keep: false }
