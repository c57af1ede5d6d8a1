import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { countAs } from '../../tokens/gpt-pieces.ts'
import { refuseGithubModels } from './github-models.ts'
import { openModelServer } from './model-server.ts'
import { defaultTimeouts } from './phase-timeouts.ts'
import type { Provider, ProviderOptions, ProviderWords, ServerGenerator } from './provider.ts'
import { keyedPrefix } from './prompt-prefix.ts'
import { providerGenerator } from './provider-generator.ts'
import { askForJson } from './strict-schema.ts'

const words: ProviderWords = { keySetting: 'OPENAI_API_KEY', urlSetting: 'OPENAI_BASE_URL', path: '/chat/completions' }

/** OpenAI itself, by chat completions, as decision 0006 says why: all its models for text speak them but those for code. */
export const openOpenAi = (options: ProviderOptions): ServerGenerator => {
  refuseGithubModels(options)
  const model = options.model || 'gpt-4o-mini'
  return providerGenerator({ ...openAi(options), countTokens: (text) => countAs(model, text) }, { ...options, model })
}

const openAi = ({ baseUrl, apiKey, passageBudgetTokens, timeouts }: ProviderOptions): Provider => {
  const server = openModelServer(baseUrl || 'https://api.openai.com/v1', timeouts?.connectMs ?? defaultTimeouts.connectMs, words)
  return {
    server,
    words,
    // The smallest window of the models that are still offered.
    contextTokens: 128_000,
    passageBudgetTokens: passageBudgetTokens ?? 3000,
    authorization: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
    loadModel: async (model, fetch) => {
      const { createOpenAI } = await import('@ai-sdk/openai')
      return createOpenAI({ baseURL: server.baseUrl, apiKey: apiKey ?? '', fetch }).chat(model)
    },
    callOptions: (model, { schema }, level) => {
      const { providerOptions, ...format } = askForJson(schema, level)
      // What is asked about the user's documents is nobody's to keep; some accounts store it unless told not to.
      return { ...leastReasoning(model), ...format, providerOptions: { openai: { store: false, ...providerOptions.openai } } }
    },
    keepPrefix: keyedPrefix,
    capabilities: (_model, level) => ({ structured: level, tools: true, maxOutputTokens: null, languages: null }),
  }
}

/** Reasoning is billed as answer and counted in its limit: an answer that keeps to passages needs the least that each family of models takes. */
const leastReasoning = (model: string): Pick<LanguageModelV4CallOptions, 'reasoning'> => {
  const [, effort] = reasoningFamilies.find(([family]) => family.test(model)) ?? []
  return effort ? { reasoning: effort } : {}
}

const reasoningFamilies: readonly (readonly [RegExp, 'none' | 'minimal' | 'low' | null])[] = [
  [/-chat|-pro/, null],
  [/^gpt-5\.\d/, 'none'],
  [/^gpt-5/, 'minimal'],
  [/^(o\d|gpt-[6-9])/, 'low'],
]
