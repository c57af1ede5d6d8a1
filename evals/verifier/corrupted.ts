/**
 * How often the verifier is right on 200 answers, each true and in every way of lying about it: node evals/verifier/corrupted.ts [--part dev] [--answers 200]
 * The part that is told (`heldOut`) was never trained on.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEmbedder } from '../../src/adapters/models/embedding/open-embedder.ts'
import { openModelStore } from '../../src/adapters/models/store/model-store.ts'
import { sha256 } from '../../src/base/id.ts'
import { verifySentence } from '../../src/answer/verify/verify.ts'
import { auroc } from '../../src/evaluate/statistics/auroc.ts'
import { bootstrapMean } from '../../src/evaluate/statistics/bootstrap.ts'
import { meanOf } from '../../src/evaluate/statistics/clusters.ts'
import { begin, clapnqExamples, summedits, xquadExamples, type Example } from './examples.ts'

const { values } = parseArgs({
  options: { part: { type: 'string', default: 'heldOut' }, answers: { type: 'string', default: '200' }, list: { type: 'boolean', default: false } },
})

/** Milliseconds for one sentence, in the same minute on the same machine: what a busy machine does to both. */
async function embedMs(sentences: readonly string[]): Promise<number> {
  const models = openModelStore({ dir: process.env['ANSWERABLE_MODELS_DIR'] ?? join(homedir(), '.cache', 'answerable', 'models'), env: process.env })
  const embedder = await openEmbedder({ kind: 'catalogue', model: 'bge-small-en-v1.5' }, models)
  try {
    await embedder.embed(sentences.slice(0, 4), 'evidence')
    const times: number[] = []
    for (const sentence of sentences) {
      const started = performance.now()
      await embedder.embed([sentence], 'evidence')
      times.push(performance.now() - started)
    }
    return times.sort((one, other) => one - other)[times.length >> 1]!
  } finally {
    await embedder.close()
  }
}

const rateLine = (name: string, hits: readonly number[], clusters: readonly string[]): string => {
  const { low, high } = bootstrapMean(hits, (index) => clusters[index]!)
  return `${name.padEnd(44)} ${String(hits.length).padStart(5)}  ${percent(meanOf(hits))}  [${percent(low)} … ${percent(high)}]`
}
const percent = (rate: number): string => `${(100 * rate).toFixed(1).padStart(5)} %`

/** Half the answers from each set, taken in the order of their hashed ids. */
const sample = (examples: readonly Example[], answers: number): Example[] => {
  const ids = [...new Set(examples.map(({ id }) => id.split(':')[0]!))].sort((one, other) => (sha256(one) < sha256(other) ? -1 : 1)).slice(0, answers)
  const chosen = new Set(ids)
  return examples.filter(({ id }) => chosen.has(id.split(':')[0]!))
}

const inPart = ({ part }: Example): boolean => part === values.part
const count = Number(values.answers)
const examples = [
  ...sample(clapnqExamples().filter(inPart), count / 2),
  ...sample(xquadExamples().filter(inPart), count / 2),
  ...begin().filter(inPart),
  ...summedits().filter(inPart),
]

const timesMs: number[] = []
const judged = examples.map((example) => {
  const started = performance.now()
  const result = verifySentence(example.claim, example.passages)
  timesMs.push(performance.now() - started)
  return { example, result }
})
timesMs.sort((one, other) => one - other)
const yardstick = await embedMs(examples.map(({ claim }) => claim).slice(0, 100))

console.log(
  `Part ${values.part}; ms a sentence: p50 ${timesMs[timesMs.length >> 1]!.toFixed(1)}, mean ${meanOf(timesMs).toFixed(1)}, p95 ${timesMs[Math.floor(timesMs.length * 0.95)]!.toFixed(1)} (beside it, embedding one sentence with bge-small: ${yardstick.toFixed(1)}).`,
)
console.log('Share called supported, with 95 % intervals (whole passages drawn).')
for (const isSupported of [true, false]) {
  console.log(isSupported ? '\nTrue sentences (more is better)' : '\nLies and what people call unsupported (less is better)')
  const rows = judged.filter(({ example }) => example.isSupported === isSupported)
  for (const [origin, group] of Map.groupBy(rows, ({ example }) => example.origin)) {
    const hits = group.map(({ result }) => Number(result.verdict === 'supported'))
    console.log(
      rateLine(
        origin,
        hits,
        group.map(({ example }) => example.passages[0]!.source),
      ),
    )
  }
}

const made = judged.filter(({ example }) => /^(clapnq|xquad)/.test(example.origin))
const lies = made.filter(({ example }) => !example.isSupported)
const fooled = lies.filter(({ result }) => result.verdict === 'supported')
const kept = made.filter(({ example }) => /verbatim/.test(example.origin))
const clustersOf = (rows: typeof judged): string[] => rows.map(({ example }) => example.passages[0]!.source)
console.log()
console.log(
  rateLine(
    'all corrupted, called supported',
    lies.map(({ result }) => Number(result.verdict === 'supported')),
    clustersOf(lies),
  ),
)
console.log(
  rateLine(
    'all corrupted, called partly',
    lies.map(({ result }) => Number(result.verdict === 'partly')),
    clustersOf(lies),
  ),
)
console.log(
  rateLine(
    'verbatim and near-verbatim, kept',
    kept.map(({ result }) => Number(result.verdict === 'supported')),
    clustersOf(kept),
  ),
)
const people = judged.filter(({ example }) => /^(begin|summedits)/.test(example.origin))
const balanced = (rows: typeof judged): number =>
  meanOf(
    [true, false].map((truth) =>
      meanOf(rows.filter(({ example }) => example.isSupported === truth).map(({ result }) => Number((result.verdict === 'supported') === truth))),
    ),
  )
for (const [origin, rows] of Map.groupBy(people, ({ example }) => example.origin))
  console.log(`${origin}: balanced accuracy ${percent(balanced(rows))} of ${rows.length}`)

/** Does the score put what is supported before what is not? */
const order = (name: string, rows: typeof judged): void => {
  const found = auroc(
    rows.map(({ result }) => result.score),
    rows.map(({ example }) => example.isSupported),
  )
  if (found) console.log(`AUROC ${name.padEnd(50)} ${found.value.toFixed(3)} [${found.low.toFixed(3)} … ${found.high.toFixed(3)}] of ${found.n}`)
}
console.log()
for (const [origin, rows] of Map.groupBy(people, ({ example }) => example.origin)) order(origin, rows)
order(
  'verbatim and nearly so, against all corrupted',
  made.filter(({ example }) => !/written/.test(example.origin)),
)
order(
  'written by people, against all corrupted',
  made.filter(({ example }) => !example.isSupported || /written/.test(example.origin)),
)
order('all true, against all corrupted', made)

console.log(`\nCorrupted sentences called supported (${fooled.length}):`)
for (const { example, result } of fooled) {
  console.log(`- ${example.origin} (${example.note}), score ${result.score.toFixed(2)}: ${example.claim}`)
  if (values.list) console.log(`    source: ${result.spans.map(({ passage, start, end }) => passage.text.slice(start, end)).join(' | ')}`)
}
if (values.list) {
  console.log('\nTrue sentences not called supported:')
  for (const { example, result } of judged.filter((one) => one.example.isSupported && one.result.verdict !== 'supported')) {
    console.log(`- ${example.origin}, ${result.verdict} ${result.score.toFixed(2)} ${result.reasons.join('; ')}: ${example.claim}`)
  }
}
