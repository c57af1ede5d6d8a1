/**
 * How many questions are answered, how many of those answers carry what people marked as the answer, and how many unanswerable ones
 * are declined: node evals/answers.ts [--generator local:qwen2.5-coder-0.5b] [--sample 60] [--set xquad-en] [--part dev] [--curve] [--show 5]
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { answering } from '../src/answer/answer.ts'
import { scoreSentences } from '../src/answer/extract/extractive.ts'
import { readPrompts } from '../src/app/read-prompt.ts'
import { drain } from '../src/base/async.ts'
import { newTraceId, sha256 } from '../src/base/id.ts'
import type { Answer } from '../src/domain/answer.ts'
import { carries, retrieveAll, type Retrieved } from './answering/retrieved.ts'
import { loadEvalSets } from './datasets.ts'
import { bootstrapInterval, mean } from './metrics.ts'
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
  },
})

interface Outcome extends Retrieved {
  readonly answer: Answer
  readonly carried: boolean
  readonly wallMs: number
}

const limits = { retrieveTimeoutMs: 10_000, firstTokenTimeoutMs: 120_000, idleTimeoutMs: 60_000, totalTimeoutMs: 300_000 }
const prompts = readPrompts(join(import.meta.dirname, '../prompts'))

await using laboratory = await openLaboratory()
const generator = await openLocalGenerator(values.generator)
console.log(`Answerer: ${generator?.id ?? 'extractive'}; part ${values.part}`)

const ask = async (one: Retrieved): Promise<Outcome> => {
  const answerQuestion = answering({
    retrieve: async () => one.retrieval,
    modelFor: () => generator && { generator, temperature: 0, maxTokens: 4096 },
    embedder: () => laboratory.embedder,
    prompts,
    limits,
    newTraceId,
    clock: () => performance.now(),
  })
  const started = performance.now()
  const answer = await drain(answerQuestion({ text: one.question.text, collection: one.set, maxTokens: 160, topK: 10, history: [], responseSchema: null }))
  const quotes = answer.citations.map(({ source, start, end, quote }) => ({ source, start, end, text: quote }))
  return {
    ...one,
    answer,
    carried: answer.abstained === null && one.answerable && carries(one.set, one.question, answer.text, quotes),
    wallMs: performance.now() - started,
  }
}

const percent = (rate: number): string => `${(100 * rate).toFixed(1)} %`
const told = (hits: readonly boolean[], rows: readonly Outcome[]): string => {
  if (hits.length === 0) return '–'
  const { low, high } = bootstrapInterval(hits.map(Number), (index) => rows[index]!.question.cluster)
  return `${percent(mean(hits.map(Number)))} [${percent(low)} … ${percent(high)}] of ${hits.length}`
}

const report = (name: string, rows: readonly Outcome[]): void => {
  const [answerable, unanswerable] = [rows.filter((row) => row.answerable), rows.filter((row) => !row.answerable)]
  const answered = answerable.filter(({ answer }) => !answer.abstained)
  console.log(`\n${name}`)
  if (answerable.length > 0) {
    console.log(
      `  answered            ${told(
        answerable.map(({ answer }) => !answer.abstained),
        answerable,
      )}`,
    )
    console.log(
      `  carry the answer    ${told(
        answered.map(({ carried }) => carried),
        answered,
      )}`,
    )
  }
  if (unanswerable.length > 0)
    console.log(
      `  declined rightly    ${told(
        unanswerable.map(({ answer }) => answer.abstained !== null),
        unanswerable,
      )}`,
    )
  const times = rows.map(({ wallMs }) => wallMs).sort((a, b) => a - b)
  console.log(`  ms a question       p50 ${times[Math.floor(times.length / 2)]!.toFixed(0)}, p95 ${times[Math.floor(times.length * 0.95)]!.toFixed(0)}`)
  const verdicts = rows.flatMap(({ answer }) => answer.verdicts)
  if (generator)
    console.log(
      `  sentences written   ${verdicts.length}: ${['supported', 'partly', 'unsupported'].map((verdict) => `${verdicts.filter((one) => one.verdict === verdict).length} ${verdict}`).join(', ')}`,
    )
}

/** Of the questions answered when all below a score are declined: how many answers are wrong. */
const riskCoverage = async (rows: readonly Retrieved[]): Promise<void> => {
  const points = await Promise.all(
    rows.map(async (row) => {
      const embed = (texts: readonly string[]): Promise<Float32Array[]> => laboratory.embedder.embed(texts, 'document')
      const [best] = await scoreSentences(row.question.text, row.retrieval.passages, { embed, queryVector: row.retrieval.queryVector })
      const quote = best && {
        source: best.passage.source,
        start: best.passage.start + best.read.sentence.bodyStart,
        end: best.passage.start + best.read.sentence.end,
        text: best.read.raw,
      }
      return {
        score: best?.score ?? 0,
        right: row.answerable && quote !== undefined && carries(row.set, row.question, '', [quote]),
        answerable: row.answerable,
      }
    }),
  )
  const ranked = points.toSorted((one, other) => other.score - one.score)
  for (const coverage of [0.1, 0.25, 0.5, 0.75, 1]) {
    const taken = ranked.slice(0, Math.round(coverage * ranked.length))
    console.log(
      `  coverage ${percent(coverage).padStart(7)}: risk ${percent(mean(taken.map(({ right }) => Number(!right))))}, lowest score ${taken.at(-1)!.score.toFixed(2)}`,
    )
  }
  const [yes, no] = [points.filter(({ answerable }) => answerable), points.filter(({ answerable }) => !answerable)]
  if (no.length > 0)
    console.log(
      `  AUROC of answerable ${mean(yes.map(({ score }) => mean(no.map((other) => Number(score > other.score) + Number(score === other.score) / 2)))).toFixed(3)}`,
    )
}

for (const set of loadEvalSets().filter(({ name }) => !values.set || name === values.set)) {
  await laboratory.ingest(set)
  const all = await retrieveAll(laboratory, set, values.part === 'dev' ? 'dev' : 'heldOut')
  // By hash: the same questions on every machine, whatever their order.
  const rows = values.sample
    ? all.toSorted((one, other) => (sha256(one.set + one.question.id) < sha256(other.set + other.question.id) ? -1 : 1)).slice(0, Number(values.sample))
    : all
  const outcomes: Outcome[] = []
  for (const row of rows) outcomes.push(await ask(row))
  report(set.name, outcomes)
  if (values.curve) await riskCoverage(rows)
  for (const { question, answer, answerable, carried } of outcomes.slice(0, Number(values.show))) {
    console.log(
      `\n  ? ${question.text} (${answerable ? 'answerable' : 'not answerable'}; ${carried ? 'carried' : 'not carried'})\n  = ${answer.text.replaceAll('\n', '\n    ')}`,
    )
    for (const { text, verdict, reasons } of answer.verdicts) if (verdict !== 'supported') console.log(`    ${verdict}: ${text} (${reasons.join('; ')})`)
  }
}
await generator?.close()
