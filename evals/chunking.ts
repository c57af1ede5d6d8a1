/**
 * The ways to cut a document, compared on Chroma's chunking evaluation by token-level recall, precision and IoU of what is found:
 * node evals/chunking.ts [--part dev] [--markdown]. The document's own structure is all that differs; embedder, ranking and questions are the same.
 */
import { parseArgs } from 'node:util'
import type { Passage } from '../src/domain/document.ts'
import type { SourceSpan } from '../src/domain/retrieval-eval.ts'
import { spanFigures, tokensIn, tokenStarts, type SpanFigures } from '../src/evaluate/metrics/spans.ts'
import { chunkStrategies, defaultChunkSettings, type ChunkSettings } from '../src/ingest/chunk/chunk-settings.ts'
import { mergeNeighbours } from '../src/retrieve/merge-neighbours.ts'
import { retrieval } from '../src/retrieve/retrieve.ts'
import { widenPassages } from '../src/retrieve/widen-passages.ts'
import { hasData, loadChunkingEvaluation, type EvalSet } from './datasets.ts'
import { bootstrapMean } from '../src/evaluate/statistics/bootstrap.ts'
import { meanOf } from '../src/evaluate/statistics/clusters.ts'
import { openLaboratory, type Laboratory } from './open-laboratory.ts'

const { values } = parseArgs({ options: { part: { type: 'string', default: 'heldOut' } } })

interface Way {
  readonly name: string
  readonly settings: ChunkSettings
  /** Sentences around each that are read with it. */
  readonly window: number
}

const way = (name: string, settings: Partial<ChunkSettings>, window = 0): Way => ({ name, settings: { ...defaultChunkSettings, ...settings }, window })

const ways: readonly Way[] = [
  ...chunkStrategies.flatMap((strategy) => {
    const window = strategy === 'sentence-window' ? 3 : 0
    return [way(strategy, { strategy }, window), way(`${strategy}, no headings`, { strategy, headingContext: false }, window)]
  }),
  way('recursive, overlap 40', { strategy: 'recursive', overlapTokens: 40 }),
  way('fixed, overlap 40', { strategy: 'fixed', overlapTokens: 40 }),
]

// As much as an answerer with a small window reads.
const budgetTokens = 800
const depth = 50

interface Row {
  readonly name: string
  readonly chunks: number
  readonly meanTokens: number
  readonly top5: SpanFigures
  readonly budget: SpanFigures
  readonly interval: string
}

const measure = async (laboratory: Laboratory, set: EvalSet, { name, settings, window }: Way): Promise<Row> => {
  const collection = name.replaceAll(/[^a-z0-9]+/g, '-')
  const places = await laboratory.ingest({ ...set, name: collection }, settings)
  const texts = new Map(set.documents.map(({ source, text }) => [source, text]))
  const starts = new Map(set.documents.map(({ source, text }) => [source, tokenStarts(text)]))
  const retrieve = retrieval({ embedder: () => laboratory.embedder, index: laboratory.index, store: laboratory.store, now: () => performance.now() })
  const questions = set.questions.filter(({ part }) => part === values.part)
  const top5: SpanFigures[] = []
  const budget: SpanFigures[] = []
  for (const question of questions) {
    const { passages } = await retrieve({ text: question.text, collection, limit: depth })
    const read = window > 0 ? await widened(passages, window, texts) : passages
    const figures = (found: readonly SourceSpan[]): SpanFigures => spanFigures(found, question.evidence, (source) => starts.get(source)!)
    top5.push(figures(read.slice(0, 5)))
    budget.push(figures(withinBudget(read, starts)))
  }
  const { low, high } = bootstrapMean(budget.map(({ recall }) => recall))
  const lengths = [...places.values()].map(({ source, start, end }) => tokensIn(starts.get(source)!, start, end))
  return {
    name,
    chunks: places.size,
    meanTokens: meanOf(lengths),
    top5: average(top5),
    budget: average(budget),
    interval: `${percent(low)} … ${percent(high)}`,
  }
}

const widened = async (passages: readonly Passage[], window: number, texts: ReadonlyMap<string, string>): Promise<Passage[]> => {
  const sources = new Map(passages.map(({ documentId, source }) => [documentId, source]))
  const textOf = async (id: string): Promise<string | null> => texts.get(sources.get(id)!) ?? null
  return mergeNeighbours(await widenPassages(passages.slice(0, 20), textOf, window), textOf, 6000)
}

/** Best first until the budget is full; the last one is cut where it ends. */
const withinBudget = (passages: readonly Passage[], starts: ReadonlyMap<string, Int32Array>): SourceSpan[] => {
  const taken: SourceSpan[] = []
  let left = budgetTokens
  for (const { source, start, end } of passages) {
    if (left <= 0) break
    const tokens = tokensIn(starts.get(source)!, start, end)
    taken.push({ source, start, end: tokens <= left ? end : cutAfter(starts.get(source)!, start, left) })
    left -= tokens
  }
  return taken
}

const cutAfter = (starts: Int32Array, start: number, tokens: number): number => {
  const first = starts.findIndex((at) => at >= start)
  return starts[first + tokens] ?? starts.at(-1)!
}

const average = (figures: readonly SpanFigures[]): SpanFigures => ({
  recall: meanOf(figures.map(({ recall }) => recall)),
  precision: meanOf(figures.map(({ precision }) => precision)),
  iou: meanOf(figures.map(({ iou }) => iou)),
})

const percent = (share: number): string => (share * 100).toFixed(1)
const cells = ({ recall, precision, iou }: SpanFigures): string => [recall, precision, iou].map(percent).join(' | ')

if (!hasData()) {
  console.error('The question sets are not beside the project (../shared/data), so there is nothing to measure. evals/datasets.ts says what belongs there.')
  process.exit(1)
}
await using laboratory = await openLaboratory()
const set = loadChunkingEvaluation()
console.log('| strategy | chunks | mean tokens | recall | precision | IoU | recall of 800 | interval | precision | IoU |')
console.log('|---|--:|--:|--:|--:|--:|--:|---|--:|--:|')
for (const one of ways) {
  const row = await measure(laboratory, set, one)
  const [recall, ...rest] = cells(row.budget).split(' | ')
  console.log(`| ${row.name} | ${row.chunks} | ${row.meanTokens.toFixed(0)} | ${cells(row.top5)} | ${recall} | ${row.interval} | ${rest.join(' | ')} |`)
}
