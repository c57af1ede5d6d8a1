/** The exact bill of a call: prices of the settings or of @pydantic/genai-prices (no network), applied to tokens by kind in integers. */
import { fromPico, toPico } from '../../base/money.ts'
import type { PriceSource, Tariff, TokensByKind } from '../../domain/ledger.ts'
import type { Price, PricedModel } from './model-prices.ts'

/** Null when nobody says what the model costs. */
export type TariffOf = (model: PricedModel) => Tariff | null

/** The list that is installed, and the day it came out; a test holds this against the package. */
export const priceList: PriceSource & { readonly version: string } = { source: 'genai-prices 0.1.8', date: '2026-09-23', version: '0.1.8' }

/** What is billed on this machine: nothing. */
export const freeTariff: Tariff = {
  source: { source: 'local', date: null },
  isFree: true,
  costOf: () => '0',
  worstOf: () => '0',
}

export const loadTariffs = async (own: ReadonlyMap<string, Price>): Promise<TariffOf> => {
  const { calcPrice } = await import('@pydantic/genai-prices')
  const known = new Map<string, Tariff | null>()
  const listed = ({ model, vendor, baseUrl }: PricedModel): Tariff | null => {
    const where = vendor ? { providerId: vendor } : baseUrl ? { providerApiUrl: baseUrl } : null
    const found = where && calcPrice({ input_tokens: 1 }, model, where)
    return found ? listTariff(found.model_price as ListedPrices) : null
  }
  return (asked) => {
    const set = own.get(asked.model)
    if (set) return ownTariff(set)
    const key = [asked.vendor, asked.baseUrl, asked.model].join(' ')
    // Prices that change with the hour are those of the day on which the model was first asked.
    if (!known.has(key)) known.set(key, listed(asked))
    return known.get(key)!
  }
}

/** Of one token, in 1e-12 dollars, by the length of the whole prompt. */
type Rate = (promptTokens: number) => bigint

interface Rates {
  readonly input: Rate
  readonly output: Rate
  readonly reasoning: Rate
  readonly cacheRead: Rate
  readonly cacheWrite: Rate
}

/** A price that rises with the prompt holds for all of its tokens once the prompt is longer than `start`. */
interface Tiers {
  readonly base: number
  readonly tiers: readonly { readonly start: number; readonly price: number }[]
}

type ListedPrices = Readonly<Record<string, number | Tiers | undefined>>

const listTariff = (prices: ListedPrices): Tariff | null => {
  const rate = (name: string): Rate | null => (prices[name] === undefined ? null : rateOf(prices[name]))
  const input = rate('input_mtok')
  if (!input) return null
  const { source, date } = priceList
  // Embedding models write nothing.
  const output = rate('output_mtok') ?? (() => 0n)
  return tariff(
    { source, date },
    {
      input,
      output,
      reasoning: rate('output_reasoning_mtok') ?? output,
      cacheRead: rate('cache_read_mtok') ?? input,
      cacheWrite: rate('cache_write_mtok') ?? input,
    },
  )
}

const ownTariff = ({ input, output, cacheRead = input, cacheWrite = input }: Price): Tariff => {
  const writing = rateOf(output)
  return tariff(
    { source: 'settings', date: null },
    { input: rateOf(input), output: writing, reasoning: writing, cacheRead: rateOf(cacheRead), cacheWrite: rateOf(cacheWrite) },
  )
}

/** From US dollars for a million tokens. */
const rateOf = (price: number | Tiers): Rate => {
  if (typeof price === 'number') return fixed(perToken(price))
  const tiers = price.tiers.map(({ start, price: usd }) => ({ start, rate: perToken(usd) })).sort((one, other) => one.start - other.start)
  const base = perToken(price.base)
  return (promptTokens) => tiers.findLast(({ start }) => promptTokens > start)?.rate ?? base
}

const fixed =
  (rate: bigint): Rate =>
  () =>
    rate

const perToken = (usdPerMillion: number): bigint => {
  const pico = toPico(usdPerMillion)
  return (pico + 999_999n) / 1_000_000n
}

const tariff = (source: PriceSource, { input, output, reasoning, cacheRead, cacheWrite }: Rates): Tariff => {
  const sum = (tokens: TokensByKind): bigint => {
    const [read, written, thought] = [tokens.cacheRead ?? 0, tokens.cacheWrite ?? 0, tokens.reasoning ?? 0]
    const at = tokens.input
    return [
      BigInt(Math.max(0, at - read - written)) * input(at),
      BigInt(read) * cacheRead(at),
      BigInt(written) * cacheWrite(at),
      BigInt(Math.max(0, tokens.output - thought)) * output(at),
      BigInt(thought) * reasoning(at),
    ].reduce((total, part) => total + part)
  }
  return {
    source,
    isFree: false,
    costOf: (tokens) => fromPico(sum(tokens)),
    worstOf: ({ inputTokens, outputTokens }) => {
      const reading = dearestOf([input, cacheRead, cacheWrite], inputTokens)
      return fromPico(BigInt(inputTokens) * reading + BigInt(outputTokens) * dearestOf([output, reasoning], inputTokens))
    },
  }
}

const dearestOf = (rates: readonly Rate[], promptTokens: number): bigint =>
  rates.map((rate) => rate(promptTokens)).reduce((most, rate) => (rate > most ? rate : most))
