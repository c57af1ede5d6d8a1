/** Vectors that mean what a test wants, made from the weights themselves, so that no model is needed. */
import type { Embedder } from '../../domain/model.ts'
import type { Intent } from './intent.ts'
import learned from './intent-weights.json' with { type: 'json' }
import { intentEmbedderId } from './likely-intent.ts'

/** What this intent's weights have before all others', long enough to be sure of it. */
export const vectorMeaning = (intent: Intent): Float32Array => {
  const own = rows.get(intent)!
  const away = own.map((value, at) => value - mean[at]!)
  const length = Math.hypot(...away)
  return away.map((value) => (4 * value) / length)
}

/** Whatever is asked, it means this; `asked`: the texts that it was given. */
export const embedderMeaning = (intent: Intent, id = intentEmbedderId): Pick<Embedder, 'id' | 'embed'> & { readonly asked: string[] } => {
  const asked: string[] = []
  return {
    id,
    asked,
    embed: async (texts) => {
      asked.push(...texts)
      return texts.map(() => vectorMeaning(intent))
    },
  }
}

const rows = new Map(
  learned.intents.map(({ intent, scale, weights }) => [
    intent as Intent,
    Float32Array.from(new Int8Array(Buffer.from(weights, 'base64')), (byte) => byte * scale),
  ]),
)
const mean = [...rows.values()].reduce((sum, row) => sum.map((value, at) => value + row[at]! / rows.size), new Float32Array(rows.get('state')!.length))
