import { Registry, collectDefaultMetrics, Gauge } from 'prom-client'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import type { Answer } from '../../../domain/answer.ts'
import type { Rating } from '../../../domain/feedback.ts'
import type { Metrics } from '../../../domain/metrics.ts'
import type { QuestionFacts } from '../../../domain/question-trace.ts'
import { questionMetrics } from './question-metrics.ts'
import { spanMetrics } from './span-metrics.ts'
import { stateMetrics, type StateSources } from './state-metrics.ts'

export interface OpenedMetrics extends Metrics {
  /** Counts what spans tell: requests, stages, model calls. */
  readonly processor: SpanProcessor
  question(facts: QuestionFacts, answer: Answer | null): void
  feedback(rating: Rating): void
  /** From now on the program's own state is read at every scrape. */
  readState(sources: StateSources): void
}

/** All names begin with `answerable_`; no label holds an id, and each takes few values. */
export const openMetrics = (version: string): OpenedMetrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'answerable_' })
  for (const name of misnamed) registry.removeSingleMetric(name)
  const build = new Gauge({ name: 'answerable_build_info', help: 'Always 1; the version is in the label', labelNames: ['version'], registers: [registry] })
  build.set({ version }, 1)
  const { question, feedback } = questionMetrics(registry)
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    processor: spanMetrics(registry),
    question,
    feedback,
    readState: (sources) => stateMetrics(registry, sources),
  }
}

/** Gauges of prom-client that are called totals, which Prometheus takes for counters. */
const misnamed = ['handles', 'requests', 'resources'].map((what) => `answerable_nodejs_active_${what}_total`)
