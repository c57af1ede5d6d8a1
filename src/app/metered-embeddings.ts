/** Embedders in the ledger: a server's by each request, one of this machine by each batch. */
import type { EmbedderSetting, OpenEmbedderOptions, OpenedEmbedder } from '../adapters/models/embedding/open-embedder.ts'
import { countGptTokens } from '../adapters/models/server/count-chat-tokens.ts'
import { freeTariff } from '../adapters/models/tariffs.ts'
import { meteredEmbedder, meterEmbeddings } from '../middleware/metered-embedder.ts'
import type { Metering } from './metering.ts'

type Open = (meter: Pick<OpenEmbedderOptions, 'meter'>) => Promise<OpenedEmbedder>

export const meteredBy = async ({ ledger, tariffs }: Pick<Metering, 'ledger' | 'tariffs'>, setting: EmbedderSetting, open: Open): Promise<OpenedEmbedder> => {
  if (setting.kind === 'openai') {
    const { model, baseUrl } = setting
    const tariff = (await tariffs())({ model, vendor: null, baseUrl })
    const countTokens = (texts: readonly string[]): Promise<number[]> => Promise.all(texts.map(countGptTokens))
    return open({ meter: meterEmbeddings({ ledger, provider: new URL(baseUrl).host, model, tariff, countTokens }) })
  }
  const embedder = await open({})
  return meteredEmbedder(embedder, { ledger, provider: 'local', model: embedder.id.split('@')[0]!, tariff: freeTariff })
}
