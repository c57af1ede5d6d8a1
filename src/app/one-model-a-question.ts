import type { AnswerQuestion, Retrieve, SuggestQuestions } from '../domain/answer.ts'
import type { Embedder } from '../domain/model.ts'

type EmbedderOf = (collection: string) => Promise<Embedder | null>

/** Everything of one question is embedded by the model that its collection is searched with, whatever is changed meanwhile. */
export const answerWithOneModel = (embedderOf: EmbedderOf, answerWith: (embedder: Embedder | null) => AnswerQuestion): AnswerQuestion =>
  async function* (question, signal) {
    return yield* answerWith(await embedderOf(question.collection))(question, signal)
  }

export const retrieveWithOneModel =
  (embedderOf: EmbedderOf, retrieveWith: (embedder: Embedder | null) => Retrieve): Retrieve =>
  async (request, signal) =>
    retrieveWith(await embedderOf(request.collection))(request, signal)

export const suggestWithOneModel =
  (embedderOf: EmbedderOf, suggestWith: (embedder: Embedder | null) => SuggestQuestions): SuggestQuestions =>
  async (request, signal) =>
    suggestWith(await embedderOf(request.collection))(request, signal)
