import type { AnswerCache } from '../domain/answer-cache.ts'
import type { Tracer } from '../domain/trace.ts'

/** The same cache; looking for an answer is a span that says what was found. */
export const tracedAnswerCache = (inner: AnswerCache, tracer: Tracer): AnswerCache => ({
  ...inner,
  find: async (key) => {
    const span = tracer.start('cache', 'cache')
    try {
      const found = await inner.find(key)
      span.set({ 'answerable.cache': found.kept === null ? 'miss' : found.isExact ? 'exact' : 'semantic' })
      span.end()
      return found
    } catch (error) {
      span.end(error)
      throw error
    }
  },
})
