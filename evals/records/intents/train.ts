/**
 * `node evals/records/intents/train.ts [--without dev4] [--out FILE]`: learns what a question asks from the voices that are for development, and
 * writes the weights that the program ships. `--without`: a voice that is left out, and then asked: how often is the likeliest right?
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEmbedder } from '../../../src/adapters/models/embedding/open-embedder.ts'
import { intents } from '../../../src/records/intents/intent.ts'
import { testModelStore } from '../../../test/support/installed-model.ts'
import { plainPhrasings } from './plain-phrasings.ts'
import { readPhrasings, type Phrasing } from './phrasings.ts'
import { learnSoftmax, type Softmax } from './softmax.ts'

const { values } = parseArgs({ options: { without: { type: 'string' }, out: { type: 'string' }, rounds: { type: 'string' }, penalty: { type: 'string' } } })
const left = values.without?.split(',') ?? []

const embedder = await openEmbedder({ kind: 'catalogue', model: 'bge-small-en-v1.5' }, testModelStore())
const vectorsOf = async (phrasings: readonly Phrasing[]): Promise<Float32Array[]> => {
  const vectors: Float32Array[] = []
  for (let at = 0; at < phrasings.length; at += 64)
    vectors.push(
      ...(await embedder.embed(
        phrasings.slice(at, at + 64).map(({ text }) => text),
        'evidence',
      )),
    )
  return vectors
}

/** In haste people drop capitals and signs at the end: the same question. */
const hurried = (phrasings: readonly Phrasing[]): Phrasing[] =>
  phrasings.map((phrasing) => ({ ...phrasing, text: phrasing.text.toLowerCase().replace(/[?.!]+$/, '') }))

/** Two letters of a long word change places, another word in each. */
const mistyped = (phrasings: readonly Phrasing[]): Phrasing[] =>
  phrasings.flatMap((phrasing, index) => {
    const words = phrasing.text.split(' ')
    const long = words.flatMap((word, at) => (/^[a-z]{5,}$/.test(word) ? [at] : []))
    if (long.length === 0) return []
    const at = long[index % long.length]!
    const letter = 1 + (index % (words[at]!.length - 2))
    const slipped = words[at]!.slice(0, letter) + words[at]![letter + 1] + words[at]![letter] + words[at]!.slice(letter + 2)
    return [{ ...phrasing, text: words.with(at, slipped).join(' ') }]
  })

const read = await readPhrasings((voice) => !left.includes(voice))
// What is asked plainly must be sure: no crowd of other phrasings may draw it away.
const plain = Array.from({ length: 10 }, () => plainPhrasings()).flat()
const learning = [...plain, ...read, ...hurried(read), ...mistyped(read)]
const labelOf = ({ intent }: Phrasing): number => intents.indexOf(intent)
const options = { classes: intents.length, penalty: Number(values.penalty ?? 0.00003), rounds: Number(values.rounds ?? 150) }
const learned = learnSoftmax(await vectorsOf(learning), learning.map(labelOf), options)

if (left.length > 0) {
  const unseen = await readPhrasings((voice) => left.includes(voice))
  const vectors = await vectorsOf(unseen)
  const right = unseen.filter((phrasing, at) => likeliest(learned, vectors[at]!) === labelOf(phrasing)).length
  console.log(`${left.join(', ')}: ${right} of ${unseen.length} (${((100 * right) / unseen.length).toFixed(1)} %), learned from ${read.length}`)
}
const out = values.out ?? (left.length > 0 ? null : join(import.meta.dirname, '../../../src/records/intents/intent-weights.json'))
if (out) {
  const rows = intents.map((intent, at) => ({ intent, bias: Number(learned.biases[at]!.toFixed(4)), ...bytesOf(learned.weights[at]!) }))
  writeFileSync(out, `${JSON.stringify({ embedder: embedder.id, learnedFrom: read.length, intents: rows }, null, 2)}\n`)
  console.log(`${out}: ${intents.length} intents from ${read.length} phrasings`)
}
await embedder.close()

/** Signed bytes: what they round off turns no answer. */
function bytesOf(weights: Float32Array): { scale: number; weights: string } {
  const scale = Math.max(...weights.map(Math.abs)) / 127
  return { scale: Number(scale.toPrecision(6)), weights: Buffer.from(Int8Array.from(weights, (weight) => Math.round(weight / scale))).toString('base64') }
}

function likeliest({ weights, biases }: Softmax, vector: Float32Array): number {
  const scores = weights.map((row, at) => row.reduce((sum, weight, index) => sum + weight * vector[index]!, biases[at]!))
  return scores.indexOf(Math.max(...scores))
}
