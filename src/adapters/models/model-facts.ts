/** What is known of well-known models before they are asked: windows, longest answers, structured output. Unknown stays unknown. */
import type { Capabilities } from '../../domain/model.ts'

export type Vendor = 'openai' | 'anthropic'

export interface ModelFacts {
  readonly contextTokens: number | null
  readonly known: Partial<Capabilities>
}

export const readModelFacts = (vendor: Vendor, model: string): Promise<ModelFacts> => (vendor === 'openai' ? openAiFacts(model) : anthropicFacts(model))

/** A specification of gpt-tokenizer, by the part we use. */
interface Specification {
  readonly name?: string
  readonly context_window?: number
  readonly max_output_tokens?: number
  readonly supported_features?: readonly string[]
}

/** OpenAI's own pages on its models, as gpt-tokenizer carries them. A name with a date is also known by the name without it. */
const openAiFacts = async (model: string): Promise<ModelFacts> => {
  const specifications = (await import('gpt-tokenizer/models')) as unknown as Readonly<Record<string, Specification>>
  const plain = model.replace(/-\d{4}-\d{2}-\d{2}$/, '')
  const found = [model, plain].map((name) => (Object.hasOwn(specifications, name) ? specifications[name] : undefined)).find(Boolean)
  if (!found) return unknown
  const features = found.supported_features
  return {
    contextTokens: found.context_window ?? null,
    known: {
      ...(found.max_output_tokens !== undefined && { maxOutputTokens: found.max_output_tokens }),
      ...(features && !features.includes('structured_outputs') && { structured: 'json' }),
      ...(features && { tools: features.includes('function_calling') }),
    },
  }
}

const unknown: ModelFacts = { contextTokens: null, known: {} }

/** Longest answers as the table of @ai-sdk/anthropic 4.0.105 has them, windows as @pydantic/genai-prices has them. */
const anthropicLimits: readonly (readonly [RegExp, number])[] = [
  [/claude-(instant|v?2|3)(?=$|[-.:])/, 4096],
  [/claude-opus-4-(0|1|2025)/, 32_000],
  [/claude-(sonnet-4-(0|5|2025)|(opus|haiku)-4-5)/, 64_000],
  [/claude-/, 128_000],
]

const anthropicFacts = async (model: string): Promise<ModelFacts> => {
  const limit = anthropicLimits.find(([family]) => family.test(model))?.[1]
  return { contextTokens: (await findPricedModel('anthropic', model))?.context_window ?? null, known: limit ? { maxOutputTokens: limit } : {} }
}

const findPricedModel = async (providerId: Vendor, model: string) => {
  const { calcPrice } = await import('@pydantic/genai-prices')
  return calcPrice({ input_tokens: 1, output_tokens: 1 }, model, { providerId })?.model ?? null
}
