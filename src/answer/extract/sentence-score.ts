import type { answerFeatures } from './answer-sentences.ts'
import weights from './extractive-weights.json' with { type: 'json' }

/** Below `answer` the extractive answerer declines; a further sentence comes along from `besides` times the best score on. Below `generate` not even a model is asked. Learned with the weights. */
export const extractiveThresholds = { answer: weights.answer, besides: weights.besides, generate: weights.generate }

/** Likelihood that a sentence answers the question, 0…1; learned by scripts/train-extractive.ts. */
export const sentenceScore = (features: ReturnType<typeof answerFeatures>): number => {
  let sum = weights.bias
  for (const [name, value] of Object.entries(features)) sum += weights[name as keyof typeof features] * value
  return 1 / (1 + Math.exp(-sum))
}
