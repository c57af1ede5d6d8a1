/** What a call costs, from the prices that @pydantic/genai-prices carries (no network) or that the user has set. */
import { AppError } from '../../base/error.ts'

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number
  readonly output: number
  /** Of prompts that the provider had in its cache, or put there; left out: as `input`. */
  readonly cacheRead?: number
  readonly cacheWrite?: number
}

export interface PricedModel {
  readonly model: string
  /** Where it is asked: the same name costs nothing at one place and much at another. */
  readonly vendor: 'openai' | 'anthropic' | null
  readonly baseUrl: string | null
}

export type PriceOf = (model: PricedModel) => Price | null

/** Null when nobody says what the model costs. Prices that rise with the length of the prompt count as at its shortest. */
export const loadPrices = async (own: ReadonlyMap<string, Price>): Promise<PriceOf> => {
  const { calcPrice } = await import('@pydantic/genai-prices')
  const perToken = (usage: Record<string, number>, { model, vendor, baseUrl }: PricedModel): number | null => {
    const where = vendor ? { providerId: vendor } : baseUrl ? { providerApiUrl: baseUrl } : null
    return where && (calcPrice(usage, model, where)?.total_price ?? null)
  }
  return (asked) => {
    const set = own.get(asked.model)
    if (set) return set
    const [input, output] = [perToken({ input_tokens: 1000 }, asked), perToken({ output_tokens: 1000 }, asked)]
    return input === null || output === null ? null : { input: input * 1000, output: output * 1000 }
  }
}

export const costOf = (price: Price | null, { inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number }): number | null =>
  price && (inputTokens * price.input + outputTokens * price.output) / 1e6

/** `name=input/output[/cache read[/cache write]]`, several separated by commas: US dollars for a million tokens. Fails with `invalid`. */
export const readPrices = (entries: readonly string[]): ReadonlyMap<string, Price> =>
  new Map(
    entries.map((entry) => {
      const [, name, prices] = /^(.+)=(\d+(?:\.\d+)?(?:\/\d+(?:\.\d+)?){1,3})$/.exec(entry) ?? []
      const [input, output, cacheRead, cacheWrite] = prices?.split('/').map(Number) ?? []
      if (name)
        return [name, { input: input!, output: output!, ...(cacheRead !== undefined && { cacheRead }), ...(cacheWrite !== undefined && { cacheWrite }) }]
      throw new AppError(
        'invalid',
        `ANSWERABLE_PRICES has "${entry}". Write NAME=INPUT/OUTPUT in US dollars for a million tokens, like qwen3-32b=0.10/0.30; what the provider's cache costs to read and to write may follow, like 3/15/0.30/3.75.`,
      )
    }),
  )
