/**
 * Learns which sentence answers, and below which score none does: node scripts/train-extractive.ts
 * Reads the development halves only; the held-out halves are told by evals/answers.ts.
 */
import { writeFileSync } from 'node:fs'
import { scoreSentences, type ScoredSentence } from '../src/answer/extract/extractive.ts'
import { carries, quoteOf, retrieveAll, type Retrieved } from '../evals/answering/retrieved.ts'
import { loadEvalSets } from '../evals/datasets.ts'
import { openLaboratory } from '../evals/open-laboratory.ts'
import { fit, predict } from './logistic-regression.ts'

interface Labelled extends ScoredSentence {
  readonly answers: boolean
}
interface Judged extends Retrieved {
  readonly sentences: readonly Labelled[]
}

await using laboratory = await openLaboratory()
const embed = (texts: readonly string[]): Promise<Float32Array[]> => laboratory.embedder.embed(texts, 'document')
const judged: Judged[] = []
for (const set of loadEvalSets()) {
  await laboratory.ingest(set)
  for (const one of await retrieveAll(laboratory, set, 'dev')) {
    const scored = await scoreSentences(one.question.text, one.retrieval.passages, { embed, queryVector: one.retrieval.queryVector })
    judged.push({ ...one, sentences: scored.map((sentence) => ({ ...sentence, answers: one.answerable && isAnswer(one, sentence) })) })
  }
  console.log(set.name, judged.length)
}

function isAnswer({ set, question }: Retrieved, { passage, read }: ScoredSentence): boolean {
  const quote = quoteOf(passage, read.sentence.bodyStart, read.sentence.end)
  if (set.startsWith('xquad') && !question.evidence.some(({ source }) => source === quote.source)) return false
  if (!set.startsWith('clapnq')) return carries(set, question, '', [quote])
  // Of a long answer any sentence will do that gave it most of its words.
  if (!question.evidence.some(({ source }) => source === quote.source)) return false
  const words = [...new Set(quote.text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [])]
  return words.length > 0 && question.answers.some((answer) => words.filter((word) => answer.toLowerCase().includes(word)).length / words.length >= 0.6)
}

const names = Object.keys(judged.find(({ sentences }) => sentences.length > 0)!.sentences[0]!.features) as (keyof ScoredSentence['features'])[]
const sizes = Map.groupBy(judged, ({ set, answerable }) => `${set} ${answerable}`)
const rows = judged.flatMap(({ set, answerable, sentences }) => {
  const weight = 1 / sizes.get(`${set} ${answerable}`)!.length
  const positives = sentences.filter(({ answers }) => answers).length
  return sentences.map((one) => ({
    values: names.map((name) => one.features[name]),
    isPositive: one.answers,
    // The best sentence matters, not the many that nobody would choose: those of one question weigh together as one.
    weight: one.answers ? weight / positives : weight / (sentences.length - positives),
  }))
})
const weights = fit(
  rows,
  names.map(() => 0),
  { rounds: 1500, rate: 1 },
)
const rescored = judged.map((one) => ({
  ...one,
  sentences: one.sentences
    .map((sentence) => ({
      ...sentence,
      score: predict(
        weights,
        names.map((name) => sentence.features[name]),
      ),
    }))
    .toSorted((a, b) => b.score - a.score),
}))

const best = (one: Judged): number => one.sentences[0]?.score ?? 0
const right = (one: Judged): boolean => one.sentences[0]?.answers ?? false
const pool = rescored.filter(({ set }) => !set.startsWith('chunking'))
const rate = (rows: readonly Judged[], test: (one: Judged) => boolean): number => rows.filter(test).length / Math.max(1, rows.length)
const at = (threshold: number) => ({
  threshold,
  answered: rate(
    pool.filter(({ answerable }) => answerable),
    (one) => best(one) >= threshold,
  ),
  declined: rate(
    pool.filter(({ answerable }) => !answerable),
    (one) => best(one) < threshold,
  ),
})
const points = Array.from({ length: 99 }, (_, index) => at((index + 1) / 100))
// Answering and declining rightly count alike (Youden's index).
const chosen = points.toSorted((one, other) => other.answered + other.declined - one.answered - one.declined)[0]!

for (const [name, group] of Map.groupBy(rescored, ({ set, answerable }) => `${set} ${answerable}`)) {
  console.log(
    name.padEnd(36),
    group.length,
    'first sentence right',
    rate(group, right).toFixed(3),
    'among the first twelve',
    rate(group, ({ sentences }) => sentences.some(({ answers }) => answers)).toFixed(3),
    'answered',
    rate(group, (one) => best(one) >= chosen.threshold).toFixed(3),
  )
}
for (const point of points.filter((_, index) => index % 10 === 4)) console.log(point)
console.log('chosen', chosen)

// A model can do more than quote: it is asked unless a hundred questions with an answer lose less than one by not asking.
const generate = Math.max(0.05, ...points.filter(({ answered }) => answered >= 0.99).map(({ threshold }) => threshold))

const added = (ratio: number) =>
  rescored
    .filter((one) => best(one) >= chosen.threshold)
    .flatMap(({ sentences }) => sentences.slice(1, 3).filter(({ score }) => score >= chosen.threshold && score >= ratio * sentences[0]!.score))
const ratios = [0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96, 0.98, 0.99]
const shareRight = (ratio: number): number => added(ratio).filter(({ answers }) => answers).length / Math.max(1, added(ratio).length)
for (const ratio of ratios) console.log(`besides ${ratio}: ${added(ratio).length} added, ${shareRight(ratio).toFixed(3)} of them right`)
// Told above, and not taken from it: below 0.85 comes noise, above it answers carry less of what was asked (evals/LOG.md).
const besides = 0.85

const round = (value: number): number => Number(value.toFixed(3))
const result = {
  bias: round(weights.at(-1)!),
  ...Object.fromEntries(names.map((name, index) => [name, round(weights[index]!)])),
  answer: chosen.threshold,
  besides,
  generate,
}
writeFileSync(new URL('../src/answer/extract/extractive-weights.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`)
console.log(result)
