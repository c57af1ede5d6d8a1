import { extname } from 'node:path'
import { assertRunFile, writeTrecRun } from '../../adapters/evaluation/trec-run.ts'
import { removeOwnCollections } from '../../adapters/postgres/remove-collections.ts'
import { AppError } from '../../base/error.ts'
import { sampleById } from '../../base/sample.ts'
import { allDocuments } from '../../domain/all-documents.ts'
import { rankings as allRankings, type Ranking, type RetrievalReport, type RetrievalSet } from '../../domain/retrieval-eval.ts'
import { compareRankings, metricValues, rankingReport, type RankedSet } from '../../evaluate/metrics/ranking-metrics.ts'
import type { Grades } from '../../evaluate/metrics/ranking.ts'
import { pipelineOf } from '../../ingest/prepare.ts'
import type { RetrievalDesk, RetrievalRequest, Steps } from '../../operations/evaluation/retrieval-desk.ts'
import { chunkingSetting } from '../chunking-setting.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { collectionFor, collectionPrefix, evaluationMark, fillCollection } from './fill-collection.ts'
import { openRetrievalSet } from './open-retrieval-set.ts'
import { rankSet, relevantOf, type Ground } from './rank-set.ts'

export const openRetrievalDesk = (parts: EvaluationParts): RetrievalDesk => ({
  evaluate: async (request, onSteps, signal) => {
    if (request.runFile !== null) await assertRunFile(request.runFile)
    const opened = await openRetrievalSet({ ...request, path: request.dataset }, parts.documents, signal)
    const set = { ...opened, questions: sampleById(opened.questions, ({ id }) => id, request.limit) }
    const ground = await groundFor(parts, set, request, onSteps, signal)
    const modelId = (await parts.embedderOf(ground.collection))?.id ?? null
    const { rankings, notes } = askable(request.rankings, modelId)

    const grades = await relevantOf(parts, set, ground)
    const { ranked, vectors } = await rankSet(parts, set, { ...ground, rankings, modelId, k: request.k }, onSteps, signal)
    const figures = measure(set, ranked, grades, request.k)
    const approximate = modelId === null ? null : await parts.index.recall(ground.collection, modelId, { questions: vectors, budgetMs: recallBudgetMs })

    const runFiles = request.runFile === null ? [] : await writeRuns(request.runFile, set, ranked)
    if (set.corpus !== null && !request.keep) notes.push(...(await removeEarlier(parts, set.name, ground.collection)))
    return {
      dataset: set.name,
      target: set.target,
      k: request.k,
      questions: set.questions.length,
      clusters: new Set(set.questions.map(({ cluster }) => cluster)).size,
      collection: ground.collection,
      documents: ground.documentIds.size,
      chunks: ground.chunks,
      ...figures,
      approximate,
      runFiles,
      notes: [...set.notes, ...notes],
    }
  },
})

// 500 questions asked both ways on 60,000 chunks.
const recallBudgetMs = 60_000

const groundFor = async (
  { config, documents, library, index, embedderOf }: EvaluationParts,
  { name, corpus }: RetrievalSet,
  { collection }: RetrievalRequest,
  onSteps: (steps: Steps) => void,
  signal?: AbortSignal,
): Promise<Ground> => {
  if (corpus === null) return asItStands(documents, collection!)
  // A collection that nobody has made yet is searched with the model of the settings.
  const embedder = await embedderOf('')
  const own = collectionFor(name, corpus, pipelineOf(chunkingSetting(config)), embedder?.id ?? null)
  const onDocument = (done: number): void => onSteps({ done, total: corpus.count, unit: 'documents' })
  const filled = await fillCollection({ documents, library }, { collection: own, name, corpus, onDocument }, signal)
  const searched = await embedderOf(own)
  if (searched?.id !== embedder?.id)
    throw new AppError(
      'conflict',
      `The collection "${own}" was changed to another embedding model, and its figures would be told of the wrong one. Change it back: answerable embedding rollback --collection ${own}`,
    )
  await index.warm(own)
  return { collection: own, ...filled }
}

const asItStands = async (documents: EvaluationParts['documents'], collection: string): Promise<Ground> => {
  const documentIds = new Map<string, string>()
  let chunks = 0
  for await (const document of allDocuments(documents, collection)) {
    documentIds.set(document.source, document.id)
    chunks += document.chunks
  }
  return { collection, documentIds, chunks }
}

/** Rankings by meaning want a model. Where all were asked for, words alone are ranked without one, and it is said; else it is an error. */
const askable = (wanted: readonly Ranking[], modelId: string | null): { rankings: readonly Ranking[]; notes: string[] } => {
  if (modelId !== null || wanted.every((ranking) => ranking === 'words')) return { rankings: wanted, notes: [] }
  if (wanted.length === allRankings.length)
    return { rankings: ['words'], notes: ['There is no embedding model, so words alone were ranked: "answerable doctor" says why.'] }
  throw new AppError('unavailable', 'There is no embedding model, so only words can rank: "answerable doctor" says why. Use --rankings words meanwhile.')
}

const measure = (
  { questions }: RetrievalSet,
  ranked: readonly RankedSet[],
  grades: readonly Grades[],
  k: number,
): Pick<RetrievalReport, 'rankings' | 'comparisons'> => {
  const clusterOf = (index: number): string => questions[index]!.cluster
  const values = ranked.map((one) => ({ ranking: one.ranking, values: metricValues(one, { grades, clusterOf, k }) }))
  return { rankings: values.map((one) => rankingReport(one.ranking, one.values, clusterOf)), comparisons: compareRankings(values, { clusterOf, k }) }
}

/** Of a set of this name with another corpus, chunking or model. */
const removeEarlier = async ({ database }: EvaluationParts, name: string, keep: string): Promise<string[]> => {
  const removed = await removeOwnCollections(database, { prefix: collectionPrefix(name), keep, mark: { field: evaluationMark, value: name } })
  return removed.map((collection) => `The collection "${collection}" of an earlier state of this data set was removed; --keep keeps such.`)
}

const writeRuns = async (path: string, { questions }: RetrievalSet, ranked: readonly RankedSet[]): Promise<string[]> => {
  const ending = extname(path)
  const pathOf = (ranking: Ranking): string => (ranked.length === 1 ? path : `${path.slice(0, path.length - ending.length)}.${ranking}${ending}`)
  for (const { ranking, found } of ranked) {
    const rows = questions.map(({ id }, index) => ({ questionId: id, ranked: found[index]! }))
    await writeTrecRun(pathOf(ranking), rows, `answerable-${ranking}`)
  }
  return ranked.map(({ ranking }) => pathOf(ranking))
}
