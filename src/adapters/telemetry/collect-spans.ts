import { SpanStatusCode, type HrTime } from '@opentelemetry/api'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace'
import type { QuestionFacts, QuestionTrace } from '../../domain/question-trace.ts'
import { stages, type Attributes, type RecordedSpan, type Stage } from '../../domain/trace.ts'
import { stageKey } from './open-tracer.ts'

export interface SpanCollector {
  readonly processor: SpanProcessor
  /** Tells how a question ended. Its trace is whole when all of its spans have ended, the request's too. */
  ended(facts: QuestionFacts): void
}

interface Collected {
  openSpans: number
  facts: QuestionFacts | null
  readonly spans: ReadableSpan[]
}

/** A question has a dozen; an evaluation's request has no more than its first question's. */
const mostSpans = 300
/** Traces under way at once; what leaked is let go. */
const mostTraces = 5_000

/** Puts the spans of each question together. Traces that hold no question are let go when they end. */
export const collectSpans = (onTrace: (trace: QuestionTrace) => void): SpanCollector => {
  const traces = new Map<string, Collected>()

  const collected = (traceId: string): Collected => {
    const known = traces.get(traceId)
    if (known) return known
    const begun: Collected = { openSpans: 0, facts: null, spans: [] }
    if (traces.size >= mostTraces) traces.delete(traces.keys().next().value!)
    traces.set(traceId, begun)
    return begun
  }
  const finishIfWhole = (traceId: string, { openSpans, facts, spans }: Collected): void => {
    if (openSpans > 0) return
    traces.delete(traceId)
    if (facts) onTrace(wholeTrace(facts, spans))
  }

  return {
    processor: {
      onStart: (span) => void collected(span.spanContext().traceId).openSpans++,
      onEnd: (span) => {
        const { traceId } = span.spanContext()
        const trace = traces.get(traceId)
        if (!trace) return
        trace.openSpans--
        if (trace.spans.length < mostSpans) trace.spans.push(span)
        // A question without a request above it tells its facts right after its last span.
        if (trace.facts || span.attributes[stageKey] !== 'ask') finishIfWhole(traceId, trace)
      },
      forceFlush: async () => {},
      shutdown: async () => {},
    },
    ended: (facts) => {
      const trace = collected(facts.traceId)
      trace.facts = facts
      finishIfWhole(facts.traceId, trace)
    },
  }
}

const wholeTrace = (facts: QuestionFacts, spans: readonly ReadableSpan[]): QuestionTrace => {
  const began = Math.min(...spans.map(({ startTime }) => milliseconds(startTime)))
  const request = spans.find(({ attributes }) => attributes[stageKey] === 'request')
  const status = request?.attributes['http.response.status_code']
  return {
    ...facts,
    httpStatus: typeof status === 'number' ? status : null,
    spans: spans.map((span) => recorded(span, began)).toSorted((one, other) => one.startMs - other.startMs),
  }
}

const recorded = (span: ReadableSpan, beganMs: number): RecordedSpan => {
  const { [stageKey]: stage, ...attributes } = span.attributes
  return {
    id: span.spanContext().spanId,
    parentId: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    stage: stages.find((it) => it === stage) ?? ('ask' satisfies Stage),
    startMs: round(milliseconds(span.startTime) - beganMs),
    durationMs: round(milliseconds(span.duration)),
    attributes: withoutContent(attributes as Attributes),
    error: span.status.code === SpanStatusCode.ERROR ? (span.status.message ?? 'failed') : null,
  }
}

/** Exports may hold content, where the settings ask for it; the database keeps it in one place, the journal. */
const withoutContent = (attributes: Attributes): Attributes => Object.fromEntries(Object.entries(attributes).filter(([key]) => !contentKeys.test(key)))
const contentKeys = /^(input\.value|output\.value|gen_ai\.(input|output)\.messages|gen_ai\.retrieval\.query\.text|retrieval\.documents\..+)$/

const milliseconds = ([seconds, nanoseconds]: HrTime): number => seconds * 1000 + nanoseconds / 1e6
const round = (ms: number): number => Math.round(ms * 1000) / 1000
