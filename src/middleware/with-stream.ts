import type { Generator } from '../domain/model.ts'

/** The same generator with another `stream`. Its id, sizes and capabilities stay those of the inner one, also when it learns them later. */
export const withStream = (inner: Generator, stream: Generator['stream']): Generator => ({
  get id() {
    return inner.id
  },
  get contextTokens() {
    return inner.contextTokens
  },
  get passageBudgetTokens() {
    return inner.passageBudgetTokens
  },
  get capabilities() {
    return inner.capabilities
  },
  countTokens: (text) => inner.countTokens(text),
  ...(inner.costOf && { costOf: (usage) => inner.costOf!(usage) }),
  close: () => inner.close(),
  stream,
})
