import { localGenerators, type GeneratorSetting, type LocalGenerator } from '../adapters/models/open-generator.ts'
import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'

export const generatorSetting = (config: Config): GeneratorSetting => {
  const server = {
    ...(config.openaiBaseUrl && { baseUrl: config.openaiBaseUrl }),
    ...(config.openaiApiKey && { apiKey: config.openaiApiKey }),
    ...(config.generatorModel && { model: config.generatorModel }),
    ...(config.generatorContextTokens && { contextTokens: config.generatorContextTokens }),
  }
  const window = config.generatorContextTokens ? { contextTokens: config.generatorContextTokens } : {}
  if (config.generator === 'auto') return { kind: 'auto', openai: server }
  if (config.generator === 'openai') return { kind: 'openai', ...server }
  if (config.generator === 'extractive') return { kind: 'none' }
  if (isLocal(config.generator)) return { kind: 'local', model: config.generator, ...window }
  if (config.generator.endsWith('.gguf')) return { kind: 'gguf', path: config.generator, ...window }
  throw new AppError(
    'invalid',
    `ANSWERABLE_GENERATOR is "${config.generator}". Choose auto, openai, extractive, ${localGenerators.join(', ')}, or a path to a .gguf file.`,
  )
}

const isLocal = (name: string): name is LocalGenerator => (localGenerators as readonly string[]).includes(name)
