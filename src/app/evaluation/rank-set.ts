import type { Ranking, RetrievalQuestion, RetrievalSet, SourceSpan } from '../../domain/retrieval-eval.ts'
import { chunkGrades, rankedIds } from '../../evaluate/metrics/chunk-ranking.ts'
import type { RankedSet } from '../../evaluate/metrics/ranking-metrics.ts'
import type { Grades } from '../../evaluate/metrics/ranking.ts'
import { spanFigures, tokenStarts, type SpanFigures } from '../../evaluate/metrics/spans.ts'
import type { Steps } from '../../operations/evaluation/retrieval-desk.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { rankQuestion } from './rank-question.ts'

/** What is asked: a collection, and where its documents are. */
export interface Ground {
  readonly collection: string
  /** Source → id. */
  readonly documentIds: ReadonlyMap<string, string>
  readonly chunks: number
}

export interface RankTask extends Ground {
  readonly rankings: readonly Ranking[]
  readonly k: number
  readonly modelId: string | null
}

/** All questions of a set by each ranking, in the order of the questions, and their vectors. */
export const rankSet = async (
  parts: Pick<EvaluationParts, 'documents' | 'index' | 'retrieve'>,
  { target, questions }: RetrievalSet,
  task: RankTask,
  onSteps: (steps: Steps) => void,
  signal?: AbortSignal,
): Promise<{ ranked: RankedSet[]; vectors: Float32Array[] }> => {
  const figuresOf = target === 'spans' ? spanCounter(parts, task.documentIds) : null
  const vectors: Float32Array[] = []
  const ranked = task.rankings.map((ranking) => ({ ranking, found: [] as RankedSet['found'][number][], spans: [] as SpanFigures[] }))
  for (const [index, question] of questions.entries()) {
    const { lists, vector } = await rankQuestion({ ...parts, ...task }, { collection: task.collection, text: question.text, depth: depthFor(task.k) }, signal)
    for (const { ranking, found, spans } of ranked) {
      found.push(rankedIds(lists[ranking], target, question))
      if (figuresOf) spans.push(await figuresOf(lists[ranking].slice(0, task.k), question))
    }
    if (vector) vectors.push(vector)
    onSteps({ done: index + 1, total: questions.length, unit: 'questions' })
  }
  return { ranked: ranked.map((one) => ({ ...one, spans: figuresOf && one.spans })), vectors }
}

// Deep enough for the mean of precision, and for k different documents where each has several chunks.
const depthFor = (k: number): number => Math.max(100, 5 * k)

/** What is relevant for each question, in their order: as judged, or the chunks that hold its evidence. */
export const relevantOf = async (
  { documents }: Pick<EvaluationParts, 'documents'>,
  { target, questions }: RetrievalSet,
  { documentIds }: Ground,
): Promise<Grades[]> => {
  if (target === 'documents') return questions.map(({ grades }) => grades)
  const sources = [...new Set(questions.flatMap(({ evidence }) => evidence.map(({ source }) => source)))]
  const chunks = await Promise.all(sources.map(async (source) => (await documents.chunksOf(documentIds.get(source)!)).map((chunk) => ({ ...chunk, source }))))
  return questions.map(({ evidence }) => chunkGrades(chunks.flat(), evidence))
}

/** Counts token by token in the texts of documents, each read once. */
const spanCounter = ({ documents }: Pick<EvaluationParts, 'documents'>, documentIds: ReadonlyMap<string, string>) => {
  const known = new Map<string, Int32Array>()
  return async (found: readonly SourceSpan[], { evidence }: RetrievalQuestion): Promise<SpanFigures> => {
    for (const { source } of [...found, ...evidence]) {
      if (!known.has(source)) known.set(source, tokenStarts((await documents.get(documentIds.get(source)!))!.text))
    }
    return spanFigures(found, evidence, (source) => known.get(source)!)
  }
}
