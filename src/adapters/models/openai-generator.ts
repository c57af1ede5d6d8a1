import type { LanguageModelV4, LanguageModelV4Prompt, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import type { Generator, GenerateOptions, GeneratorPart, Message } from '../../domain/model.ts'
import { countUsage, readFinishReason, readUsage } from './answer-end.ts'
import { countGptTokens } from './count-chat-tokens.ts'
import { firstModel } from './list-models.ts'
import { openModelServer, type ModelServer } from './model-server.ts'
import { parameterDialect, type ParameterDialect } from './parameter-dialect.ts'
import { defaultTimeouts, startPhaseTimer, type PhaseTimeouts, type PhaseTimer } from './phase-timeouts.ts'
import { thinkingFilter } from './thinking-filter.ts'
import { unlessAborted } from './unless-aborted.ts'
import { brokenError, streamedError, toUpstreamError, type CallFacts } from './upstream-error.ts'

export interface OpenAiGeneratorOptions {
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  /** The first of the server's `/models` when unset. */
  readonly model?: string | undefined
  readonly contextTokens?: number
  readonly passageBudgetTokens?: number
  readonly timeouts?: Partial<PhaseTimeouts>
}

export interface OpenAiGenerator extends Generator {
  /** The name of the model that answers, asked of the server where it was not given. */
  findModel(signal?: AbortSignal): Promise<string>
}

/**
 * Any server that speaks OpenAI's chat completions. Tries once: trying again is `retriedGenerator`'s work, and `details.retryable` and
 * `details.retryAfterMs` of the errors are for it. Cancelling closes the socket.
 */
export const openAiGenerator = (options: OpenAiGeneratorOptions): OpenAiGenerator => {
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const server = openModelServer(options.baseUrl, timeouts.connectMs)
  const state: State = { server, apiKey: options.apiKey, model: options.model, timeouts, dialect: parameterDialect() }
  return {
    get id() {
      return state.model ?? `the first model of ${server.host}`
    },
    // Small enough for servers that say nothing about it; the setting tells the truth about others.
    contextTokens: options.contextTokens ?? 8192,
    passageBudgetTokens: options.passageBudgetTokens ?? 3000,
    capabilities: { structured: 'prompt', tools: true, maxOutputTokens: null, languages: null },
    countTokens: countGptTokens,
    findModel: async (signal = new AbortController().signal) => {
      try {
        return (state.model ??= await firstModel(server, state.apiKey, signal))
      } catch (error) {
        throw signal.aborted ? signal.reason : toUpstreamError(error, factsOf({ state, progress: 'connecting' }))
      }
    },
    stream: (messages, asked, signal) => streamOnce(state, messages, asked, signal),
    close: () => server.close(),
  }
}

interface State {
  readonly server: ModelServer
  readonly apiKey: string | undefined
  /** Known from the start, or after the first call. */
  model: string | undefined
  readonly timeouts: PhaseTimeouts
  readonly dialect: ParameterDialect
}

async function* streamOnce(state: State, messages: readonly Message[], asked: GenerateOptions, signal?: AbortSignal): AsyncGenerator<GeneratorPart, void> {
  signal?.throwIfAborted()
  // Our own controller: leaving the loop must close the socket too, and the SDK does not do that.
  const work = new AbortController()
  const stop = (): void => work.abort(signal!.reason)
  signal?.addEventListener('abort', stop, { once: true })
  const timer = startPhaseTimer(state.timeouts, (error) => work.abort(error))
  const call: Call = { state, messages, asked, timer, signal: work.signal, progress: 'connecting' }
  try {
    yield* readAnswer(call)
  } catch (error) {
    throw work.signal.aborted ? work.signal.reason : toUpstreamError(error, factsOf(call))
  } finally {
    timer.stop()
    signal?.removeEventListener('abort', stop)
    work.abort()
  }
}

interface Call {
  readonly state: State
  readonly messages: readonly Message[]
  readonly asked: GenerateOptions
  readonly timer: PhaseTimer
  readonly signal: AbortSignal
  progress: CallFacts['progress']
}

const factsOf = ({ state, progress }: Pick<Call, 'state' | 'progress'>): CallFacts => ({
  host: state.server.host,
  model: state.model ?? '',
  apiKey: state.apiKey,
  connectMs: state.timeouts.connectMs,
  progress,
})

async function* readAnswer(call: Call): AsyncGenerator<GeneratorPart, void> {
  const thinking = thinkingFilter()
  let written = ''
  let visible = 0
  for await (const part of partsOf(call)) {
    if (part.type === 'error') throw streamedError(part.error, factsOf(call))
    if (part.type === 'finish') {
      const reason = readFinishReason(part.finishReason)
      if (!reason) throw brokenError(null, factsOf(call))
      const held = thinking.end()
      if (held) yield { type: 'text-delta', text: held }
      return yield { type: 'finish', reason, usage: readUsage(part.usage) ?? (await countUsage(call.messages, written)) }
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

async function* partsOf(call: Call): AsyncGenerator<LanguageModelV4StreamPart, void> {
  const stream = await call.timer.during('firstToken', openStream(call))
  call.progress = 'answering'
  const reader = stream.getReader()
  for (;;) {
    const step = await call.timer.during(call.progress === 'writing' ? 'idle' : 'firstToken', unlessAborted(reader.read(), call.signal))
    if (step.done) return
    if (step.value.type === 'text-delta' || step.value.type === 'reasoning-delta') call.progress = 'writing'
    yield step.value
  }
}

/** A request that the server refuses for the name of a parameter is put in its dialect and sent again. */
const openStream = async ({ state, messages, asked, signal }: Call): Promise<ReadableStream<LanguageModelV4StreamPart>> => {
  state.model ??= await firstModel(state.server, state.apiKey, signal)
  const model = await languageModel(state, state.model)
  for (;;) {
    try {
      const { stream } = await model.doStream({
        prompt: messages.map(toPromptMessage),
        maxOutputTokens: asked.maxTokens,
        temperature: asked.temperature,
        abortSignal: signal,
      })
      return stream
    } catch (error) {
      if (!state.dialect.learn(error)) throw error
    }
  }
}

const languageModel = async ({ server, apiKey, dialect }: State, model: string): Promise<LanguageModelV4> => {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const provider = createOpenAICompatible({
    name: 'openai',
    baseURL: server.baseUrl,
    // Without it no usage is sent at all.
    includeUsage: true,
    fetch: server.fetch,
    transformRequestBody: dialect.translate,
    ...(apiKey && { apiKey }),
  })
  return provider.chatModel(model)
}

const toPromptMessage = ({ role, content }: Message): LanguageModelV4Prompt[number] =>
  role === 'system' ? { role, content } : { role, content: [{ type: 'text', text: content }] }
