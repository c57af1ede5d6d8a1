import { SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace'
import { Counter, Histogram, type Registry } from 'prom-client'
import { firstChunkKey } from '../../../domain/trace.ts'
import { stageKey } from '../open-tracer.ts'
import { fewValues } from './few-values.ts'

/** From a cached answer to a local model that reads a long prompt on two cores. */
export const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 600]

/** Requests, stages and model calls, each counted when its span ends. */
export const spanMetrics = (registry: Registry): SpanProcessor => {
  const registers = [registry]
  const requests = new Counter({
    name: 'answerable_http_requests_total',
    help: 'Requests by route and status',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const requestSeconds = new Histogram({
    name: 'answerable_http_request_duration_seconds',
    help: 'From a request to the end of its answer',
    labelNames: ['method', 'route'],
    buckets: secondsBuckets,
    registers,
  })
  const stageSeconds = new Histogram({
    name: 'answerable_stage_duration_seconds',
    help: 'What a question is made of: retrieval, embeddings, chat and others; ask is the whole',
    labelNames: ['stage'],
    buckets: secondsBuckets,
    registers,
  })
  const calls = modelCalls(registry)
  return {
    onStart: () => {},
    onEnd: (span) => {
      const { [stageKey]: stage, ...attributes } = span.attributes
      const seconds = secondsOf(span)
      if (stage === 'request') {
        const labels = { method: String(attributes['http.request.method']), route: String(attributes['http.route']) }
        requests.inc({ ...labels, status: String(attributes['http.response.status_code']) })
        requestSeconds.observe(labels, seconds)
      } else stageSeconds.observe({ stage: String(stage) }, seconds)
      if (stage === 'chat') calls(span, seconds)
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  }
}

const kinds = {
  input: 'gen_ai.usage.input_tokens',
  output: 'gen_ai.usage.output_tokens',
  cache_read: 'gen_ai.usage.cache_read.input_tokens',
  cache_write: 'gen_ai.usage.cache_creation.input_tokens',
  reasoning: 'gen_ai.usage.reasoning.output_tokens',
}

const modelCalls = (registry: Registry): ((span: ReadableSpan, seconds: number) => void) => {
  const registers = [registry]
  const labelNames = ['model', 'task'] as const
  const callsTotal = new Counter({
    name: 'answerable_model_calls_total',
    help: 'Calls to language models',
    labelNames: [...labelNames, 'provider', 'outcome'],
    registers,
  })
  const callSeconds = new Histogram({
    name: 'answerable_model_call_duration_seconds',
    help: 'A call from its start to its last word',
    labelNames,
    buckets: secondsBuckets,
    registers,
  })
  const firstChunk = new Histogram({
    name: 'answerable_model_first_chunk_seconds',
    help: 'From a call to its first words',
    labelNames,
    buckets: secondsBuckets,
    registers,
  })
  const tokens = new Counter({
    name: 'answerable_tokens_total',
    help: 'Tokens of language models; those read from or put into a cache are part of input, reasoning part of output',
    labelNames: [...labelNames, 'kind'],
    registers,
  })
  const cost = new Counter({ name: 'answerable_cost_usd_total', help: 'US dollars for calls whose price is known', labelNames, registers })
  const unpriced = new Counter({
    name: 'answerable_unpriced_calls_total',
    help: 'Calls whose price is not known: they cost something, and are in no sum',
    labelNames,
    registers,
  })
  const nameOf = fewValues(50)
  return ({ attributes, status }, seconds) => {
    const labels = { model: nameOf(String(attributes['gen_ai.request.model'])), task: String(attributes['answerable.task']) }
    const hasFailed = status.code === SpanStatusCode.ERROR
    const outcome = hasFailed ? 'failed' : attributes['answerable.aborted'] ? 'aborted' : 'finished'
    callsTotal.inc({ ...labels, provider: String(attributes['gen_ai.provider.name']), outcome })
    callSeconds.observe(labels, seconds)
    const first = attributes[firstChunkKey]
    if (typeof first === 'number') firstChunk.observe(labels, first)
    for (const [kind, key] of Object.entries(kinds)) {
      const count = attributes[key]
      if (typeof count === 'number') tokens.inc({ ...labels, kind }, count)
    }
    const usd = attributes['answerable.cost_usd']
    if (typeof usd === 'number') cost.inc(labels, usd)
    else if (outcome === 'finished') unpriced.inc(labels)
  }
}

const secondsOf = ({ duration: [seconds, nanoseconds] }: ReadableSpan): number => seconds + nanoseconds / 1e9
