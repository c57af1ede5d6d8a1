import type { Generator } from '../../src/domain/model.ts'
import { obedientAnswer } from '../../test/support/stub-model/obeys.ts'

/** The stub that does whatever any text of its prompt says, without a server in between. */
export const gullibleGenerator = (): Generator => ({
  id: 'obeys',
  contextTokens: 100_000,
  passageBudgetTokens: 50_000,
  capabilities: { structured: 'prompt', tools: false, maxOutputTokens: null, languages: null },
  countTokens: async (text) => Math.ceil(text.length / 4),
  stream: async function* (messages) {
    yield { type: 'text-delta', text: obedientAnswer(messages) }
    yield { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, reported: true, costUsd: 0 } }
  },
  close: async () => {},
})
