import type { GenerateOptions, GeneratorPart, Message } from '../../../domain/model.ts'
import { countGptTokens } from './count-chat-tokens.ts'
import { parameterDialect } from './parameter-dialect.ts'
import { defaultTimeouts, startPhaseTimer } from './phase-timeouts.ts'
import { factsOf, modelOf, type Call, type ServerState } from './provider-call.ts'
import type { Provider, ProviderOptions, ServerGenerator } from './provider.ts'
import { seenPrefixes } from './prompt-prefix.ts'
import { readAnswer } from './read-answer.ts'
import { toUpstreamError } from './upstream-error.ts'

/**
 * A generator of what a provider's adapter says of itself. `details.retryable` and `details.retryAfterMs` of its errors are for
 * `retriedGenerator`. Cancelling, and leaving the loop, closes the socket.
 */
export const providerGenerator = (provider: Provider, options: ProviderOptions): ServerGenerator => {
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const state: ServerState = {
    provider,
    apiKey: options.apiKey,
    model: options.model,
    timeouts,
    dialect: parameterDialect(),
    prefixes: seenPrefixes(() => performance.now()),
    level: 'strict',
    facts: null,
  }
  return {
    get id() {
      return state.model ?? `the first model of ${provider.server.host}`
    },
    get contextTokens() {
      return options.contextTokens ?? state.facts?.contextTokens ?? provider.contextTokens
    },
    passageBudgetTokens: provider.passageBudgetTokens,
    get capabilities() {
      return provider.capabilities(state.model ?? '', state.level, state.facts)
    },
    countTokens: provider.countTokens ?? countGptTokens,
    findModel: async (signal = new AbortController().signal) => {
      try {
        const model = await modelOf(state, signal)
        if (provider.readFacts && !state.facts?.contextTokens) state.facts = await provider.readFacts(model, signal)
        return model
      } catch (error) {
        throw signal.aborted ? signal.reason : toUpstreamError(error, factsOf({ state, progress: 'connecting', messages: [] }))
      }
    },
    stream: (messages, asked, signal) => streamOnce(state, messages, asked, signal),
    close: () => provider.server.close(),
  }
}

async function* streamOnce(
  state: ServerState,
  messages: readonly Message[],
  asked: GenerateOptions,
  signal?: AbortSignal,
): AsyncGenerator<GeneratorPart, void> {
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
