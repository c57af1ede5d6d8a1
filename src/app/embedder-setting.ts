import type { EmbedderSetting } from '../adapters/models/open-embedder.ts'
import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'

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
