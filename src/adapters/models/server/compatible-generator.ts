import { AppError } from '../../../base/error.ts'
import { refuseGithubModels } from './github-models.ts'
import { openModelServer } from './model-server.ts'
import { defaultTimeouts } from './phase-timeouts.ts'
import type { Provider, ProviderOptions, ProviderWords, ServerGenerator } from './provider.ts'
import { providerGenerator } from './provider-generator.ts'
import { readServerFacts } from './server-facts.ts'
import { askForJson } from './strict-schema.ts'

const words: ProviderWords = { keySetting: 'OPENAI_API_KEY', urlSetting: 'OPENAI_BASE_URL', path: '/chat/completions' }

/** Any server that speaks OpenAI's chat completions: Ollama, vLLM, llama.cpp, LM Studio, gateways. */
export const openCompatible = (options: ProviderOptions): ServerGenerator => {
  if (!options.baseUrl) throw new AppError('invalid', 'An OpenAI-compatible server needs its address. Set OPENAI_BASE_URL, like http://127.0.0.1:11434/v1.')
  refuseGithubModels(options)
  return providerGenerator(compatible(options, options.baseUrl), options)
}

const compatible = ({ apiKey, passageBudgetTokens, timeouts }: ProviderOptions, baseUrl: string): Provider => {
  const server = openModelServer(baseUrl, timeouts?.connectMs ?? defaultTimeouts.connectMs, words)
  const authorization: Readonly<Record<string, string>> = apiKey ? { authorization: `Bearer ${apiKey}` } : {}
  return {
    server,
    words,
    // Small enough for servers that say nothing about it.
    contextTokens: 8192,
    passageBudgetTokens: passageBudgetTokens ?? 3000,
    authorization,
    readFacts: (model, signal) => readServerFacts(server, model, signal, { authorization }),
    loadModel: async (model, fetch) => {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
      // Without `includeUsage` no usage is sent at all.
      const settings = { name: 'openai', baseURL: server.baseUrl, includeUsage: true, supportsStructuredOutputs: true, fetch }
      return createOpenAICompatible({ ...settings, ...(apiKey && { apiKey }) }).chatModel(model)
    },
    callOptions: (_model, { schema }, level) => askForJson(schema, level),
    // A schema is asked for, but some servers take it and do not hold their model to it.
    capabilities: (_model, level, facts) => ({
      structured: level === 'strict' && !facts?.holdsSchemas ? 'json' : level,
      tools: true,
      maxOutputTokens: null,
      languages: null,
    }),
  }
}
