/** A gate is worth what it catches: each fault is put into the pipeline, and the level that it belongs to has to see it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppError } from '../../src/base/error.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { EvalReport } from '../../src/domain/eval-run.ts'
import type { Passage } from '../../src/domain/document.ts'
import type { Baseline } from '../../src/evaluate/run/build-report.ts'
import { openSeededPipeline, type SeededPipeline, type Seeds, type Writer } from './seeded-pipeline.ts'

let pipeline: SeededPipeline
const baselines = new Map<Writer, Baseline>()
before(async () => {
  pipeline = await openSeededPipeline()
})
after(() => pipeline[Symbol.asyncDispose]())

const run = async (seeds: Seeds, writer: Writer): Promise<EvalReport> => {
  if (!baselines.has(writer)) baselines.set(writer, (await pipeline.run({}, writer, null)).baseline)
  return (await pipeline.run(seeds, writer, baselines.get(writer)!)).report
}

const failing = ({ thresholds }: EvalReport): string[] => [...new Set(thresholds.filter(({ holds }) => !holds).map(({ metric }) => metric))]

for (const writer of ['extractive', 'model'] as const) {
  test(`a run that is as its baseline passes, with ${writer} answers`, async () => {
    const report = await run({}, writer)
    assert.deepEqual(failing(report), [])
    assert.equal(report.gate, 'pass')
    assert.deepEqual(new Set(report.comparisons.map(({ verdict }) => verdict)), new Set(['no difference shown']))
  })
}

/** The passages of every question, changed. */
const passages = (change: (found: readonly Passage[]) => readonly Passage[]): Seeds => ({
  retrieve: (retrieve) => async (request, signal) => {
    const found = await retrieve(request, signal)
    return { ...found, passages: change(found.passages) }
  },
})
const fromCollection = (collection: string): Seeds => ({ retrieve: (retrieve) => (request, signal) => retrieve({ ...request, collection }, signal) })

/** The answer of every question, changed. */
const answers = (change: (answer: Answer) => Answer): Seeds => ({
  ask: (ask) =>
    async function* (question, signal) {
      return change(yield* ask(question, signal))
    },
})
const given = (change: (answer: Answer) => Answer): Seeds => answers((answer) => (answer.abstained ? answer : change(answer)))

const declining = { reason: 'nothing_relevant', message: 'Nothing here.' } as const
const cutShort = (it: Passage): Passage => ({ ...it, text: it.text.slice(0, 12), end: it.start + 12 })

/** Cites another passage than the one it came from. */
const citesAnother = (answer: Answer): Answer => ({
  ...answer,
  citations: answer.citations.map((it) => {
    const other = answer.passages.find(({ documentId }) => documentId !== it.documentId)!
    const { documentId, source, title, version, start } = other
    return { ...it, documentId, source, title, version, start, end: start + 20, quote: other.text.slice(0, 20) }
  }),
})

const serverIsDown: Seeds = {
  ask: (ask) =>
    async function* (question, signal) {
      if (question.text !== '') throw new AppError('unavailable', 'Nobody listens there.')
      return yield* ask(question, signal)
    },
}

let last: Answer | null = null
const neighbour = (answer: Answer): Answer => {
  const before = last ?? answer
  last = answer
  return before
}

const level1 = 'retrieval.mrr'
const faults: readonly { readonly fault: string; readonly seeds: Seeds; readonly caughtBy: readonly string[]; readonly writer?: Writer }[] = [
  { fault: 'the best document is dropped', seeds: passages((found) => found.filter(({ documentId }) => documentId !== found[0]!.documentId)), caughtBy: [level1, 'correct', 'source_hit'] },
  { fault: 'passages come in reverse order', seeds: passages((found) => found.toReversed()), caughtBy: [level1] },
  { fault: 'passages are cut short', seeds: passages((found) => found.map(cutShort)), caughtBy: ['correct', 'citation_recall'] },
  { fault: 'another collection is searched', seeds: fromCollection('other'), caughtBy: [level1, 'source_hit', 'correct'] },
  { fault: 'the index is stale', seeds: fromCollection('stale'), caughtBy: [level1, 'correct'] },
  { fault: 'embeddings of questions are empty', seeds: { embedder: (it) => ({ ...it, embed: async (texts, purpose) => (purpose === 'document' ? it.embed(texts, purpose) : texts.map(() => new Float32Array(it.dimensions))) }) }, caughtBy: [level1] },
  { fault: 'the prompt has no instructions', seeds: { prompts: (it) => ({ ...it, answer: { ...it.answer, system: 'You are a helpful assistant.' } }) }, caughtBy: ['answered', 'correct'], writer: 'model' },
  { fault: 'citations point at another passage', seeds: given(citesAnother), caughtBy: ['citation_recall', 'source_hit'] },
  { fault: 'quotes are one character off', seeds: given((it) => ({ ...it, citations: it.citations.map((one) => ({ ...one, start: one.start + 1, end: one.end + 1 })) })), caughtBy: ['quotes_exact'] },
  { fault: 'everything is answered', seeds: answers((it) => ({ ...it, abstained: null })), caughtBy: ['declined_rightly'] },
  { fault: 'everything is declined', seeds: answers((it) => ({ ...it, abstained: declining, citations: [], verdicts: [] })), caughtBy: ['answered', 'correct'] },
  { fault: 'numbers are changed', seeds: given((it) => ({ ...it, text: it.text.replaceAll(/\d+/g, (number) => String(Number(number) + 4711)) })), caughtBy: ['numbers_agree'] },
  { fault: 'a cache gives the answer of the question before', seeds: answers(neighbour), caughtBy: ['correct', 'source_hit'] },
  { fault: 'marks of the prompt are left in', seeds: given((it) => ({ ...it, text: `${it.text} <|im_end|>` })), caughtBy: ['format'] },
  { fault: 'the model server is down', seeds: serverIsDown, caughtBy: ['failed', 'correct'] },
  { fault: 'answers are slow', seeds: { clockStepMs: 6000 }, caughtBy: ['latency_p95'] },
] // prettier-ignore

for (const { fault, seeds, caughtBy, writer = 'extractive' } of faults) {
  test(`seeded: ${fault}; caught by ${caughtBy.join(', ')}`, async () => {
    const report = await run(seeds, writer)
    const shut = failing(report)
    assert.equal(report.gate, 'fail')
    for (const metric of caughtBy) assert.ok(shut.includes(metric), `${metric} saw nothing; ${shut.join(', ') || 'nobody'} did`)
  })
}
