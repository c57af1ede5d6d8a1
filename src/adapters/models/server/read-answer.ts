import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { GeneratorPart } from '../../../domain/model.ts'
import { countUsage, readFinishReason, readUsage } from './answer-end.ts'
import { openAnswer } from './open-answer.ts'
import { factsOf, type Call } from './provider-call.ts'
import { withoutFence } from './structure-level.ts'
import { thinkingFilter } from './thinking-filter.ts'
import { unlessAborted } from '../unless-aborted.ts'
import { brokenError, streamedError } from './upstream-error.ts'

/** The SDK's parts as ours: text, then one finish that the server said, or the error that took its place. */
export async function* readAnswer(call: Call): AsyncGenerator<GeneratorPart, void> {
  const { stream, level } = await call.timer.during('firstToken', openAnswer(call))
  // A fence is seen at its end only; JSON is of no use before its end either.
  const parts = readParts(call, stream)
  if (call.asked.schema && level === 'prompt') yield* atOnce(parts, withoutFence)
  else yield* parts
}

async function* readParts(call: Call, stream: ReadableStream<LanguageModelV4StreamPart>): AsyncGenerator<GeneratorPart, void> {
  const thinking = thinkingFilter()
  let written = ''
  let visible = 0
  for await (const part of partsOf(call, stream)) {
    if (part.type === 'error') throw streamedError(part.error, factsOf(call))
    if (part.type === 'finish') {
      const reason = readFinishReason(part.finishReason)
      if (!reason) throw brokenError(null, factsOf(call))
      const held = thinking.end()
      if (held) yield { type: 'text-delta', text: held }
      return yield { type: 'finish', reason, usage: readUsage(part.usage, written) ?? (await countUsage(call.messages, written)) }
    }
    if (part.type !== 'text-delta' && part.type !== 'reasoning-delta') continue
    written += part.delta
    const text = part.type === 'text-delta' ? thinking.push(part.delta) : ''
    if (text) yield { type: 'text-delta', text }
    visible += text.length
    // A server that ignores `max_tokens` is stopped here: no model's tokens are that long on average.
    if (visible > call.asked.maxTokens * 16 + 1000) return yield { type: 'finish', reason: 'length', usage: await countUsage(call.messages, written) }
  }
  throw brokenError(null, factsOf(call))
}

async function* partsOf(call: Call, stream: ReadableStream<LanguageModelV4StreamPart>): AsyncGenerator<LanguageModelV4StreamPart, void> {
  const reader = stream.getReader()
  for (;;) {
    const step = await call.timer.during(call.progress === 'writing' ? 'idle' : 'firstToken', unlessAborted(reader.read(), call.signal))
    if (step.done) return
    if (step.value.type === 'text-delta' || step.value.type === 'reasoning-delta') call.progress = 'writing'
    yield step.value
  }
}

async function* atOnce(parts: AsyncIterable<GeneratorPart>, change: (text: string) => string): AsyncGenerator<GeneratorPart, void> {
  let text = ''
  for await (const part of parts) {
    if (part.type === 'text-delta') text += part.text
    else {
      if (text) yield { type: 'text-delta', text: change(text) }
      yield part
    }
  }
}
