/**
 * Learns which sentence answers best: node scripts/train-extractive.ts. Whether any does is learned after it, by scripts/train-answerability.ts.
 * Reads the development halves only; the held-out halves are told by evals/answers.ts.
 */
import { writeFileSync } from 'node:fs'
import { scoreSentences, type ScoredSentence } from '../src/answer/extract/extractive.ts'
import { askedSets } from '../evals/answering/asked.ts'
import { carries, quoteOf, retrieveAsked, type Retrieved } from '../evals/answering/retrieved.ts'
import { openLaboratory } from '../evals/open-laboratory.ts'
import { fit, predict } from './logistic-regression.ts'

interface Labelled extends ScoredSentence {
  readonly answers: boolean
}
interface Judged extends Retrieved {
  readonly sentences: readonly Labelled[]
}

await using laboratory = await openLaboratory()
const embed = (texts: readonly string[]): Promise<Float32Array[]> => laboratory.embedder.embed(texts, 'evidence')
const judged: Judged[] = []
for (const { set, asked } of await askedSets('dev')) {
  await laboratory.ingest(set)
  const real = asked.filter(({ kind }) => kind === 'answerable' || kind === 'unanswerable' || kind === 'without')
  for (const one of await retrieveAsked(laboratory, { set, asked: real })) {
    const scored = await scoreSentences(one.question.text, one.retrieval.passages, { embed, queryVector: one.retrieval.queryVector })
    judged.push({ ...one, sentences: scored.map((sentence) => ({ ...sentence, answers: one.kind === 'answerable' && isAnswer(one, sentence) })) })
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
const sizes = Map.groupBy(judged, ({ set, kind }) => `${set} ${kind}`)
const rows = judged.flatMap(({ set, kind, sentences }) => {
  const weight = 1 / sizes.get(`${set} ${kind}`)!.length
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
const scoreOf = ({ features }: ScoredSentence): number =>
  predict(
    weights,
    names.map((name) => features[name]),
  )
const answerable = judged
  .filter(({ kind }) => kind === 'answerable')
  .map((one) => ({ ...one, sentences: one.sentences.map((sentence) => ({ ...sentence, score: scoreOf(sentence) })).toSorted((a, b) => b.score - a.score) }))

const rate = (ones: readonly Judged[], test: (one: Judged) => boolean): string => (ones.filter(test).length / Math.max(1, ones.length)).toFixed(3)
for (const [name, group] of Map.groupBy(answerable, ({ set }) => set))
  console.log(
    name.padEnd(36),
    group.length,
    'first sentence right',
    rate(group, ({ sentences }) => sentences[0]?.answers ?? false),
    'among the first twelve',
    rate(group, ({ sentences }) => sentences.some(({ answers }) => answers)),
  )

for (const ratio of [0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95]) {
  const quoted = answerable.map(({ set, sentences }) => ({
    set,
    sentences: sentences.slice(0, 3).filter(({ score, passage }) => passage === sentences[0]!.passage && score >= ratio * sentences[0]!.score),
  }))
  const told = [...Map.groupBy(quoted, ({ set }) => set)].map(([set, group]) => {
    const all = group.flatMap(({ sentences }) => sentences)
    const carried = group.filter(({ sentences }) => sentences.some(({ answers }) => answers)).length / group.length
    return `${set} ${(all.length / group.length).toFixed(2)} sentences, one right in ${carried.toFixed(3)}, right ${(all.filter(({ answers }) => answers).length / all.length).toFixed(3)}`
  })
  console.log(`besides ${ratio}: ${told.join('; ')}`)
}
// Chosen from what is told above: the largest with which nine of ten answers of clapnq-dev cite a sentence that people marked (evals/LOG.md).
const besides = 0.55

const round = (value: number): number => Number(value.toFixed(3))
const result = { bias: round(weights.at(-1)!), ...Object.fromEntries(names.map((name, index) => [name, round(weights[index]!)])), besides }
writeFileSync(new URL('../src/answer/extract/extractive-weights.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`)
console.log(result)
