import type { Abstention, Answer, AnswerEvent, AnswerQuestion, Question, Retrieval } from '../domain/answer.ts'
import type { Usage } from '../domain/model.ts'
import { throwIfAborted } from '../base/async.ts'
import { abstention } from './abstain.ts'
import { isAnythingRelevant } from './answerable.ts'
import { within } from './deadline.ts'
import { extractedAnswer } from './extracted-answer.ts'
import { isWorthAsking } from './extractive.ts'
import { generatedAnswer } from './generated-answer.ts'
import { sentenceEmbedder } from './sentence-embedder.ts'
import { extractiveModel, type AnswerParts, type Written } from './parts.ts'

/** Retrieve → decide → write → verify → cite, or abstain. Nothing that was not verified is ever yielded. */
export const answering = (parts: AnswerParts): AnswerQuestion =>
  async function* (question, signal) {
    const stop = new AbortController()
    const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
    const started = parts.clock()
    try {
      throwIfAborted(signal)
      const retrieval = await retrieveInTime(parts, question, stopped, (reason) => stop.abort(reason))
      const retrieve = parts.clock() - started
      yield { type: 'passages', passages: retrieval.passages }
      const written = yield* write(parts, question, retrieval, stopped, started)
      const timingsMs = { ...retrieval.timingsMs, retrieve, ...written.timingsMs, total: parts.clock() - started }
      return yield* finish(parts, question, retrieval, written, timingsMs)
    } finally {
      // Also when the reader left the loop: whatever is still under way ends now.
      stop.abort()
    }
  }

const retrieveInTime = (
  { retrieve, limits }: AnswerParts,
  { text, collection, topK }: Question,
  signal: AbortSignal,
  stop: (reason: Error) => void,
): Promise<Retrieval> => within(retrieve({ text, collection, limit: topK }, signal), limits.retrieveTimeoutMs, 'Searching the documents', signal, stop)

type Outcome = Written | { readonly abstained: Abstention; readonly timingsMs: Readonly<Record<string, number>>; readonly model: string }

async function* write(
  parts: AnswerParts,
  question: Question,
  retrieval: Retrieval,
  signal: AbortSignal,
  started: number,
): AsyncGenerator<AnswerEvent, Outcome> {
  const model = parts.modelFor('answer')
  const { passages } = retrieval
  const nothing = (): Outcome => ({
    abstained: abstention('nothing_relevant', passages, question.collection),
    timingsMs: { generate: 0 },
    model: model?.generator.id ?? extractiveModel,
  })
  if (!isAnythingRelevant(question.text, passages)) return nothing()
  if (!model) return yield* extractedAnswer(parts, question, retrieval, signal)
  const look = { embed: sentenceEmbedder(parts.embedder(), signal), queryVector: retrieval.queryVector, signal }
  if (!(await isWorthAsking(question.text, passages, look))) return nothing()
  return yield* generatedAnswer(parts, model, question, passages, signal, started)
}

const noUsage: Usage = { inputTokens: 0, outputTokens: 0, reported: true, costUsd: 0 }

async function* finish(
  parts: AnswerParts,
  question: Question,
  retrieval: Retrieval,
  outcome: Outcome,
  timingsMs: Answer['timingsMs'],
): AsyncGenerator<AnswerEvent, Answer> {
  const { passages, embeddingTokens } = retrieval
  const common = { traceId: parts.newTraceId(), passages, timingsMs, model: outcome.model, data: null, standaloneQuestion: null }
  const abstained =
    'abstained' in outcome ? outcome.abstained : outcome.writer.text === '' ? abstention('not_supported', passages, question.collection, outcome.detail) : null
  const usage = { ...('usage' in outcome ? outcome.usage : noUsage), embeddingTokens }
  const [verdicts, prompt] = 'writer' in outcome ? [outcome.writer.verdicts, outcome.prompt] : [[], null]
  if (abstained) {
    yield { type: 'delta', text: abstained.message }
    return { ...common, text: abstained.message, citations: [], abstained, usage, verdicts, prompt }
  }
  const { text, citations } = (outcome as Written).writer
  return { ...common, text, citations, abstained: null, usage, verdicts, prompt }
}
