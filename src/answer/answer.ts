import type { Abstention, Answer, AnswerEvent, AnswerQuestion, Question, Retrieval } from '../domain/answer.ts'
import { throwIfAborted } from '../base/async.ts'
import { currentCall } from '../domain/call.ts'
import { sentenceFor } from '../domain/told.ts'
import { AppError } from '../base/error.ts'
import type { JsonSchema } from '../domain/model.ts'
import type { TaskModel } from '../domain/task.ts'
import { abstention } from './abstain.ts'
import { isAnythingRelevant } from './answerable.ts'
import { answerAcross } from './language/answer-across.ts'
import { extractedAnswer } from './extract/extracted-answer.ts'
import { orElse } from './or-else.ts'
import { generatedConfidence } from './confidence.ts'
import { answerability } from './extract/extractive.ts'
import { answerabilityThresholds } from './extract/answerability.ts'
import { standalone, type Standalone } from './follow-up/follow-up.ts'
import { findPassages, type Found } from './language/find-passages.ts'
import { generatedAnswer } from './generated-answer.ts'
import { addUsage, noUsage, type Run } from './in-time.ts'
import { respell } from './extract/respell.ts'
import { readResponseSchema, type ResponseShape } from './structured/response-schema.ts'
import { writes } from './language/languages-apart.ts'
import { sentenceEmbedder } from './extract/sentence-embedder.ts'
import { structuredAnswer } from './structured/structured-answer.ts'
import { extractiveModel, type AnswerParts, type Written } from './parts.ts'

/** Make the question stand alone → retrieve → decide → write → verify → cite, or abstain. Nothing that was not verified is ever yielded. */
export const answering = (parts: AnswerParts): AnswerQuestion =>
  async function* (asked, signal) {
    const stop = new AbortController()
    const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
    const run: Run = { parts, started: parts.clock(), signal: stopped }
    try {
      throwIfAborted(signal)
      const shape = asked.responseSchema && (await shapeFor(parts, asked.responseSchema))
      const standing = await standalone(parts, asked, run)
      const found = await findPassages(parts, { ...asked, text: standing.text }, run, (reason) => stop.abort(reason))
      yield { type: 'passages', passages: found.retrieval.passages }
      const written = yield* write(parts, found, standing.text, shape, run)
      const timingsMs = { ...standing.timingsMs, ...found.timingsMs, ...written.timingsMs, total: parts.clock() - run.started }
      return yield* finish(
        parts,
        asked,
        { text: found.question.text, followUp: standing.followUp, usage: addUsage(standing.usage, found.usage) },
        found.retrieval,
        written,
        timingsMs,
      )
    } finally {
      // Also when the reader left the loop: whatever is still under way ends now.
      stop.abort()
    }
  }

type Outcome = Written | (Pick<Written, 'timingsMs' | 'model' | 'confidence'> & { readonly abstained: Abstention })

async function* write(
  parts: AnswerParts,
  { question, retrieval, apart }: Found,
  asked: string,
  shape: ResponseShape | null,
  run: Run,
): AsyncGenerator<AnswerEvent, Outcome> {
  const model = parts.modelFor(shape ? 'extract' : 'answer')
  const { passages } = retrieval
  const nothing = (confidence: number): Outcome => ({
    abstained: abstention('nothing_relevant', passages, { ...question, text: asked }),
    timingsMs: { generate: 0 },
    confidence,
    model: model?.generator.id ?? extractiveModel,
  })
  const spelt = respell(question.text, retrieval.respelt)
  if (!isAnythingRelevant(spelt, passages)) return nothing(0)
  if (!model) return yield* extractedAnswer(parts, question, retrieval, run.signal)
  // A schema asks for many things at once, which no one sentence answers; each value is looked up anyway.
  if (shape) return yield* structuredAnswer(parts, model, shape, question, passages, run)
  const look = { embed: sentenceEmbedder(parts.embedder(), run.signal), queryVector: retrieval.queryVector, signal: run.signal }
  const answerable = await answerability(spelt, passages, look)
  if (answerable < answerabilityThresholds.generate) return nothing(answerable)
  const written =
    apart && writes(model, apart.asked)
      ? answerAcross(parts, model, question, { asked, language: apart.asked }, passages, run)
      : generatedAnswer(parts, model, question, passages, run)
  const outcome = yield* model.orExtractive?.length
    ? orElse(written, (failure) => withoutModel(parts, model, question, retrieval, run, failure), run.signal)
    : written
  return { ...outcome, confidence: outcome.confidence ?? generatedConfidence(answerable, outcome.verdicts) }
}

/** The documents' own sentences in place of a model that failed, and that it did. */
async function* withoutModel(
  parts: AnswerParts,
  { orExtractive = [] }: TaskModel,
  question: Question,
  retrieval: Retrieval,
  run: Run,
  failure: AppError,
): AsyncGenerator<AnswerEvent, Written> {
  if (!orExtractive.includes(partOf(failure))) throw failure
  const own = yield* extractedAnswer(parts, question, retrieval, run.signal)
  return {
    ...own,
    degraded: [{ part: partOf(failure), message: `The documents' own sentences answer, because no model did. ${sentenceFor(currentCall().caller, failure)}` }],
  }
}

/** What failed says so where it is not the model itself (a budget that is used up). */
const partOf = ({ details }: AppError): 'model' | 'budget' => (details['part'] === 'budget' ? 'budget' : 'model')

/** Told before anything is searched: what cannot be asked, and that nobody could write it. */
const shapeFor = async ({ modelFor }: AnswerParts, schema: JsonSchema): Promise<ResponseShape> => {
  const shape = await readResponseSchema(schema)
  if (modelFor('extract')) return shape
  throw new AppError(
    'invalid',
    'response_schema needs a language model, and none is live: answers are quoted from the documents. Configure a model ("answerable doctor" says how), or leave response_schema out.',
  )
}

async function* finish(
  parts: AnswerParts,
  asked: Question,
  standing: Pick<Standalone, 'text' | 'followUp' | 'usage'>,
  retrieval: Retrieval,
  outcome: Outcome,
  timingsMs: Answer['timingsMs'],
): AsyncGenerator<AnswerEvent, Answer> {
  const { passages, embeddingTokens } = retrieval
  const isWritten = 'text' in outcome
  const common = {
    traceId: parts.newTraceId(),
    cache: 'miss' as const,
    degraded: [...(retrieval.wordsOnly ? [{ part: 'embedder' as const, message: retrieval.wordsOnly }] : []), ...((isWritten && outcome.degraded) || [])],
    passages,
    timingsMs,
    confidence: outcome.confidence,
    model: outcome.model,
    standaloneQuestion: standing.text === asked.text ? null : standing.text,
    followUp: standing.followUp,
    structured: isWritten ? outcome.structured : null,
    usage: { ...addUsage(standing.usage, isWritten ? outcome.usage : noUsage), embeddingTokens },
    verdicts: isWritten ? outcome.verdicts : [],
    prompt: isWritten ? outcome.prompt : null,
  }
  if (isWritten && outcome.text !== '') {
    const { text, citations, data } = outcome
    return { ...common, text, citations, data, abstained: null }
  }
  const abstained = isWritten ? abstention('not_supported', passages, asked, outcome.detail) : outcome.abstained
  yield { type: 'delta', text: abstained.message }
  return { ...common, text: abstained.message, citations: [], data: null, abstained }
}
