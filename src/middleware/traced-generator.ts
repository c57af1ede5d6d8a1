import { currentCall, generateWithin } from '../domain/call.ts'
import type { Generator, GeneratorPart, Message, Usage } from '../domain/model.ts'
import { firstChunkKey, type Attributes, type Tracer } from '../domain/trace.ts'
import { withStream } from './with-stream.ts'

/** The same generator; each call to the model is a span, with what it used and when its first words came. `provider` as the GenAI conventions name them. */
export const tracedGenerator = (inner: Generator, tracer: Tracer, provider: string): Generator =>
  withStream(inner, async function* (messages, asked, signal) {
    const attributes = {
      'openinference.span.kind': 'LLM',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': inner.id,
      'gen_ai.request.max_tokens': asked.maxTokens,
      'gen_ai.request.temperature': asked.temperature,
      'gen_ai.request.stream': true,
      'answerable.task': currentCall().task ?? 'answer',
    }
    const span = tracer.start(`chat ${inner.id}`, 'chat', attributes)
    const started = performance.now()
    let text = ''
    let hasFinished = false
    let failure: unknown
    try {
      for await (const part of generateWithin({ span }, () => inner.stream(messages, asked, signal))) {
        if (part.type === 'text-delta' && part.text !== '' && text === '') span.set({ [firstChunkKey]: (performance.now() - started) / 1000 })
        if (part.type === 'text-delta') text += part.text
        if (part.type === 'finish') {
          hasFinished = true
          span.set({ ...ofFinish(part), 'gen_ai.response.model': part.model ?? inner.id })
        }
        yield part
      }
    } catch (error) {
      failure = error
      throw error
    } finally {
      if (!hasFinished && !failure) span.set({ 'answerable.aborted': true })
      span.setContent(() => contentOf(messages, text))
      span.end(failure)
    }
  })

const ofFinish = ({ reason, usage }: Extract<GeneratorPart, { type: 'finish' }>): Attributes => ({
  'gen_ai.response.finish_reasons': [reason],
  ...ofUsage(usage),
})

/** What is not told is left out. */
const ofUsage = ({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens, costUsd, reported }: Usage): Attributes => ({
  'gen_ai.usage.input_tokens': inputTokens,
  'gen_ai.usage.output_tokens': outputTokens,
  ...(typeof cacheReadTokens === 'number' && { 'gen_ai.usage.cache_read.input_tokens': cacheReadTokens }),
  ...(typeof cacheWriteTokens === 'number' && { 'gen_ai.usage.cache_creation.input_tokens': cacheWriteTokens }),
  ...(typeof reasoningTokens === 'number' && { 'gen_ai.usage.reasoning.output_tokens': reasoningTokens }),
  ...(costUsd !== null && { 'answerable.cost_usd': costUsd }),
  'answerable.usage_reported': reported,
})

/** As the conventions write messages: JSON. */
const contentOf = (messages: readonly Message[], text: string): Attributes => ({
  'gen_ai.input.messages': JSON.stringify(messages.map(({ role, content }) => ({ role, parts: [{ type: 'text', content }] }))),
  'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: text }] }]),
  'input.value': messages.at(-1)?.content ?? '',
  'output.value': text,
})
