import type { Metric } from '../../domain/eval-run.ts'
import type { Ranking, RankingComparison, RankingReport } from '../../domain/retrieval-eval.ts'
import { bootstrapMean, pairedDifference } from '../statistics/bootstrap.ts'
import { rankingFigures, type Grades } from './ranking.ts'
import type { SpanFigures } from './spans.ts'
import { trecOrder, type ScoredId } from './trec-order.ts'

/** What one ranking found for each question, in the order of the questions. */
export interface RankedSet {
  readonly ranking: Ranking
  readonly found: readonly (readonly ScoredId[])[]
  /** Of sets of spans, in the same order. */
  readonly spans: readonly SpanFigures[] | null
}

export interface JudgedSet {
  readonly grades: readonly Grades[]
  readonly clusterOf: (index: number) => string
  readonly k: number
}

/** One value a question for each metric, by name. */
export type Values = ReadonlyMap<string, readonly number[]>

/** In the order in which people look at them: what decides first. */
export const metricValues = ({ found, spans }: RankedSet, { grades, k }: JudgedSet): Values => {
  const figures = found.map((ids, index) => rankingFigures(trecOrder(ids), grades[index]!, k))
  return new Map([
    [`ndcg@${k}`, figures.map(({ ndcg }) => ndcg)],
    [`recall@${k}`, figures.map(({ recall }) => recall)],
    [`precision@${k}`, figures.map(({ precision }) => precision)],
    [`hit@${k}`, figures.map(({ hit }) => hit)],
    ['hit@1', found.map((ids, index) => rankingFigures(trecOrder(ids), grades[index]!, 1).hit)],
    ['mrr', figures.map(({ reciprocalRank }) => reciprocalRank)],
    ['map', figures.map(({ averagePrecision }) => averagePrecision)],
    // What holds no evidence was judged by that.
    ...(spans === null
      ? ([[`judged@${k}`, figures.map(({ judged }) => judged)]] as const)
      : ([
          [`token_recall@${k}`, spans.map(({ recall }) => recall)],
          [`token_precision@${k}`, spans.map(({ precision }) => precision)],
          [`token_iou@${k}`, spans.map(({ iou }) => iou)],
        ] as const)),
  ])
}

export const rankingReport = (ranking: Ranking, values: Values, clusterOf: JudgedSet['clusterOf']): RankingReport => ({
  ranking,
  metrics: [...values].map(([name, each]): Metric => ({
    name,
    unit: 'share',
    better: 'higher',
    judged: null,
    ...bootstrapMean(each, clusterOf, { isShare: true }),
  })),
})

/** How much better the first ranking is than each of the others, by the metric that retrieval is mostly compared by. */
export const compareRankings = (
  [best, ...others]: readonly { readonly ranking: Ranking; readonly values: Values }[],
  { clusterOf, k }: Pick<JudgedSet, 'clusterOf' | 'k'>,
): RankingComparison[] => {
  const metric = `ndcg@${k}`
  return others.map(({ ranking, values }) => {
    const { chanceOfNoGain: _, ...difference } = pairedDifference(best!.values.get(metric)!, values.get(metric)!, clusterOf)
    return { ranking: best!.ranking, against: ranking, metric, difference }
  })
}
