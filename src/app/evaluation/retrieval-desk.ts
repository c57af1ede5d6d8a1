import { extname } from 'node:path'
import { writeTrecRun } from '../../adapters/evaluation/trec-run.ts'
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import { rankings as allRankings, type Ranking, type RetrievalQuestion, type RetrievalReport, type RetrievalSet } from '../../domain/retrieval-eval.ts'
import { chunkGrades, rankedIds, type RankedChunk } from '../../evaluate/metrics/chunk-ranking.ts'
import { compareRankings, metricValues, rankingReport, type RankedSet } from '../../evaluate/metrics/ranking-metrics.ts'
import type { Grades } from '../../evaluate/metrics/ranking.ts'
import { spanFigures, tokenStarts } from '../../evaluate/metrics/spans.ts'
import { pipelineOf } from '../../ingest/prepare.ts'
import type { RetrievalDesk, RetrievalRequest, Steps } from '../../operations/evaluation/retrieval-desk.ts'
import { chunkingSetting } from '../chunking-setting.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { collectionFor, fillCollection } from './fill-collection.ts'
import { allDocuments } from './open-collection-set.ts'
import { openRetrievalSet } from './open-retrieval-set.ts'
import { rankQuestion } from './rank-question.ts'

export const openRetrievalDesk = (parts: EvaluationParts): RetrievalDesk => ({
  evaluate: async (request, onSteps, signal) => {
    const opened = await openRetrievalSet({ ...request, path: request.dataset }, parts.documents, signal)
    const set = { ...opened, questions: sample(opened.questions, request.limit) }
    const ground = await prepareGround(parts, set, request, onSteps, signal)
    const rankings = await askable(parts, ground.collection, request.rankings)
    const truth = await truthOf(parts, set, ground)
    const ranked = await rankAll(parts, set, { ...ground, rankings, truth, k: request.k }, onSteps, signal)
    return {
      ...report(set, ranked, truth, request.k),
      collection: ground.collection,
      documents: ground.documentIds.size,
      chunks: ground.chunks,
      approximate: null,
      runFiles: request.runFile === null ? [] : await writeRuns(request.runFile, set, ranked),
    }
  },
})

/** What is asked: a collection, and where its documents are. */
interface Ground {
  readonly collection: string
  readonly documentIds: ReadonlyMap<string, string>
  readonly chunks: number
}

const prepareGround = async (
  { config, documents, library, index, embedderOf }: EvaluationParts,
  { name, corpus }: RetrievalSet,
  { collection }: RetrievalRequest,
  onSteps: (steps: Steps) => void,
  signal?: AbortSignal,
): Promise<Ground> => {
  if (corpus === null) return asItStands(documents, collection!)
  const pipeline = pipelineOf(chunkingSetting(config))
  // A collection that nobody has yet is searched with the model of the settings.
  const embedder = await embedderOf('')
  const own = collectionFor(name, corpus, pipeline, embedder?.id ?? null)
  const onDocument = (done: number): void => onSteps({ done, total: corpus.count, unit: 'documents' })
  const filled = await fillCollection({ documents, library }, { collection: own, name, corpus, onDocument }, signal)
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

/** Rankings by meaning want a model; without one, words alone are told of unless more was asked for. */
const askable = async ({ embedderOf }: EvaluationParts, collection: string, wanted: readonly Ranking[]): Promise<readonly Ranking[]> => {
  if (await embedderOf(collection)) return wanted
  if (wanted.length === allRankings.length) return ['words']
  if (wanted.some((ranking) => ranking !== 'words'))
    throw new AppError('unavailable', 'There is no embedding model, so only words can rank: "answerable doctor" says why. Use --rankings words meanwhile.')
  return wanted
}

/** What is relevant for each question, in their order: as judged, or the chunks that hold its evidence. */
const truthOf = async ({ documents }: EvaluationParts, { target, questions }: RetrievalSet, { documentIds }: Ground): Promise<Grades[]> => {
  if (target === 'documents') return questions.map(({ grades }) => grades)
  const sources = [...new Set(questions.flatMap(({ evidence }) => evidence.map(({ source }) => source)))]
  const chunks = await Promise.all(sources.map(async (source) => (await documents.chunksOf(documentIds.get(source)!)).map((chunk) => ({ ...chunk, source }))))
  return questions.map(({ evidence }) => chunkGrades(chunks.flat(), evidence))
}

interface Task extends Ground {
  readonly rankings: readonly Ranking[]
  readonly truth: readonly Grades[]
  readonly k: number
}

// Deep enough for the mean of precision, and for k different documents where each has several chunks.
const depthFor = (k: number): number => Math.max(100, 5 * k)

const rankAll = async (
  parts: EvaluationParts,
  set: RetrievalSet,
  { collection, documentIds, rankings, k }: Task,
  onSteps: (steps: Steps) => void,
  signal?: AbortSignal,
): Promise<RankedSet[]> => {
  const embedder = await parts.embedderOf(collection)
  const startsOf = tokensOf(parts, documentIds)
  const ranked = rankings.map((ranking) => ({ ranking, found: [] as RankedSet['found'][number][], spans: [] as NonNullable<RankedSet['spans']>[number][] }))
  for (const [index, question] of set.questions.entries()) {
    const lists = await rankQuestion({ ...parts, embedder }, { collection, text: question.text, depth: depthFor(k) }, signal)
    for (const { ranking, found, spans } of ranked) {
      found.push(rankedIds(lists[ranking], set.target, question))
      if (set.target === 'spans') spans.push(await figuresOf(lists[ranking].slice(0, k), question, startsOf))
    }
    onSteps({ done: index + 1, total: set.questions.length, unit: 'questions' })
  }
  return ranked.map((one) => ({ ...one, spans: set.target === 'spans' ? one.spans : null }))
}

/** Tokens of each document that is met, counted once. */
const tokensOf = ({ documents }: EvaluationParts, documentIds: ReadonlyMap<string, string>) => {
  const known = new Map<string, Int32Array>()
  return async (source: string): Promise<Int32Array> => {
    const held = known.get(source)
    if (held) return held
    const starts = tokenStarts((await documents.get(documentIds.get(source)!))!.text)
    known.set(source, starts)
    return starts
  }
}

const figuresOf = async (found: readonly RankedChunk[], { evidence }: RetrievalQuestion, startsOf: ReturnType<typeof tokensOf>) => {
  const starts = new Map<string, Int32Array>()
  for (const { source } of [...found, ...evidence]) starts.set(source, await startsOf(source))
  return spanFigures(found, evidence, (source) => starts.get(source)!)
}

type Measured = Omit<RetrievalReport, 'collection' | 'documents' | 'chunks' | 'approximate' | 'runFiles'>

const report = ({ name, target, questions, notes }: RetrievalSet, ranked: readonly RankedSet[], grades: readonly Grades[], k: number): Measured => {
  const clusterOf = (index: number): string => questions[index]!.cluster
  const judged = { grades, clusterOf, k }
  const values = ranked.map((one) => ({ ranking: one.ranking, values: metricValues(one, judged) }))
  return {
    dataset: name,
    target,
    k,
    questions: questions.length,
    clusters: new Set(questions.map(({ cluster }) => cluster)).size,
    rankings: values.map((one) => rankingReport(one.ranking, one.values, clusterOf)),
    comparisons: compareRankings(values, judged),
    notes,
  }
}

const writeRuns = async (path: string, { questions }: RetrievalSet, ranked: readonly RankedSet[]): Promise<string[]> => {
  const paths = ranked.map(({ ranking }) => (ranked.length === 1 ? path : `${path.slice(0, path.length - extname(path).length)}.${ranking}${extname(path)}`))
  for (const [index, { ranking, found }] of ranked.entries())
    await writeTrecRun(paths[index]!, questions.map(({ id }, at) => ({ questionId: id, ranked: found[at]! })), `answerable-${ranking}`) // prettier-ignore
  return paths
}

/** The same questions each time, spread over the set, in its order. */
const sample = (questions: readonly RetrievalQuestion[], limit: number | null): readonly RetrievalQuestion[] => {
  if (limit === null || limit >= questions.length) return questions
  const drawn = new Set(questions.map(({ id }) => id).toSorted((a, b) => (sha256(a) < sha256(b) ? -1 : 1)).slice(0, limit)) // prettier-ignore
  return questions.filter(({ id }) => drawn.has(id))
}
