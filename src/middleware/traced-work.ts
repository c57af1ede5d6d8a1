import { isAppError, type ErrorCode } from '../base/error.ts'
import { currentCall, withinCall } from '../domain/call.ts'
import type { QuestionFacts } from '../domain/question-trace.ts'
import type { Attributes, Span, Stage, Tracer } from '../domain/trace.ts'

/** A piece of models' work that is no question: the summary of a log, an investigation. */
export interface Work {
  /** Of its root span, e.g. `summarise log`. */
  readonly name: string
  readonly stage: Stage
  readonly collection: string
  /** Stands where a question's words would. Nothing that strangers wrote. */
  readonly title: string
  readonly attributes?: Attributes
}

/** What is told of it when it has ended. */
export interface WorkEnd {
  /** Null where no model had a part in it. */
  readonly model: string | null
  readonly attributes?: Attributes
}

/** Runs it with a trace of its own, kept like a question's: everything below finds its id in the call, and has its spans below. */
export type TraceWork = <Result>(work: Work, run: (span: Span) => Promise<Result>, endOf: (result: Result) => WorkEnd) => Promise<Result>

export const tracingWork =
  (tracer: Tracer, onEnd: (facts: QuestionFacts) => void): TraceWork =>
  async (work, run, endOf) => {
    const { caller, purpose } = currentCall()
    const attributes = { 'openinference.span.kind': 'AGENT', 'answerable.collection': work.collection, 'answerable.caller': caller.id, ...work.attributes }
    const span = tracer.start(work.name, work.stage, attributes, { isRoot: true })
    const askedAt = new Date()
    const started = performance.now()
    const end = (outcome: QuestionFacts['outcome'], errorCode: ErrorCode | null, model: string | null, error?: unknown): void => {
      const { collection, title: question } = work
      const durationMs = performance.now() - started
      const nothing = { abstained: null, cache: null, degraded: [], firstTextMs: null }
      onEnd({ traceId: span.traceId, askedAt, collection, callerId: caller.id, purpose, outcome, errorCode, model, durationMs, question, ...nothing })
      // After its facts: a trace whose last span has ended is kept or let go.
      span.set({ 'answerable.outcome': outcome })
      span.end(outcome === 'failed' ? error : undefined)
    }
    try {
      const result = await withinCall({ traceId: span.traceId, span, collection: work.collection }, () => run(span))
      const { model, attributes: last } = endOf(result)
      if (last) span.set(last)
      end('answered', null, model)
      return result
    } catch (error) {
      const code = isAppError(error) ? error.code : 'internal'
      end(code === 'cancelled' ? 'cancelled' : 'failed', code, null, error)
      throw error
    }
  }
