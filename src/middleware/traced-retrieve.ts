import { withinCall } from '../domain/call.ts'
import type { Retrieve } from '../domain/answer.ts'
import type { Tracer } from '../domain/trace.ts'

/** The same passages; each search is a span that names the documents it found, by id and score. */
export const tracedRetrieve =
  (retrieve: Retrieve, tracer: Tracer): Retrieve =>
  async (request, signal) => {
    const span = tracer.start(`retrieval ${request.collection}`, 'retrieval', {
      'openinference.span.kind': 'RETRIEVER',
      'gen_ai.data_source.id': request.collection,
      'gen_ai.request.top_k': request.limit,
    })
    span.setContent(() => ({ 'gen_ai.retrieval.query.text': request.text, 'input.value': request.text }))
    try {
      const found = await withinCall({ span }, () => retrieve(request, signal))
      span.set({
        'answerable.passages': found.passages.length,
        'answerable.words_only': found.queryVector === null,
        ...Object.fromEntries(Object.entries(found.timingsMs).map(([part, ms]) => [`answerable.${part}_ms`, Math.round(ms * 100) / 100])),
      })
      span.setContent(() =>
        Object.fromEntries(
          found.passages.flatMap(({ documentId, score, text }, index) => [
            [`retrieval.documents.${index}.document.id`, documentId],
            [`retrieval.documents.${index}.document.score`, score],
            [`retrieval.documents.${index}.document.content`, text],
          ]),
        ),
      )
      span.end()
      return found
    } catch (error) {
      span.end(error)
      throw error
    }
  }
