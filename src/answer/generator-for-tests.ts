import type { Generator } from '../domain/model.ts'

/** A model that streams what a test says. */
export const generatorOf = (stream: Generator['stream']): Generator => ({
  id: 'fake',
  contextTokens: 4000,
  passageBudgetTokens: 1000,
  capabilities: { structured: 'prompt', tools: false, maxOutputTokens: null, languages: null },
  countTokens: async (text) => Math.ceil(text.length / 4),
  close: async () => {},
  stream,
})
