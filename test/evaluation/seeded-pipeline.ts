/** The program's own pipeline over a small corpus, with places where a fault can be put in. */
import { join } from 'node:path'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openMemoryIndex } from '../../src/adapters/search/memory-index.ts'
import { answering } from '../../src/answer/answer.ts'
import type { Prompts } from '../../src/answer/prompt-template.ts'
import { readPrompts } from '../../src/app/read-prompt.ts'
import { drain } from '../../src/base/async.ts'
import { newTraceId } from '../../src/base/id.ts'
import type { AnswerQuestion, Retrieve } from '../../src/domain/answer.ts'
import { embeddedText } from '../../src/domain/chunk-text.ts'
import type { CaseRow, EvalReport } from '../../src/domain/eval-run.ts'
import type { Embedder, Generator } from '../../src/domain/model.ts'
import { metricValues, rankingReport } from '../../src/evaluate/metrics/ranking-metrics.ts'
import { buildReport, type Baseline } from '../../src/evaluate/run/build-report.ts'
import { runCases } from '../../src/evaluate/run/run-cases.ts'
import { pipeline, prepare } from '../../src/ingest/prepare.ts'
import { mergedRetrieval } from '../../src/retrieve/merged-retrieval.ts'
import { retrieval } from '../../src/retrieve/retrieve.ts'
import { root } from '../support/program.ts'
import { openTemporaryPglite } from '../support/stores.ts'
import { stubDimensions, stubVector } from '../support/stub-model/embedding.ts'
import { honestAnswer } from '../support/stub-model/honest.ts'
import { lighthouses, suite } from './lighthouses.ts'

/** What is put wrong; the rest is as it ships. */
export interface Seeds {
  readonly retrieve?: (retrieve: Retrieve) => Retrieve
  readonly ask?: (ask: AnswerQuestion) => AnswerQuestion
  readonly embedder?: (embedder: Embedder) => Embedder
  readonly prompts?: (prompts: Prompts) => Prompts
  /** That every look at the clock takes. */
  readonly clockStepMs?: number
}

export interface SeededPipeline extends AsyncDisposable {
  /** Asks the whole suite; both levels see what is seeded. */
  run(seeds: Seeds, writer: Writer, baseline: Baseline | null): Promise<{ report: EvalReport; baseline: Baseline }>
}

export type Writer = 'extractive' | 'model'

export const openSeededPipeline = async (): Promise<SeededPipeline> => {
  const database = await openTemporaryPglite()
  const store = openDocumentStore(database)
  const index = openMemoryIndex(database)
  const sourceOf = new Map<string, string>()

  const put = async (collection: string, source: string, content: string): Promise<void> => {
    const parsed = await prepare(Buffer.from(content), { source })
    const chunks = parsed.chunks ?? []
    const texts = chunks.map((chunk) => embeddedText(parsed.title, chunk, parsed.text.slice(chunk.start, chunk.end)))
    const vectors = { modelId: embedder.id, vectors: await embedder.embed(texts, 'document') }
    const { documentId } = await store.put({ document: { ...parsed, collection, source, origin: null }, chunks, pipeline, vectors })
    for (const { id } of await store.chunksOf(documentId)) sourceOf.set(id, source)
  }
  for (const [at, { name, text }] of lighthouses.entries()) {
    await put('lights', `${name}.md`, text)
    // What another tenant has, and what an index held before the last documents came.
    await put('other', `other/${name}.txt`, text.replaceAll(/\d{4}/g, '1700'))
    if (at % 2 === 0) await put('stale', `${name}.md`, text)
  }

  /** Level 1: both lists together, as people's questions are ranked, and vectors alone. */
  const rank = async (retrieve: Retrieve, embed: Embedder): Promise<EvalReport['retrieval']> => {
    const answerable = suite.cases.filter(({ mustAbstain }) => !mustAbstain)
    const grades = answerable.map(({ sources }) => new Map([[sources[0]!, 1]]))
    const found = { hybrid: [] as Scored[], vectors: [] as Scored[] }
    for (const { question: text } of answerable) {
      const { passages } = await retrieve({ text, collection: 'lights', limit: 10 })
      const [values] = await embed.embed([text], 'query')
      const hits = await index.search({ collection: 'lights', text, limit: 10, vector: { modelId: embed.id, values: values! } })
      found.hybrid.push(scored(passages.map(({ source }) => source)))
      found.vectors.push(scored(hits.vector.map(({ chunkId }) => sourceOf.get(chunkId)!)))
    }
    return (['hybrid', 'vectors'] as const).map((ranking) => {
      const values = metricValues({ ranking, found: found[ranking], spans: null }, { grades, clusterOf: String, k: 10 })
      return { dataset: ranking, metrics: rankingReport(ranking, values, String).metrics }
    })
  }

  return {
    run: async ({ clockStepMs = 1, ...seeds }, writer, baseline) => {
      const embed = seeds.embedder?.(embedder) ?? embedder
      const found = retrieval({ embedder: () => embed, index, store, now: () => performance.now() })
      const retrieve = seeds.retrieve?.(found) ?? found
      const textOf = async (id: string, version: string): Promise<string | null> => (await store.get(id, version))?.text ?? null
      const prompts = readPrompts(join(root, 'prompts'))
      const ask = answering({
        retrieve: mergedRetrieval(retrieve, textOf, 0),
        modelFor: () => (writer === 'model' ? { generator: obedient, temperature: 0, maxTokens: 200 } : null),
        embedder: () => embed,
        prompts: seeds.prompts?.(prompts) ?? prompts,
        limits: { retrieveTimeoutMs: 60_000, firstTokenTimeoutMs: 60_000, idleTimeoutMs: 60_000, totalTimeoutMs: 60_000 },
        newTraceId,
        clock: () => performance.now(),
      })
      const rows: CaseRow[] = []
      let looks = 0
      const asked = runCases(suite, [], {
        askers: new Map(suite.variants.map(({ name }) => [name, seeds.ask?.(ask) ?? ask])),
        judges: [],
        textOf,
        answerUnder: async () => null,
        dataFaults: async () => [],
        mostCosts: new Map(),
        save: async () => {},
        clock: () => looks++ * clockStepMs,
        concurrency: 1,
      })
      const stopped = await drain(asked, (row) => rows.push(row))
      const ranked = await rank(retrieve, embed)
      const figures = { runId: newTraceId(), suite, rows, judges: [], retrieval: ranked, version: '0', startedAt: new Date(0), stopped, notes: [] }
      const report = buildReport({ ...figures, against: baseline, isGated: true })
      return { report, baseline: { id: report.runId, suiteHash: suite.hash, rows, variants: report.variants, isPartial: false } }
    },
    [Symbol.asyncDispose]: async () => {
      await index.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

type Scored = readonly { readonly id: string; readonly score: number }[]

const scored = (sources: readonly string[]): Scored => [...new Set(sources)].map((id, index) => ({ id, score: -index }))

const embedder: Embedder = {
  id: 'stub',
  dimensions: stubDimensions,
  maxTokens: 512,
  embed: async (texts) => texts.map((text) => Float32Array.from(stubVector(text))),
  countTokens: async (texts) => texts.map((text) => Math.ceil(text.length / 4)),
  close: async () => {},
}

/** Does as its instructions say; without them it talks from memory. */
const obedient: Generator = {
  id: 'obedient',
  contextTokens: 8000,
  passageBudgetTokens: 4000,
  capabilities: { structured: 'prompt', tools: false, maxOutputTokens: null, languages: null },
  countTokens: async (text) => Math.ceil(text.length / 4),
  close: async () => {},
  async *stream(messages) {
    const isTold = messages.some(({ content }) => content.includes('Use only what the passages say'))
    yield { type: 'text-delta', text: isTold ? honestAnswer([...messages]) : 'As far as I remember it was in 1999.' }
    yield { type: 'finish', reason: 'stop', usage: { inputTokens: 100, outputTokens: 10, reported: true, costUsd: 0 } }
  },
}
