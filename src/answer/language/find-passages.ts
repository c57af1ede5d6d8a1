import { AppError } from '../../base/error.ts'
import type { Question, Retrieval } from '../../domain/answer.ts'
import type { Usage } from '../../domain/model.ts'
import { within } from '../deadline.ts'
import { noUsage, type Run } from '../in-time.ts'
import { languagesApart, translateQuestion, writes, type Apart } from './languages-apart.ts'
import type { AnswerParts } from '../parts.ts'

/** What was found, and the question as it was searched: in the documents' language, where a model could say it so. */
export interface Found {
  readonly question: Question
  readonly retrieval: Retrieval
  readonly apart: Apart | null
  readonly usage: Usage
  readonly timingsMs: Readonly<Record<string, number>>
}

/** One search, or two where the documents are in another language than the question and a model can put it into theirs. */
export const findPassages = async (parts: AnswerParts, question: Question, run: Run, stop: (reason: Error) => void): Promise<Found> => {
  const from = parts.clock()
  const retrieval = await retrieveInTime(parts, question, run.signal, stop)
  const retrieve = parts.clock() - from
  const apart = languagesApart(question.text, retrieval.passages)
  const model = parts.modelFor('condense')
  const asFound = { question, retrieval, apart, usage: noUsage, timingsMs: { ...retrieval.timingsMs, retrieve } }
  if (!apart || !model || !writes(model, apart.documents)) return asFound
  const { text, usage } = await translateQuestion(question.text, apart, { model, template: parts.prompts.translate, run })
  if (text === question.text) return { ...asFound, usage }
  const again = await retrieveInTime(parts, { ...question, text }, run.signal, stop)
  const embeddingTokens = retrieval.embeddingTokens + again.embeddingTokens
  return {
    question: { ...question, text },
    retrieval: { ...again, embeddingTokens },
    apart,
    usage,
    timingsMs: { ...again.timingsMs, retrieve: parts.clock() - from },
  }
}

const retrieveInTime = (
  { retrieve, limits }: AnswerParts,
  { text, collection, topK }: Question,
  signal: AbortSignal,
  stop: (reason: Error) => void,
): Promise<Retrieval> =>
  within(retrieve({ text, collection, limit: topK }, signal), limits.retrieveTimeoutMs, () => tooBusy(limits.retrieveTimeoutMs), signal, stop)

/** A search takes milliseconds: what takes so long is waiting for its turn. */
const tooBusy = (limitMs: number): AppError =>
  new AppError(
    'unavailable',
    `Searching the documents did not get its turn within ${Math.round(limitMs / 1000)} s: this machine is too busy. Try again in a moment, or let fewer questions in at once (ANSWERABLE_QUESTIONS_AT_ONCE).`,
    { details: { retryAfterMs: 5000 } },
  )
