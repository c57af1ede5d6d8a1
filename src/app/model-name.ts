/** How people name models in the settings, e.g. `openai:gpt-5-mini`, `local:qwen2.5-coder-1.5b`, `notes.gguf`. */
import { localGenerators, type GeneratorSetting, type LocalGenerator, type ServerSetting } from '../adapters/models/open-generator.ts'
import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'

/** `setting` is the name of the setting, for the sentence of the error (`invalid`), which also names the `others` that are allowed there. */
export const readModelName = (name: string, setting: string, config: Config, others: readonly string[] = []): GeneratorSetting => {
  const contextTokens = config.generatorContextTokens
  const [kind, model] = splitName(name)
  const timeouts = {
    connectMs: config.connectTimeoutSeconds * 1000,
    firstTokenMs: config.modelTimeoutSeconds * 1000,
    idleMs: config.idleTimeoutSeconds * 1000,
    totalMs: config.totalTimeoutSeconds * 1000,
  }
  const openai = { baseUrl: config.openaiBaseUrl, apiKey: config.openaiApiKey, model: model ?? config.generatorModel, contextTokens, timeouts }
  const anthropic = { ...openai, baseUrl: config.anthropicBaseUrl, apiKey: config.anthropicApiKey }
  if (name === 'auto') return { kind: 'auto', openai, anthropic }
  if (name === 'extractive') return { kind: 'none' }
  if (name.endsWith('.gguf')) return { kind: 'gguf', path: name, contextTokens }
  if (kind === 'openai')
    return reachable(
      { kind, ...openai },
      `${setting} names "${name}", and nothing says how to reach it. Set OPENAI_API_KEY for OpenAI, or OPENAI_BASE_URL for another server.`,
    )
  if (kind === 'anthropic') return reachable({ kind, ...anthropic }, `${setting} names "${name}", and there is no key for it. Set ANTHROPIC_API_KEY.`)
  if (kind === 'compatible') return { kind, ...openai, ...elsewhere(model, config) }
  const local = kind === 'local' ? model : name
  if (isLocal(local)) return { kind: 'local', model: local, contextTokens }
  throw new AppError('invalid', `${setting} names "${name}". Allowed are ${[...others, allowed].join(', ')}.`)
}

const reachable = (setting: ServerSetting, sentence: string): ServerSetting => {
  if (setting.baseUrl || setting.apiKey) return setting
  throw new AppError('invalid', sentence)
}

const splitName = (name: string): [kind: string, model: string | undefined] => {
  const at = name.indexOf(':')
  return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1) || undefined]
}

/** `NAME@URL` is a server of its own. It gets the key only when it is where OPENAI_BASE_URL points: keys do not travel. */
const elsewhere = (model: string | undefined, { openaiBaseUrl, openaiApiKey }: Config) => {
  const found = /^(.*)@(https?:\/\/.+)$/.exec(model ?? '')
  if (!found) return {}
  const [, name, baseUrl] = found
  const isSame = openaiBaseUrl !== undefined && URL.parse(baseUrl!)?.origin === URL.parse(openaiBaseUrl)?.origin
  return { model: name || undefined, baseUrl, apiKey: isSame ? openaiApiKey : undefined }
}

const isLocal = (name: string | undefined): name is LocalGenerator => (localGenerators as readonly (string | undefined)[]).includes(name)

const allowed = `auto, extractive, openai:NAME, anthropic:NAME, compatible:NAME (at OPENAI_BASE_URL) or compatible:NAME@URL, ${localGenerators.map((id) => `local:${id}`).join(', ')}, and a path to a .gguf file`
