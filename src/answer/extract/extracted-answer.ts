import type { AnswerEvent, Question, Retrieval } from '../../domain/answer.ts'
import { answerWriter, resultOf } from '../answer-writer.ts'
import { extractiveModel, type AnswerParts, type Written } from '../parts.ts'
import { extract } from './extractive.ts'
import { respell } from './respell.ts'
import { sentenceEmbedder } from './sentence-embedder.ts'

/** The documents' own best sentences, each cited by itself. */
export async function* extractedAnswer(
  parts: AnswerParts,
  question: Question,
  retrieval: Retrieval,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, Written> {
  const started = parts.clock()
  const embed = sentenceEmbedder(parts.embedder(), signal)
  const { extracts, confidence } = await extract(respell(question.text, retrieval.respelt), retrieval.passages, {
    embed,
    queryVector: retrieval.queryVector,
    signal,
  })
  const writer = answerWriter(question.text, [])
  for (const found of extracts) yield* writer.quote(found)
  const usage = { inputTokens: 0, outputTokens: 0, reported: true, costUsd: 0 }
  return {
    model: extractiveModel,
    ...resultOf(writer),
    usage,
    prompt: null,
    detail: 'No sentence of them answers the question closely enough.',
    timingsMs: { generate: parts.clock() - started },
    confidence,
  }
}
