/**
 * Learns how the verifier weighs its features and from which score on a sentence is supported: node scripts/train-verifier.ts
 * Reads the development part of ../shared/data only; what the result is worth stands in evals/verifier/corrupted.ts and evals/LOG.md.
 */
import { writeFileSync } from 'node:fs'
import { bestCandidate } from '../src/answer/verify/verify.ts'
import { begin, clapnqExamples, summedits, xquadExamples, type Example } from '../evals/verifier/examples.ts'
import { fit, predict, type Row } from './logistic-regression.ts'

const names = ['coverage', 'pairs', 'run', 'order', 'gap', 'exchanged', 'missing'] as const
const signs = [1, 1, 1, 1, -1, -1, -1]
const round = (value: number): number => Number(value.toFixed(3))

interface Sample extends Row {
  readonly example: Example
  readonly isVetoed: boolean
}

const examples = [...begin(), ...summedits(), ...clapnqExamples(), ...xquadExamples()].filter(({ part }) => part === 'dev')
const sizes = Map.groupBy(examples, ({ origin, isSupported }) => `${origin} ${isSupported}`)

// Every origin counts alike, whatever its size.
const samples = examples.map((example): Sample => {
  const best = bestCandidate(example.claim, example.passages)
  const values = names.map((name) => best?.features[name] ?? 0)
  const weight = 1 / sizes.get(`${example.origin} ${example.isSupported}`)!.length
  return { example, values, isPositive: example.isSupported, isVetoed: !best || best.vetoes.length > 0, weight }
})

// A veto decides alone; the score is for what passes.
const open = samples.filter(({ isVetoed }) => !isVetoed)
const weights = fit(open, signs)
const scored = open.map((sample) => ({ ...sample, score: predict(weights, sample.values) }))
const isMade = ({ example }: Sample): boolean => /^(clapnq|xquad)/.test(example.origin)
const share = (threshold: number, isPositive: boolean, rows: readonly (Sample & { score: number })[]): number => {
  const all = samples.filter((sample) => sample.isPositive === isPositive && rows.some(({ example }) => example.origin === sample.example.origin))
  return rows.filter((row) => row.isPositive === isPositive && row.score >= threshold).length / Math.max(1, all.length)
}

const thresholds = Array.from({ length: 96 }, (_, index) => 0.02 + index * 0.01)
const made = scored.filter(isMade)
const people = scored.filter((row) => !isMade(row))
// As low as it may be while one in a hundred lies and one in ten of what people call unsupported passes.
const supported = thresholds.find((threshold) => share(threshold, false, made) <= 0.01 && share(threshold, false, people) <= 0.1) ?? 0.9
// What is marked rather than left out: one in twenty lies, at most, is shown so.
const partly = thresholds.find((threshold) => threshold < supported && share(threshold, false, made) <= 0.05) ?? supported

const result = {
  bias: round(weights.at(-1)!),
  ...Object.fromEntries(names.map((name, index) => [name, round(weights[index]!)])),
  supported: round(supported),
  partly: round(partly),
}
writeFileSync(new URL('../src/answer/verify/verifier-weights.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`)
console.log(`${samples.length} sentences, ${samples.length - open.length} vetoed`, result)
for (const threshold of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, supported]) {
  console.log(
    threshold.toFixed(2),
    'made: true',
    share(threshold, true, made).toFixed(3),
    'lies',
    share(threshold, false, made).toFixed(3),
    'people: true',
    share(threshold, true, people).toFixed(3),
    'false',
    share(threshold, false, people).toFixed(3),
  )
}
