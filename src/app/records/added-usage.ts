import { addUsage } from '../../answer/in-time.ts'
import type { Answer } from '../../domain/answer.ts'

export const addedUsage = (one: Answer['usage'], other: Answer['usage']): Answer['usage'] => ({
  ...addUsage(one, other),
  embeddingTokens: one.embeddingTokens + other.embeddingTokens,
})
