/** Whose tokenizer a model's name stands for. */
import { findLlamaRuntime } from '../adapters/models/llama/llama-runtime.ts'
import { chooseBest, type GeneratorParts, type GeneratorSetting } from '../adapters/models/open-generator.ts'
import { cutGguf } from '../adapters/tokens/gguf-pieces.ts'
import { cutGpt, encodingOf, gptEncodings, isGptEncoding, newestEncoding } from '../adapters/tokens/gpt-pieces.ts'
import { cutHuggingFace } from '../adapters/tokens/hugging-face-pieces.ts'
import { cutByServer } from '../adapters/tokens/server-pieces.ts'
import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'
import type { CutTokens, TokenCut } from '../domain/tokens.ts'
import { readModelName } from './model-name.ts'
import { readTaskSettings } from './task-settings.ts'

export const cutTokens =
  (config: Config, parts: GeneratorParts): CutTokens =>
  async (text, model) => {
    if (model === undefined) return cutAsAnswering(text, config, parts)
    const name = model.replace(/^(openai|anthropic):/, '')
    if (model.startsWith('anthropic:') || /^claude\b/.test(name)) return estimate(text, name, 'Anthropic does not publish its tokenizer')
    if (isGptEncoding(name)) return { ...(await cutGpt(text, name)), model, exact: true, note: null }
    if (model.startsWith('openai:') || /^(gpt-|chatgpt-|o\d|text-embedding-)/.test(name)) return cutAsOpenAi(text, name)
    if (parts.store.catalogue[name]?.kind === 'embedding') return cutAsEmbedder(text, name, parts)
    return cutAs(text, readModelName(model, '--model', config, gptEncodings), parts)
  }

/** The model that answers questions; where that is none, the one that embeds them. */
const cutAsAnswering = async (text: string, config: Config, parts: GeneratorParts): Promise<TokenCut> => {
  const [first] = readTaskSettings(config).answer.models
  const setting = first!.kind === 'auto' ? await chooseBest(first!, parts) : first!
  if (setting.kind !== 'none') return cutAs(text, setting, parts)
  const isHere = parts.store.catalogue[config.embedder]?.kind === 'embedding' && (await parts.store.locate(config.embedder))
  return isHere ? cutAsEmbedder(text, config.embedder, parts) : { ...(await cutGpt(text, newestEncoding)), model: newestEncoding, exact: true, note: null }
}

const cutAs = async (text: string, setting: GeneratorSetting, parts: GeneratorParts): Promise<TokenCut> => {
  switch (setting.kind) {
    case 'local': {
      const paths = await parts.store.locate(setting.model)
      if (!paths) throw new AppError('unavailable', `The model ${setting.model} is not installed. Run "answerable models pull ${setting.model}".`)
      return cutAsFile(text, setting.model, paths.model, parts)
    }
    case 'gguf':
      return cutAsFile(text, setting.path, setting.path, parts)
    case 'anthropic':
      return estimate(text, setting.model ?? 'claude', 'Anthropic does not publish its tokenizer')
    case 'openai':
    case 'compatible':
      return setting.baseUrl ? cutAsServer(text, { ...setting, baseUrl: setting.baseUrl }) : cutAsOpenAi(text, setting.model ?? 'gpt-4o-mini')
    case 'none':
    case 'auto':
      throw new AppError(
        'invalid',
        `--model ${setting.kind === 'none' ? 'extractive' : 'auto'} has no tokenizer of its own. Name a model, or leave --model out.`,
      )
  }
}

const cutAsFile = async (text: string, model: string, path: string, { runtimeDir }: GeneratorParts): Promise<TokenCut> => {
  const runtimeEntry = await findLlamaRuntime(runtimeDir)
  if (!runtimeEntry)
    throw new AppError('unavailable', 'What runs GGUF models is not installed. Run "answerable models pull qwen2.5-coder-0.5b" once: it comes with it.')
  return { model, tokenizer: `${model} (its own)`, exact: true, note: null, pieces: await cutGguf(text, path, runtimeEntry) }
}

const cutAsEmbedder = async (text: string, model: string, { store }: GeneratorParts): Promise<TokenCut> => {
  const paths = await store.locate(model)
  if (!paths?.tokenizer) throw new AppError('unavailable', `The model ${model} is not installed. Run "answerable models pull ${model}".`)
  return { model, tokenizer: `${model} (its own)`, exact: true, note: null, pieces: await cutHuggingFace(text, paths.tokenizer) }
}

const cutAsOpenAi = async (text: string, model: string): Promise<TokenCut> => {
  const encoding = await encodingOf(model)
  if (encoding) return { ...(await cutGpt(text, encoding)), model, exact: true, note: null }
  return estimate(text, model, `${model} is not among the models of OpenAI that are known here`)
}

const cutAsServer = async (text: string, server: Parameters<typeof cutByServer>[1]): Promise<TokenCut> => {
  const { host } = new URL(server.baseUrl)
  const model = server.model ?? `the model at ${host}`
  const pieces = await cutByServer(text, server)
  if (pieces) return { model, tokenizer: `the server at ${host}`, exact: true, note: null, pieces }
  return estimate(text, model, `The server at ${host} does not tell how it cuts text`)
}

const estimate = async (text: string, model: string, why: string): Promise<TokenCut> => ({
  ...(await cutGpt(text, newestEncoding)),
  model,
  exact: false,
  note: `${why}. These are the pieces of OpenAI's models (${newestEncoding}): an estimate, mostly within a tenth for English. What is billed stands in "usage" of an answer.`,
})
