/** Models that are open. One that several tasks name is opened once, with one circuit breaker for all of them. */
import { freeTariff, type TariffOf } from '../adapters/models/tariffs.ts'
import { chooseBest, openGenerator, type GeneratorParts, type GeneratorSetting, type OpenedGenerator } from '../adapters/models/open-generator.ts'
import { noTokens, type CallLedger } from '../domain/ledger.ts'
import type { Generator } from '../domain/model.ts'
import type { Tracer } from '../domain/trace.ts'
import { circuitBreaker } from '../middleware/circuit-breaker.ts'
import type { ChainLink } from '../middleware/fallback-generator.ts'
import { limitedGenerator } from '../middleware/limited-generator.ts'
import { meteredGenerator, type Meter } from '../middleware/metered-generator.ts'
import { pricedGenerator } from '../middleware/priced-generator.ts'
import { retriedGenerator } from '../middleware/retried-generator.ts'
import { tracedGenerator } from '../middleware/traced-generator.ts'

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

export interface ModelPoolParts extends GeneratorParts {
  readonly ledger: CallLedger
  readonly tariffOf: TariffOf
  readonly tracer: Tracer
}

export const openModelPool = (parts: ModelPoolParts): ModelPool => {
  const models = new Map<string, Promise<PooledModel | null>>()
  const openOnce = (setting: GeneratorSetting): Promise<PooledModel | null> => {
    const key = JSON.stringify(setting)
    const known = models.get(key)
    if (known) return known
    const opening = openGenerator(setting, parts).then((opened) => pooled(opened, parts))
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

const pooled = (opened: OpenedGenerator, parts: ModelPoolParts): PooledModel | null =>
  opened.generator && {
    opened,
    generator: tracedGenerator(equipped(opened.generator, opened, meterOf(opened, parts)), parts.tracer, providerOf(opened)),
    breaker: circuitBreaker(),
  }

/** In the GenAI conventions' words, where they have one. */
const providerOf = ({ billedBy }: OpenedGenerator): string => (billedBy ? (billedBy.vendor ?? 'openai_compatible') : 'llama.cpp')

const meterOf = ({ billedBy }: OpenedGenerator, { ledger, tariffOf }: ModelPoolParts): Meter => ({
  ledger,
  provider: billedBy ? (billedBy.vendor ?? URL.parse(billedBy.baseUrl ?? '')?.host ?? 'server') : 'local',
  tariffOf: (model) => (billedBy ? tariffOf({ model, ...billedBy }) : freeTariff),
  countsExactly: billedBy?.vendor === 'openai' || billedBy === null,
})

/** What every model gets, whoever writes: each call that goes out is paid for; tries again, keeps to its limits, tells what it may cost. */
const equipped = (generator: Generator, { known = {} }: OpenedGenerator, meter: Meter): Generator =>
  pricedGenerator(limitedGenerator(retriedGenerator(meteredGenerator(generator, meter)), known), (model, { inputTokens, outputTokens }) => {
    const cost = meter.tariffOf(model)?.costOf({ ...noTokens, input: inputTokens, output: outputTokens })
    return cost === undefined ? null : Number(cost)
  })

const lookAgain = async (model: Mutable<PooledModel>): Promise<void> => {
  if (model.opened.look) model.opened = await model.opened.look()
}
