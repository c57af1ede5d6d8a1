import type { Config } from '../../config.ts'

/** The owner has chosen a model: by name, or by the address or key of a provider. A local model that just happens to be installed is not asked unbidden: it may take a minute. */
export const isModelChosen = (config: Config): boolean => {
  if (config.summariseModels?.length) return config.summariseModels[0] !== 'extractive'
  const first = config.generator.split(',')[0]!.trim()
  if (first !== 'auto') return first !== 'extractive'
  return [config.openaiApiKey, config.openaiBaseUrl, config.anthropicApiKey, config.anthropicBaseUrl].some((it) => it !== undefined && it !== '')
}
