import type { Features } from './features.ts'
import weights from './verifier-weights.json' with { type: 'json' }

/** From these scores on a sentence counts as supported, or as partly supported. Learned together with the weights. */
export const thresholds = { supported: weights.supported, partly: weights.partly }

/** Logistic score 0…1; how the weights were learned: scripts/train-verifier.ts. */
export const scoreOf = (features: Features): number => {
  let sum = weights.bias
  for (const [name, value] of Object.entries(features)) sum += weights[name as keyof Features] * value
  return 1 / (1 + Math.exp(-sum))
}
