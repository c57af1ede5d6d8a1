/** Models that are open. One that several tasks name is opened once, with one circuit breaker for all of them. */
import { costOf, type PriceOf } from '../adapters/models/model-prices.ts'
import { chooseBest, openGenerator, type GeneratorParts, type GeneratorSetting, type OpenedGenerator } from '../adapters/models/open-generator.ts'
import type { Generator } from '../domain/model.ts'
import { circuitBreaker } from '../middleware/circuit-breaker.ts'
import type { ChainLink } from '../middleware/fallback-generator.ts'
import { limitedGenerator } from '../middleware/limited-generator.ts'
import { pricedGenerator } from '../middleware/priced-generator.ts'
import { retriedGenerator } from '../middleware/retried-generator.ts'

export interface PooledModel extends ChainLink {
  readonly opened: OpenedGenerator
}

export interface ModelPool {
  /** Null: the documents' own sentences. Fails with `unavailable` or `invalid`, as `openGenerator`. */
  open(setting: GeneratorSetting): Promise<PooledModel | null>
  /** Looks again at servers that were down when they were opened. */
  look(): Promise<void>
  close(): Promise<void>
}

export const openModelPool = (parts: GeneratorParts, priceOf: PriceOf): ModelPool => {
  const models = new Map<string, Promise<PooledModel | null>>()
  const openOnce = (setting: GeneratorSetting): Promise<PooledModel | null> => {
    const key = JSON.stringify(setting)
    const known = models.get(key)
    if (known) return known
    const opening = openGenerator(setting, parts).then((opened) => pooled(opened, priceOf))
    models.set(key, opening)
    // What could not be opened is tried anew by the next who asks.
    opening.catch(() => models.delete(key))
    return opening
  }
  const all = async (): Promise<PooledModel[]> => {
    const settled = await Promise.allSettled(models.values())
    return settled.flatMap((it) => (it.status === 'fulfilled' && it.value ? [it.value] : []))
  }
  return {
    open: async (setting) => openOnce(setting.kind === 'auto' ? await chooseBest(setting, parts) : setting),
    look: async () => void (await Promise.all((await all()).map(lookAgain))),
    close: async () => void (await Promise.allSettled((await all()).map(({ generator }) => generator.close()))),
  }
}

type Mutable<Object> = { -readonly [Key in keyof Object]: Object[Key] }

const pooled = (opened: OpenedGenerator, priceOf: PriceOf): PooledModel | null =>
  opened.generator && { opened, generator: equipped(opened.generator, opened, priceOf), breaker: circuitBreaker() }

/** What every model gets, whoever writes: tries again, keeps to its limits, tells what it cost. */
const equipped = (generator: Generator, { known = {}, billedBy }: OpenedGenerator, priceOf: PriceOf): Generator =>
  pricedGenerator(limitedGenerator(retriedGenerator(generator), known), (model, usage) => (billedBy ? costOf(priceOf({ model, ...billedBy }), usage) : 0))

const lookAgain = async (model: Mutable<PooledModel>): Promise<void> => {
  if (model.opened.look) model.opened = await model.opened.look()
}
