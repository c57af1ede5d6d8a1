/** Softmax regression over a sentence's vector, learned by evals/records/intents/train.ts. */
import { canBeMeant, type Held, type Intent } from './intent.ts'
import learned from './intent-weights.json' with { type: 'json' }

/** Weights are of one model's vectors, and say nothing of another's. */
export const intentEmbedderId: string = learned.embedder

export interface LikelyIntent {
  readonly intent: Intent
  /** 0…1, among those that can be meant. */
  readonly probability: number
}

/** The likeliest first. */
export const likelyIntents = (vector: Float32Array, held: Held): LikelyIntent[] => {
  const scored = rows.filter(({ intent }) => canBeMeant(intent, held)).map(({ intent, weights, bias }) => ({ intent, score: dot(weights, vector) + bias }))
  const most = Math.max(...scored.map(({ score }) => score))
  const sum = scored.reduce((all, { score }) => all + Math.exp(score - most), 0)
  return scored.map(({ intent, score }) => ({ intent, probability: Math.exp(score - most) / sum })).sort((one, other) => other.probability - one.probability)
}

/** Signed bytes, to be multiplied by the row's scale. */
const rows = learned.intents.map(({ intent, bias, scale, weights }) => ({
  intent: intent as Intent,
  bias,
  weights: Float32Array.from(new Int8Array(Buffer.from(weights, 'base64')), (byte) => byte * scale),
}))

const dot = (one: Float32Array, other: Float32Array): number => one.reduce((sum, value, at) => sum + value * other[at]!, 0)
