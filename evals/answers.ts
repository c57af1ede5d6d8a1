/**
 * How many questions are answered, how many of those answers carry and cite what people marked, and how many that have no answer are declined:
 * node evals/answers.ts [--generator local:qwen2.5-coder-0.5b] [--sample 60] [--set xquad-en] [--part dev] [--curve] [--show 5]
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { answering } from '../src/answer/answer.ts'
import type { AnswerParts } from '../src/answer/parts.ts'
import { openGuarding } from '../src/app/guarding.ts'
import { extract } from '../src/answer/extract/extractive.ts'
import { readPrompts } from '../src/app/read-prompt.ts'
import { drain } from '../src/base/async.ts'
import { newTraceId, sha256 } from '../src/base/id.ts'
import type { Answer } from '../src/domain/answer.ts'
import { auroc } from '../src/evaluate/statistics/auroc.ts'
import { askedKinds, askedSets, type AskedKind } from './answering/asked.ts'
import { cites } from './answering/marked-spans.ts'
import { carries, quoteOf, retrieveAsked, type Retrieved } from './answering/retrieved.ts'
import { areaUnder, riskAt, riskCoverage } from './answering/risk-coverage.ts'
import { bootstrapMean } from '../src/evaluate/statistics/bootstrap.ts'
import { meanOf } from '../src/evaluate/statistics/clusters.ts'
import { openLaboratory } from './open-laboratory.ts'
import { openLocalGenerator } from './open-local-generator.ts'

const { values } = parseArgs({
  options: {
    generator: { type: 'string', default: 'extractive' },
    sample: { type: 'string' },
    set: { type: 'string' },
    part: { type: 'string', default: 'heldOut' },
    curve: { type: 'boolean', default: false },
    show: { type: 'string', default: '0' },
    /** Without the guard, to see what it costs. */
    bare: { type: 'boolean', default: false },
  },
})

interface Outcome extends Retrieved {
  readonly answer: Answer
  readonly carried: boolean
  readonly cited: boolean
  /** Citations whose quote is not, letter by letter, what the stored document holds there. */
  readonly inexact: number
  readonly wallMs: number
}

const limits = { retrieveTimeoutMs: 10_000, firstTokenTimeoutMs: 120_000, idleTimeoutMs: 60_000, totalTimeoutMs: 300_000 }
const prompts = readPrompts(join(import.meta.dirname, '../prompts'))

await using laboratory = await openLaboratory()
const generator = await openLocalGenerator(values.generator)
console.log(`Answerer: ${generator?.id ?? 'extractive'}; part ${values.part}`)

const ask = async (one: Retrieved): Promise<Outcome> => {
  const parts: AnswerParts = {
    retrieve: async () => one.retrieval,
    modelFor: () => generator && { generator, temperature: 0, maxTokens: 4096 },
    embedder: () => laboratory.embedder,
    prompts,
    limits,
    newTraceId,
    clock: () => performance.now(),
  }
  const answerQuestion = values.bare ? answering(parts) : openGuarding({ personalData: 'allow', secrets: 'mask' }).answering(parts)
  const started = performance.now()
  const answer = await drain(answerQuestion({ text: one.question.text, collection: one.set, maxTokens: 160, topK: 10, history: [], responseSchema: null }))
  const wallMs = performance.now() - started
  const quotes = answer.citations.map(({ source, start, end, quote }) => ({ source, start, end, text: quote }))
  const isAnswer = answer.abstained === null && one.kind === 'answerable'
  return {
    ...one,
    answer,
    carried: isAnswer && carries(one.set, one.question, answer.text, quotes),
    cited: isAnswer && cites(one.set, one.question, answer.text, quotes),
    inexact: await countInexact(answer),
    wallMs,
  }
}

const countInexact = async ({ citations }: Answer): Promise<number> => {
  const exact = await Promise.all(
    citations.map(async ({ documentId, version, start, end, quote }) => (await laboratory.store.get(documentId, version))?.text.slice(start, end) === quote),
  )
  return exact.filter((one) => !one).length
}

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`
const tell = (name: string, rows: readonly Outcome[], isHit: (row: Outcome) => boolean): void => {
  if (rows.length === 0) return
  const hits = rows.map((row) => Number(isHit(row)))
  const { low, high } = bootstrapMean(hits, (index) => rows[index]!.question.cluster)
  console.log(`  ${name.padEnd(22)} ${percent(meanOf(hits))} [${percent(low)} … ${percent(high)}] of ${hits.length}`)
}

const report = (name: string, rows: readonly Outcome[]): void => {
  const of = (kind: AskedKind): Outcome[] => rows.filter((row) => row.kind === kind)
  const answered = of('answerable').filter(({ answer }) => !answer.abstained)
  console.log(`\n${name}`)
  tell('answered', of('answerable'), ({ answer }) => !answer.abstained)
  tell('carry the answer', answered, ({ carried }) => carried)
  tell('cite what is marked', answered, ({ cited }) => cited)
  for (const kind of askedKinds.slice(1)) tell(`declined, ${kind}`, of(kind), ({ answer }) => answer.abstained !== null)
  const citations = rows.flatMap(({ answer }) => answer.citations).length
  console.log(`  quotes exact           ${citations - rows.reduce((sum, { inexact }) => sum + inexact, 0)} of ${citations}`)
  const words = answered.map(({ answer }) => answer.text.split(/\s+/).length).sort((a, b) => a - b)
  const times = rows.map(({ wallMs }) => wallMs).sort((a, b) => a - b)
  console.log(`  words an answer        p50 ${words[words.length >> 1] ?? 0}`)
  console.log(`  ms a question          p50 ${times[times.length >> 1]!.toFixed(0)}, p95 ${times[Math.floor(times.length * 0.95)]!.toFixed(0)}`)
  const verdicts = rows.flatMap(({ answer }) => answer.verdicts)
  if (generator)
    console.log(
      `  sentences written      ${verdicts.length}: ${['supported', 'partly', 'unsupported'].map((verdict) => `${verdicts.filter((one) => one.verdict === verdict).length} ${verdict}`).join(', ')}`,
    )
}

/** The extractive answerer as if it declined nothing: how its confidence orders right answers before wrong ones. */
const reportCurve = async (rows: readonly Retrieved[]): Promise<void> => {
  const embed = (texts: readonly string[]): Promise<Float32Array[]> => laboratory.embedder.embed(texts, 'evidence')
  const points = await Promise.all(
    rows.map(async ({ set, kind, question, retrieval }) => {
      const { extracts, confidence } = await extract(question.text, retrieval.passages, { embed, queryVector: retrieval.queryVector }, 0)
      const quotes = extracts.map(({ passage, start, end }) => quoteOf(passage, start, end))
      return { kind, confidence, isRight: kind === 'answerable' && cites(set, question, '', quotes) }
    }),
  )
  const curve = riskCoverage(points)
  for (const coverage of [0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1]) {
    const { risk, confidence } = riskAt(curve, coverage)!
    console.log(`  coverage ${percent(coverage).padStart(7)}         risk ${percent(risk)}, lowest confidence ${confidence.toFixed(2)}`)
  }
  console.log(`  AURC                   ${areaUnder(curve).toFixed(3)}`)
  for (const kind of askedKinds.slice(1)) {
    const both = points.filter((point) => point.kind === 'answerable' || point.kind === kind)
    const found = auroc(
      both.map(({ confidence }) => confidence),
      both.map((point) => point.kind === 'answerable'),
    )
    if (found) console.log(`  AUROC, ${kind.padEnd(15)} ${found.value.toFixed(3)} [${found.low.toFixed(3)} … ${found.high.toFixed(3)}]`)
  }
}

for (const asked of (await askedSets(values.part === 'dev' ? 'dev' : 'heldOut')).filter(({ set }) => !values.set || set.name === values.set)) {
  await laboratory.ingest(asked.set)
  const all = await retrieveAsked(laboratory, asked)
  // By hash: the same questions on every machine, whatever their order.
  const place = ({ set, kind, question }: Retrieved): string => sha256(set + (kind === 'without' ? ' without' : '') + question.id)
  const rows = values.sample ? all.toSorted((one, other) => (place(one) < place(other) ? -1 : 1)).slice(0, Number(values.sample)) : all
  const outcomes: Outcome[] = []
  for (const row of rows) outcomes.push(await ask(row))
  report(asked.set.name, outcomes)
  if (values.curve) await reportCurve(rows)
  for (const { question, answer, kind, carried } of outcomes.slice(0, Number(values.show))) {
    console.log(`\n  ? ${question.text} (${kind}; ${carried ? 'carried' : 'not carried'})\n  = ${answer.text.replaceAll('\n', '\n    ')}`)
    for (const { text, verdict, reasons } of answer.verdicts) if (verdict !== 'supported') console.log(`    ${verdict}: ${text} (${reasons.join('; ')})`)
  }
}
await generator?.close()
