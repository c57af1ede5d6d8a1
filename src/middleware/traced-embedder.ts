import { currentCall, withinCall } from '../domain/call.ts'
import type { Embedder } from '../domain/model.ts'
import type { Tracer } from '../domain/trace.ts'

/** The same embedder; what a question or a request waits for is a span. Work behind, chunk after chunk, is none: it would be all there is to see. */
export const tracedEmbedder = (inner: Embedder, tracer: Tracer): Embedder => ({
  ...inner,
  embed: async (texts, purpose, signal) => {
    if (!currentCall().span) return inner.embed(texts, purpose, signal)
    const span = tracer.start(`embeddings ${inner.id}`, 'embeddings', {
      'openinference.span.kind': 'EMBEDDING',
      'gen_ai.provider.name': 'answerable',
      'gen_ai.request.model': inner.id,
      'gen_ai.embeddings.dimension.count': inner.dimensions,
      'answerable.texts': texts.length,
      'answerable.embedding_purpose': purpose,
    })
    try {
      const vectors = await withinCall({ span }, () => inner.embed(texts, purpose, signal))
      span.end()
      return vectors
    } catch (error) {
      span.end(error)
      throw error
    }
  },
})
