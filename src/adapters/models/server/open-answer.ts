import type { LanguageModelV4CallOptions, LanguageModelV4Prompt, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { Message } from '../../../domain/model.ts'
import { prefixOf } from './prompt-prefix.ts'
import { modelOf, type Call } from './provider-call.ts'
import { refusesForGood, weakerLevel, withSchemaInWords, type StructureLevel } from './structure-level.ts'
import { streamOrWhole } from './whole-answer.ts'

export interface OpenedAnswer {
  readonly stream: ReadableStream<LanguageModelV4StreamPart>
  /** How a schema was asked for in the end. */
  readonly level: StructureLevel
}

/** Sends the request; what the server refuses by name (a parameter, a form of structured output) is said otherwise and sent again. */
export const openAnswer = async (call: Call): Promise<OpenedAnswer> => {
  const { state, asked, signal } = call
  const { provider, dialect } = state
  const model = await modelOf(state, signal)
  let level = state.level
  for (;;) {
    try {
      const stream = await streamOrWhole((fetch) => provider.loadModel(model, fetch), fetchOf(call), requestOf(call, model, level))
      return { stream, level }
    } catch (error) {
      // What failed after a good status may be billed: another try is another call.
      if (call.progress !== 'connecting') throw error
      const weaker = asked.schema ? weakerLevel(level, error) : null
      if (weaker) {
        if (refusesForGood(error)) state.level = weaker
        level = weaker
      } else if (!dialect.learn(error)) throw error
    }
  }
}

const requestOf = ({ state, messages, asked, signal }: Call, model: string, level: StructureLevel): LanguageModelV4CallOptions => {
  const told = asked.schema && level !== 'strict' ? withSchemaInWords(messages, asked.schema) : messages
  const prompt = told.map(toPromptMessage)
  const options: LanguageModelV4CallOptions = {
    prompt,
    maxOutputTokens: asked.maxTokens,
    temperature: asked.temperature,
    abortSignal: signal,
    ...state.provider.callOptions(model, asked, level),
  }
  const prefix = prefixOf(told)
  return prefix && state.provider.keepPrefix ? state.provider.keepPrefix(options, prefix, state.prefixes) : options
}

const toPromptMessage = ({ role, content }: Message): LanguageModelV4Prompt[number] =>
  role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] }

/** Says parameters as this server wants them; notes that headers came; follows no redirect, which would carry key and prompt to another server. */
const fetchOf = (call: Call): typeof fetch => {
  const { provider, dialect } = call.state
  return async (input, init) => {
    const body = typeof init?.body === 'string' ? JSON.stringify(dialect.translate(JSON.parse(init.body) as Record<string, unknown>)) : init?.body
    const response = await provider.server.fetch(input, { ...init, ...(body !== undefined && { body }), redirect: 'manual' })
    if (response.ok) call.progress = 'answering'
    return response
  }
}
