import type { answerFeatures } from './answer-sentences.ts'
import weights from './extractive-weights.json' with { type: 'json' }

/** A further sentence comes along from this times the best score on. */
export const besides = weights.besides

/** Likelihood that a sentence answers the question, 0…1; learned by scripts/train-extractive.ts. */
export const sentenceScore = (features: ReturnType<typeof answerFeatures>): number => {
  let sum = weights.bias
  for (const [name, value] of Object.entries(features)) sum += weights[name as keyof typeof features] * value
  return 1 / (1 + Math.exp(-sum))
}
