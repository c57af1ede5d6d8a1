import { modelCatalogue } from '../adapters/models/store/catalogue.ts'
import type { EmbedderSetting } from '../adapters/models/embedding/open-embedder.ts'
import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'
import type { KnownModel } from '../domain/embedding.ts'

/** What the settings ask for; null = search by words only. */
export const embedderSetting = (config: Config): EmbedderSetting | null => {
  const prefixes = { queryPrefix: config.embedderQueryPrefix, documentPrefix: config.embedderDocumentPrefix }
  if (config.embedder === 'none') return null
  if (config.embedder === 'openai') {
    const baseUrl = config.embedderBaseUrl ?? config.openaiBaseUrl ?? (config.embedderApiKey || config.openaiApiKey ? 'https://api.openai.com/v1' : undefined)
    if (!baseUrl)
      throw new AppError(
        'invalid',
        'ANSWERABLE_EMBEDDER=openai needs to know the server: set ANSWERABLE_EMBEDDER_BASE_URL, or OPENAI_API_KEY for OpenAI itself.',
      )
    return { kind: 'openai', baseUrl, apiKey: config.embedderApiKey ?? config.openaiApiKey, model: config.embedderModel, ...prefixes }
  }
  if (/[/\\]/.test(config.embedder) || config.embedder.startsWith('.'))
    return { kind: 'folder', path: config.embedder, pooling: config.embedderPooling, ...prefixes }
  return { kind: 'catalogue', model: config.embedder }
}

/** What a person names: as ANSWERABLE_EMBEDDER would, or `openai:MODEL` for another model of the same server. */
export const embedderNamed = (config: Config, name: string): EmbedderSetting | null => {
  const [kind, model] = /^(openai):(.+)$/.exec(name)?.slice(1) ?? [name]
  return embedderSetting({ ...config, embedder: kind!, ...(model && { embedderModel: model }) })
}

/** For the record: no key, and no password in an address. */
export const withoutSecrets = (setting: EmbedderSetting): Record<string, unknown> => {
  if (setting.kind !== 'openai') return { ...setting }
  const { apiKey: _apiKey, baseUrl, ...rest } = setting
  const url = new URL(baseUrl)
  url.username = ''
  url.password = ''
  return { ...rest, baseUrl: url.href === `${baseUrl}/` ? baseUrl : url.href }
}

/** How to open a model whose vectors are searched still. A key goes only to the server that it is set for. */
export const embedderKnown = (config: Config, modelId: string, known: KnownModel | null): EmbedderSetting | null => {
  const name = modelId.split('@')[0]!
  if (!known) return name in modelCatalogue ? { kind: 'catalogue', model: name } : null
  const setting = known.setting as unknown as EmbedderSetting
  if (setting.kind !== 'openai') return setting
  const now = config.embedder === 'openai' ? embedderSetting(config) : serverOf(config)
  const isSame = now?.kind === 'openai' && sameAddress(now.baseUrl, setting.baseUrl)
  return isSame ? { ...setting, baseUrl: now.baseUrl, apiKey: now.apiKey } : setting
}

/** The server that would embed if it were asked to; null where none is set. */
const serverOf = (config: Config): EmbedderSetting | null => {
  try {
    return embedderSetting({ ...config, embedder: 'openai' })
  } catch {
    return null
  }
}

const sameAddress = (one: string, other: string): boolean => bare(one) === bare(other)

const bare = (address: string): string => {
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname.replace(/\/$/, '')}`
}
