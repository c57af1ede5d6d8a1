/** Spans by OpenTelemetry's SDK. Which one is current is known from our own call, so nothing global is set. */
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, TraceFlags, type Context, type Link, type Span as OtelSpan } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { TracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace'
import { isAppError } from '../../base/error.ts'
import { currentCall } from '../../domain/call.ts'
import type { Attributes, Span, Stage, Tracer } from '../../domain/trace.ts'

export interface TracerOptions {
  readonly serviceName: string
  readonly version: string
  /** Told of every span that ends. */
  readonly processors: readonly SpanProcessor[]
  /** Puts content (questions, answers) on spans, where `content` is not null; applied to each text. */
  readonly content: ((text: string) => string) | null
}

export interface OpenedTracer extends Tracer {
  /** Sends what waits to be sent; gives up after `timeoutMs`. */
  close(timeoutMs: number): Promise<void>
}

/** Under this key a span says which stage it is. */
export const stageKey = 'answerable.stage'

export const openTracer = ({ serviceName, version, processors, content }: TracerOptions): OpenedTracer => {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    spanProcessors: [...processors],
  })
  const tracer = provider.getTracer('answerable', version)
  const contexts = new WeakMap<Span, Context>()
  return {
    start: (name, stage, attributes = {}, { isRoot = false, linkedTo } = {}) => {
      const current = currentCall().span
      const parent = (current && contexts.get(current)) ?? ROOT_CONTEXT
      const links = [...linksTo(linkedTo), ...(isRoot ? linkTo(parent) : [])]
      const inner = tracer.startSpan(
        name,
        { kind: kinds[stage] ?? SpanKind.INTERNAL, startTime: now(), links, attributes: { ...genAi(stage), ...mutable(attributes) } },
        isRoot ? ROOT_CONTEXT : parent,
      )
      const span = spanOf(inner, content)
      contexts.set(span, trace.setSpan(ROOT_CONTEXT, inner))
      return span
    },
    close: async (timeoutMs) => {
      await provider.forceFlush({ timeoutMillis: timeoutMs }).catch(() => {})
      await Promise.race([provider.shutdown().catch(() => {}), new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())])
    },
  }
}

const spanOf = (inner: OtelSpan, content: TracerOptions['content']): Span => {
  const { traceId, spanId } = inner.spanContext()
  return {
    traceId,
    id: spanId,
    set: (attributes) => void inner.setAttributes(mutable(attributes)),
    setContent: (attributes) => {
      if (!content) return
      const texts = Object.entries(attributes()).map(([key, value]) => [key, typeof value === 'string' ? content(value) : value] as const)
      inner.setAttributes(mutable(Object.fromEntries(texts)))
    },
    end: (error) => {
      if (error !== undefined) {
        inner.setAttribute('error.type', codeOf(error))
        inner.setStatus({ code: SpanStatusCode.ERROR, message: isAppError(error) ? error.message : 'internal' })
      }
      inner.end(now())
    },
  }
}

const codeOf = (error: unknown): string => (isAppError(error) ? error.code : 'internal')

/** The SDK takes whole milliseconds by itself, which is as long as a stage. */
const now = (): [number, number] => {
  const ms = performance.timeOrigin + performance.now()
  const seconds = Math.floor(ms / 1000)
  return [seconds, Math.floor((ms - seconds * 1000) * 1e6)]
}

const kinds: Partial<Record<Stage, SpanKind>> = { request: SpanKind.SERVER, chat: SpanKind.CLIENT, embeddings: SpanKind.CLIENT }

const operationNames: ReadonlySet<Stage> = new Set(['retrieval', 'embeddings', 'chat', 'execute_tool', 'invoke_agent'])
const genAi = (stage: Stage): Record<string, string> => ({ [stageKey]: stage, ...(operationNames.has(stage) && { 'gen_ai.operation.name': stage }) })

const linkTo = (context: Context): Link[] => {
  const parent = trace.getSpanContext(context)
  return parent ? [{ context: parent }] : []
}

/** W3C Trace Context, version 00; anything else is no link. */
const linksTo = (traceparent: string | undefined): Link[] => {
  const parts = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '')
  if (!parts) return []
  return [{ context: { traceId: parts[1]!, spanId: parts[2]!, traceFlags: Number.parseInt(parts[3]!, 16) & TraceFlags.SAMPLED, isRemote: true } }]
}

const mutable = (attributes: Attributes): Record<string, string | number | boolean | string[]> =>
  attributes as Record<string, string | number | boolean | string[]>
