/** Spans to an OTLP receiver (http/protobuf). Never in the way of a question: what cannot be sent is dropped, and counted. */
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace'

export interface ExportOptions {
  /** As OTEL_EXPORTER_OTLP_ENDPOINT: `/v1/traces` is added. */
  readonly endpoint: string
  /** As OTEL_EXPORTER_OTLP_HEADERS: `name=value,name=value`, percent-encoded. */
  readonly headers: string
  /** Told when a batch was not taken. */
  readonly onFailure: (error: unknown) => void
}

export interface SpanExport {
  readonly processor: SpanProcessor
  /** Spans since the start. */
  readonly sent: number
  readonly dropped: number
}

// A minute of a hundred questions a second would be more: a receiver that is away that long loses some.
const mostWaiting = 8_192
const batchSpans = 512
const everyMs = 2_000
const timeoutMs = 5_000

export const exportSpans = ({ endpoint, headers, onFailure }: ExportOptions): SpanExport => {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, headers: readHeaders(headers), timeoutMillis: timeoutMs })
  let waiting = 0
  let sent = 0
  let dropped = 0
  const counted: SpanExporter = {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        waiting -= spans.length
        // 0 is success: the SDK's enum lies in a package that we have no other use for.
        if (result.code === 0) sent += spans.length
        else {
          dropped += spans.length
          onFailure(result.error)
        }
        done(result)
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  }
  const batches = new BatchSpanProcessor({
    exporter: counted,
    maxQueueSize: mostWaiting,
    maxExportBatchSize: batchSpans,
    scheduledDelayMillis: everyMs,
    exportTimeoutMillis: timeoutMs * 2,
  })
  return {
    processor: {
      onStart: (span, parent) => batches.onStart(span, parent),
      onEnd: (span) => {
        if (waiting >= mostWaiting) dropped++
        else {
          waiting++
          batches.onEnd(span)
        }
      },
      forceFlush: () => batches.forceFlush(),
      shutdown: () => batches.shutdown(),
    },
    get sent() {
      return sent
    },
    get dropped() {
      return dropped
    },
  }
}

const readHeaders = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .map((pair) => pair.split('='))
      .filter(([name, ...value]) => name?.trim() && value.length > 0)
      .map(([name, ...value]) => [name!.trim(), decodeHeader(value.join('=').trim())]),
  )

const decodeHeader = (value: string): string => {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
