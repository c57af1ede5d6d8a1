/** What is seen of questions while they are answered: spans, and what is kept of them. */
import { openTraces } from '../adapters/postgres/traces.ts'
import type { Database } from '../adapters/postgres/database.ts'
import { collectSpans } from '../adapters/telemetry/collect-spans.ts'
import { exportSpans } from '../adapters/telemetry/export-spans.ts'
import { openMetrics, type OpenedMetrics } from '../adapters/telemetry/metrics/open-metrics.ts'
import { openTracer } from '../adapters/telemetry/open-tracer.ts'
import type { Config } from '../config.ts'
import type { AnswerQuestion } from '../domain/answer.ts'
import type { FeedbackStore } from '../domain/feedback.ts'
import type { Purpose } from '../domain/journal.ts'
import type { Gauges } from '../domain/metrics.ts'
import type { Embedder } from '../domain/model.ts'
import type { QuestionTrace, TraceStore } from '../domain/question-trace.ts'
import type { Tracer } from '../domain/trace.ts'
import { redactor } from '../guard/redact.ts'
import { tracedAnswers } from '../middleware/traced-answers.ts'
import { tracedEmbedder } from '../middleware/traced-embedder.ts'
import { tracingWork, type TraceWork } from '../middleware/traced-work.ts'
import { keptWords } from './content-keeping.ts'
import { traceWriter, type TraceWriter } from './trace-writer.ts'
import { version } from './version.ts'

export interface Telemetry {
  readonly tracer: Tracer
  readonly metrics: OpenedMetrics
  /** The same answers, each with a trace of its own. */
  traced(ask: AnswerQuestion, purpose: Purpose): AnswerQuestion
  /** Runs models' work that is no question, with a trace of its own that is kept like a question's. */
  readonly work: TraceWork
  /** The same embedders; what a question waits for is a span. */
  embedderOf(open: EmbedderOf): EmbedderOf
  /** From now on traces are kept in this database; `read` sees with the caller's eyes, after what waits to be written is written. */
  keepIn(everything: Database, database: Database): TraceStore
  /** From now on scrapes show the state of the program too. */
  readState(gauges: Gauges): void
  /** The same feedback, counted. */
  countedFeedback(store: FeedbackStore): FeedbackStore
  /** Writes and sends what waits, for at most a few seconds. Before the database is closed. */
  close(): Promise<void>
}

type EmbedderOf = (collection: string) => Promise<Embedder | null>

export type TelemetrySettings = Pick<Config, 'otlpEndpoint' | 'otlpHeaders' | 'serviceName' | 'exportContent' | 'contentDays' | 'redactContent'>

const closeMs = 3_000

export const openTelemetry = (config: TelemetrySettings, log: (message: string, error: unknown) => void): Telemetry => {
  let writer: TraceWriter | null = null
  const metrics = openMetrics(version)
  const collector = collectSpans((trace) => writer?.add(asKept(trace, keptWords(config))))
  const exported = config.otlpEndpoint
    ? exportSpans({
        endpoint: config.otlpEndpoint,
        headers: config.otlpHeaders ?? '',
        onFailure: sometimes((error) => log('Spans could not be sent to OTEL_EXPORTER_OTLP_ENDPOINT; they are dropped until it takes them again.', error)),
      })
    : null
  const redact = redactor()
  const tracer = openTracer({
    serviceName: config.serviceName,
    version,
    processors: [collector.processor, metrics.processor, ...(exported ? [exported.processor] : [])],
    content: exported && config.exportContent ? (text) => redact(text).text : null,
  })
  return {
    tracer,
    metrics,
    traced: (ask, purpose) =>
      tracedAnswers(ask, {
        tracer,
        purpose,
        onEnd: (facts, answer) => {
          metrics.question(facts, answer)
          collector.ended(facts)
        },
      }),
    work: tracingWork(tracer, collector.ended),
    embedderOf: (open) => async (collection) => {
      const embedder = await open(collection)
      return embedder && tracedEmbedder(embedder, tracer)
    },
    keepIn: (everything, database) => {
      const written = traceWriter(openTraces(everything), (error) => log('Traces could not be written.', error))
      writer = written
      return afterFlush(openTraces(database), written)
    },
    readState: (gauges) =>
      metrics.readState({
        ...gauges,
        losses: () => ({ spansSent: exported?.sent ?? 0, spansDropped: exported?.dropped ?? 0, tracesDropped: writer?.dropped ?? 0 }),
      }),
    countedFeedback: (store) => ({
      ...store,
      give: async (feedback) => {
        const isKept = await store.give(feedback)
        if (isKept) metrics.feedback(feedback.rating)
        return isKept
      },
    }),
    close: async () => {
      await Promise.all([writer?.flush(), tracer.close(closeMs)])
    },
  }
}

/** Whoever looks for a trace finds what was asked a moment ago. */
const afterFlush = (store: TraceStore, { flush }: TraceWriter): TraceStore => ({
  ...store,
  find: async (traceId) => {
    await flush()
    return store.find(traceId)
  },
  list: async (filter) => {
    await flush()
    return store.list(filter)
  },
})

/** Once a minute says enough. */
const sometimes = (tell: (error: unknown) => void): ((error: unknown) => void) => {
  let toldAt = -Infinity
  return (error) => {
    if (performance.now() - toldAt < 60_000) return
    toldAt = performance.now()
    tell(error)
  }
}

/** The question, and sentences of failures, which may repeat it. */
const asKept = (trace: QuestionTrace, words: ReturnType<typeof keptWords>): QuestionTrace =>
  words
    ? {
        ...trace,
        question: (trace.question && words(trace.question)) || null,
        spans: trace.spans.map((span) => (span.error === null ? span : { ...span, error: words(span.error) || 'failed' })),
      }
    : trace
