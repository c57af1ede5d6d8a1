/**
 * How often the verifier is right on 200 answers, each true and in every way of lying about it: node evals/verifier/corrupted.ts [--part dev] [--answers 200]
 * The part that is told (`heldOut`) was never trained on.
 */
import { parseArgs } from 'node:util'
import { sha256 } from '../../src/base/id.ts'
import { verifySentence } from '../../src/answer/verify/verify.ts'
import { bootstrapInterval, mean } from '../metrics.ts'
import { begin, clapnqExamples, summedits, xquadExamples, type Example } from './examples.ts'

const { values } = parseArgs({
  options: { part: { type: 'string', default: 'heldOut' }, answers: { type: 'string', default: '200' }, list: { type: 'boolean', default: false } },
})

const rateLine = (name: string, hits: readonly number[], clusters: readonly string[]): string => {
  const { low, high } = bootstrapInterval(hits, (index) => clusters[index]!)
  return `${name.padEnd(44)} ${String(hits.length).padStart(5)}  ${percent(mean(hits))}  [${percent(low)} … ${percent(high)}]`
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

const started = performance.now()
const judged = examples.map((example) => ({ example, result: verifySentence(example.claim, example.passages) }))
const msEach = (performance.now() - started) / examples.length

console.log(`Part ${values.part}; ${msEach.toFixed(1)} ms a sentence. Share called supported, with 95 % intervals (whole passages drawn).`)
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
  mean(
    [true, false].map((truth) =>
      mean(rows.filter(({ example }) => example.isSupported === truth).map(({ result }) => Number((result.verdict === 'supported') === truth))),
    ),
  )
for (const [origin, rows] of Map.groupBy(people, ({ example }) => example.origin))
  console.log(`${origin}: balanced accuracy ${percent(balanced(rows))} of ${rows.length}`)

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
