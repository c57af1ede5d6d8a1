/**
 * Learns whether passages answer a question, and below which score the answerer declines: node scripts/train-answerability.ts
 * Reads the development halves only; the held-out halves are told by evals/answers.ts. Which sentence is best comes from scripts/train-extractive.ts, run before.
 */
import { writeFileSync } from 'node:fs'
import { askedSets, type AskedKind } from '../evals/answering/asked.ts'
import { retrieveAsked, type Retrieved } from '../evals/answering/retrieved.ts'
import { openLaboratory } from '../evals/open-laboratory.ts'
import { answerabilityFeatures, type Features } from '../src/answer/extract/answerability.ts'
import { scoreSentences } from '../src/answer/extract/extractive.ts'
import type { Passage } from '../src/domain/document.ts'
import { isAnythingRelevant } from '../src/answer/answerable.ts'
import { fitStandardised, predict } from './logistic-regression.ts'

interface Sample {
  readonly set: string
  readonly kind: AskedKind
  readonly cluster: string
  readonly features: Features
}

/** `wordsAlone`: as without an embedding model, the same passages in the order of their words. */
const ways = ['withVectors', 'wordsAlone'] as const
type Way = (typeof ways)[number]

await using laboratory = await openLaboratory()
const embed = (texts: readonly string[]): Promise<Float32Array[]> => laboratory.embedder.embed(texts, 'evidence')
const sampleOf = async (way: Way, { set, kind, question, retrieval }: Retrieved): Promise<Sample[]> => {
  const passages = way === 'withVectors' ? retrieval.passages : byWords(retrieval.passages)
  if (!isAnythingRelevant(question.text, passages)) return []
  const look = way === 'withVectors' ? { embed, queryVector: retrieval.queryVector } : { embed: null, queryVector: null }
  const scored = await scoreSentences(question.text, passages, look)
  return scored[0] ? [{ set, kind, cluster: question.cluster, features: answerabilityFeatures(question.text, passages, scored, scored[0]) }] : []
}

const byWords = (passages: readonly Passage[]): Passage[] =>
  passages
    .filter(({ wordScore }) => wordScore > 0)
    .toSorted((one, other) => other.wordScore - one.wordScore)
    .map((passage, index) => ({ ...passage, similarity: null, score: passage.wordScore, ranks: { vector: null, words: index + 1 } }))

const samplesOf: Record<Way, Sample[]> = { withVectors: [], wordsAlone: [] }
// The questions of chunking-evaluation all have an answer: nothing is to be learned from them.
for (const asked of (await askedSets('dev')).filter(({ set }) => set.name !== 'chunking-evaluation')) {
  await laboratory.ingest(asked.set)
  for (const one of await retrieveAsked(laboratory, asked)) for (const way of ways) samplesOf[way].push(...(await sampleOf(way, one)))
  console.log(asked.set.name, samplesOf.withVectors.length)
}

// What people found unanswerable counts most, then what people answered; what was made by script may teach the script's own traces.
const importance: Record<AskedKind, number> = { answerable: 1.5, unanswerable: 2, without: 1, swapped: 0.4, 'off-topic': 0.7 }
// As high as it may be while about four of five questions that people answered are answered, on the harder set; held-out questions differ a little.
const least: Record<Way, number> = { withVectors: 0.82, wordsAlone: 0.78 }
const steps = Array.from({ length: 99 }, (_, index) => (index + 1) / 100)

interface Learned {
  readonly bias: number
  readonly weights: Readonly<Record<string, number>>
  readonly answer: number
  readonly generate: number
}

const learnFrom = (way: Way): Learned => {
  const samples = samplesOf[way]
  const sizes = Map.groupBy(samples, ({ set, kind }) => `${set} ${kind}`)
  // Of words alone nothing is near or far: those features are the same for every question.
  const names = (Object.keys(samples[0]!.features) as (keyof Features)[]).filter(
    (name) => way === 'withVectors' || (name !== 'cosine' && name !== 'similarity'),
  )
  const rowOf = ({ set, kind, features }: Sample) => ({
    values: names.map((name) => features[name]),
    isPositive: kind === 'answerable',
    weight: importance[kind] / Math.sqrt(sizes.get(`${set} ${kind}`)!.length),
  })
  const fit = (from: readonly Sample[]): number[] => fitStandardised(from.map(rowOf), { rounds: 600, rate: 1, decay: 4e-3 })

  // Thresholds are read off scores that each fifth was given by the other four: documents stay together.
  const clusters = [...new Set(samples.map(({ cluster }) => cluster))].sort()
  const foldOf = new Map(clusters.map((cluster, index) => [cluster, index % 5]))
  const scored = [0, 1, 2, 3, 4].flatMap((fold) => {
    const weights = fit(samples.filter(({ cluster }) => foldOf.get(cluster) !== fold))
    return samples.filter(({ cluster }) => foldOf.get(cluster) === fold).map((sample) => ({ ...sample, score: predict(weights, rowOf(sample).values) }))
  })
  const shareFrom = (threshold: number, set: string, kind: AskedKind): number => {
    const of = scored.filter((one) => one.set === set && one.kind === kind)
    return of.filter(({ score }) => score >= threshold).length / Math.max(1, of.length)
  }
  for (const threshold of steps.filter((_, index) => index % 4 === 3)) {
    const told = [...sizes.keys()].map((key) => {
      const at = key.lastIndexOf(' ')
      return `${key} ${(100 * shareFrom(threshold, key.slice(0, at), key.slice(at + 1) as AskedKind)).toFixed(0)}`
    })
    console.log(way, threshold.toFixed(2), 'answered, in per cent:', told.join(', '))
  }
  const highest = (share: number): number | undefined =>
    steps.findLast((threshold) => ['clapnq-dev', 'xquad-en'].every((set) => shareFrom(threshold, set, 'answerable') >= share))
  const weights = fit(samples)
  return {
    bias: weights.at(-1)!,
    weights: Object.fromEntries(names.map((name, index) => [name, weights[index]!])),
    answer: highest(least[way])!,
    // A model can do more than quote: it is asked unless a hundred questions with an answer lose less than one by not asking.
    generate: highest(0.99) ?? 0.01,
  }
}

const logit = (share: number): number => Math.log(share / (1 - share))
const rounded = (weights: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(weights).map(([name, value]) => [name, Number(value.toFixed(3))]))

const [near, words] = ways.map(learnFrom) as [Learned, Learned]
const result = {
  withVectors: rounded({ bias: near.bias, ...near.weights }),
  // Moved so that one threshold holds for both.
  wordsAlone: rounded({ bias: words.bias + logit(near.answer) - logit(words.answer), ...words.weights }),
  answer: near.answer,
  generate: near.generate,
}
writeFileSync(new URL('../src/answer/extract/answerability-weights.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`)
console.log(result)
