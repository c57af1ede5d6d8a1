import type { Signals } from './signals.ts'
import weights from './injection-weights.json' with { type: 'json' }

/** From `order` on a unit that speaks to the writer is an instruction; from `following` on one that comes after it is part of it. Learned together with the weights. */
export const thresholds = { order: weights.order, following: weights.following }

/** Logistic score 0…1; how the weights were learned: scripts/train-injections.ts. */
export const scoreOf = (signals: Signals): number => {
  let sum = weights.bias
  for (const [name, value] of Object.entries(signals)) sum += weights[name as keyof Signals] * value
  return 1 / (1 + Math.exp(-sum))
}
