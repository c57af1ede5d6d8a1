import { passOn } from '../base/async.ts'
import { isAppError, type ErrorCode } from '../base/error.ts'
import type { Answer, AnswerEvent, AnswerQuestion, Question } from '../domain/answer.ts'
import { currentCall, generateWithin } from '../domain/call.ts'
import type { Purpose } from '../domain/journal.ts'
import type { QuestionFacts } from '../domain/question-trace.ts'
import type { Attributes, Span, Tracer } from '../domain/trace.ts'

export interface AnswerTracing {
  readonly tracer: Tracer
  readonly purpose: Purpose
  /** Told of every question once, also of those that failed. */
  readonly onEnd: (facts: QuestionFacts, answer: Answer | null) => void
}

/** The same answers, each with a trace of its own: everything below finds its id in the call, and has its spans below the question's. */
export const tracedAnswers = (ask: AnswerQuestion, { tracer, purpose, onEnd }: AnswerTracing): AnswerQuestion =>
  async function* (question, signal) {
    const span = startQuestion(tracer, question, purpose)
    const watch = watching(span, question, purpose)
    try {
      const call = { traceId: span.traceId, span, collection: question.collection, purpose }
      const answer = yield* watch.events(generateWithin(call, () => ask(question, signal)))
      watch.answered(answer)
      return answer
    } catch (error) {
      watch.failed(error, signal?.aborted ?? false)
      throw error
    } finally {
      // Also when the reader left the loop: then it is neither answered nor failed.
      onEnd(...watch.end())
    }
  }

const withQuestion = new WeakSet<Span>()

/** The first question of a request takes the request's trace; further ones get traces of their own, because a trace id names one question. */
const startQuestion = (tracer: Tracer, { collection, topK, maxTokens }: Question, purpose: Purpose): Span => {
  const { span, traceId, caller } = currentCall()
  const isFirst = traceId === null && span !== null && !withQuestion.has(span)
  if (isFirst) withQuestion.add(span)
  const attributes = {
    'openinference.span.kind': 'CHAIN',
    'answerable.collection': collection,
    'answerable.caller': caller.id,
    'answerable.purpose': purpose,
    'answerable.top_k': topK,
    'answerable.max_tokens': maxTokens,
  }
  return tracer.start(`ask ${collection}`, 'ask', attributes, { isRoot: !isFirst })
}

const watching = (span: Span, question: Question, purpose: Purpose) => {
  const askedAt = new Date()
  const started = performance.now()
  const caller = currentCall().caller
  let firstTextMs: number | null = null
  let answer: Answer | null = null
  let failure: { readonly code: ErrorCode; readonly isCancelled: boolean; readonly error: unknown } | null = null

  const end = (): [QuestionFacts, Answer | null] => {
    const outcome = answer ? (answer.abstained ? 'abstained' : 'answered') : failure && !failure.isCancelled ? 'failed' : 'cancelled'
    span.set({ 'answerable.outcome': outcome, ...(answer && ofAnswer(answer)), ...(firstTextMs !== null && { 'answerable.first_text_ms': firstTextMs }) })
    const said = answer
    span.setContent(() => ({ 'input.value': question.text, ...(said && { 'output.value': said.text }) }))
    span.end(outcome === 'failed' ? failure?.error : undefined)
    const facts: QuestionFacts = {
      traceId: span.traceId,
      askedAt,
      collection: question.collection,
      callerId: caller.id,
      purpose,
      outcome,
      abstained: answer?.abstained?.reason ?? null,
      errorCode: answer ? null : (failure?.code ?? 'cancelled'),
      model: answer?.model ?? null,
      cache: answer?.cache ?? null,
      degraded: answer?.degraded.map(({ part }) => part) ?? [],
      durationMs: performance.now() - started,
      firstTextMs,
      question: answer ? null : question.text,
    }
    return [facts, answer]
  }

  return {
    events: (inner: AsyncGenerator<AnswerEvent, Answer>): AsyncGenerator<AnswerEvent, Answer> =>
      passOn(inner, ({ type }) => {
        if (type === 'delta') firstTextMs ??= performance.now() - started
        return true
      }),
    answered: (given: Answer) => void (answer = given),
    failed: (error: unknown, isAborted: boolean) => {
      const code = isAppError(error) ? error.code : 'internal'
      failure = { code, error, isCancelled: code === 'cancelled' || (isAborted && code === 'internal') }
    },
    end,
  }
}

const ofAnswer = ({ abstained, model, cache, degraded, usage, prompt, confidence, citations, verdicts }: Answer): Attributes => ({
  'answerable.model': model,
  'answerable.cache': cache,
  'answerable.citations': citations.length,
  'answerable.sentences_left_out': verdicts.filter(({ verdict }) => verdict === 'unsupported').length,
  // Not in the conventions' words: receivers would count them twice, here and with the calls below.
  'answerable.input_tokens': usage.inputTokens,
  'answerable.output_tokens': usage.outputTokens,
  ...(usage.costUsd !== null && { 'answerable.cost_usd': usage.costUsd }),
  ...(abstained && { 'answerable.abstained': abstained.reason }),
  ...(degraded.length > 0 && { 'answerable.degraded': degraded.map(({ part }) => part) }),
  ...(prompt && { 'gen_ai.prompt.name': prompt.version }),
  ...(confidence !== null && { 'answerable.confidence': confidence }),
})
