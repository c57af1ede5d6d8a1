import { refuseGithubModels } from './github-models.ts'
import { withUsage } from './missing-usage.ts'
import { openModelServer } from './model-server.ts'
import { defaultTimeouts } from './phase-timeouts.ts'
import type { Provider, ProviderOptions, ProviderWords, ServerGenerator } from './provider.ts'
import { markedPrefix } from './prompt-prefix.ts'
import { providerGenerator } from './provider-generator.ts'

const words: ProviderWords = { keySetting: 'ANTHROPIC_API_KEY', urlSetting: 'ANTHROPIC_BASE_URL', path: '/messages' }

/** Anthropic, or a server that speaks its Messages API. */
export const openAnthropic = (options: ProviderOptions): ServerGenerator => {
  refuseGithubModels(options)
  return providerGenerator(anthropic(options), { ...options, model: options.model || 'claude-haiku-4-5' })
}

const anthropic = ({ baseUrl, apiKey = '', passageBudgetTokens, timeouts }: ProviderOptions): Provider => {
  const server = openModelServer(baseUrl || 'https://api.anthropic.com/v1', timeouts?.connectMs ?? defaultTimeouts.connectMs, words)
  return {
    server,
    words,
    contextTokens: 200_000,
    passageBudgetTokens: passageBudgetTokens ?? 3000,
    authorization: { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' },
    loadModel: async (model, fetch) => {
      const { createAnthropic } = await import('@ai-sdk/anthropic')
      return createAnthropic({ baseURL: server.baseUrl, apiKey, fetch: withUsage(fetch) })(model)
    },
    callOptions: (model, { schema }, level) => ({
      // Thinking is billed as answer and counted in its limit. Newer models think unless told not to; those that cannot do without get the least.
      ...(thinksUnasked.test(model) && { reasoning: 'none' }),
      ...(schema && level !== 'prompt' && { responseFormat: { type: 'json', schema } }),
      // Weaker than Anthropic's structured output is a tool that must be called, whose input follows the schema.
      ...(level === 'json' && { providerOptions: { anthropic: { structuredOutputMode: 'jsonTool' } } }),
    }),
    keepPrefix: markedPrefix,
    capabilities: (model, level) => ({
      structured: level === 'strict' && !holdsSchemas(model) ? 'json' : level,
      tools: true,
      maxOutputTokens: null,
      languages: null,
    }),
  }
}

/** https://platform.claude.com/docs/en/build-with-claude/structured-outputs: older models, and other makers', are given a tool instead. */
const holdsSchemas = (model: string): boolean => model.includes('claude-') && !/claude-(instant|v?[23])|claude-(sonnet|opus)-4-(0|2025)/.test(model)

const thinksUnasked = /claude-[a-z]+-[5-9]/
