/** From the setting to the answerer that is live, best first: the configured server, a local model that is installed, or none (the extractive answerer). */
import { basename, join, resolve } from 'node:path'
import { AppError, isAppError } from '../../base/error.ts'
import type { Generator } from '../../domain/model.ts'
import { checkGguf } from './check-gguf.ts'
import { llamaGenerator } from './llama-generator.ts'
import { findLlamaRuntime, installLlamaRuntime } from './llama-runtime.ts'
import type { ModelStore } from './model-store.ts'
import { openAiGenerator, type OpenAiGeneratorOptions } from './openai-generator.ts'

export const localGenerators = ['qwen2.5-coder-1.5b', 'qwen2.5-coder-0.5b'] as const
export type LocalGenerator = (typeof localGenerators)[number]

export type GeneratorSetting =
  | ({ readonly kind: 'openai' } & Partial<OpenAiGeneratorOptions>)
  | { readonly kind: 'local'; readonly model: LocalGenerator; readonly contextTokens?: number }
  | { readonly kind: 'gguf'; readonly path: string; readonly contextTokens?: number }
  /** Answers in the documents' own words only. */
  | { readonly kind: 'none' }
  /** `openai` holds what is configured of a server; it is used when that is an address or a key. */
  | { readonly kind: 'auto'; readonly openai?: Partial<OpenAiGeneratorOptions> }

export interface GeneratorParts {
  readonly store: ModelStore
  /** Where `pullGenerator` installs what runs local models; `llamaRuntimeDir(modelsDir)`. */
  readonly runtimeDir: string
}

export interface OpenedGenerator {
  /** Null: the extractive answerer answers. */
  readonly generator: Generator | null
  /** One line for start, page and `doctor`: what answers. */
  readonly summary: string
  /** How to get a better one, or what is wrong with this one; null when there is nothing to do. */
  readonly advice: string | null
}

/** Beside the models, in their folder: no model has this name. */
export const llamaRuntimeDir = (modelsDir: string): string => join(modelsDir, 'runtime')

/** Fails with `unavailable` or `invalid` when what was asked for by name is not there; `auto` always opens something. Nothing is downloaded. */
export const openGenerator = async (setting: GeneratorSetting, parts: GeneratorParts): Promise<OpenedGenerator> => {
  switch (setting.kind) {
    case 'none':
      return extractive
    case 'openai':
      return openServer(setting)
    case 'local':
      return openLocal(setting.model, setting.contextTokens, parts)
    case 'gguf':
      return openFile(setting.path, setting.contextTokens, parts)
    case 'auto':
      return openBest(setting.openai ?? {}, parts)
  }
}

/** Fetches a local model and what runs it, so that `auto` finds them; gives the path of the model. */
export const pullGenerator = async (
  model: LocalGenerator,
  { store, runtimeDir }: GeneratorParts,
  onLine: (line: string) => void = () => {},
  options: Parameters<ModelStore['fetchModel']>[1] = {},
): Promise<string> => {
  await installLlamaRuntime({ dir: runtimeDir, onProgress: onLine, ...(options.signal && { signal: options.signal }) })
  return (await store.fetchModel(model, options)).model
}

const pullAdvice =
  'Run "answerable models pull qwen2.5-coder-1.5b" for a model on this machine (1.2 GB), or set OPENAI_BASE_URL, and OPENAI_API_KEY where it needs one, to use a server.'

const extractive: OpenedGenerator = { generator: null, summary: "the documents' own sentences, quoted (extractive; no language model)", advice: pullAdvice }

const openBest = async (openai: Partial<OpenAiGeneratorOptions>, parts: GeneratorParts): Promise<OpenedGenerator> => {
  if (openai.baseUrl || openai.apiKey) return openServer(openai)
  if (!(await findLlamaRuntime(parts.runtimeDir))) return extractive
  for (const model of localGenerators) if (await parts.store.locate(model)) return openLocal(model, undefined, parts)
  return extractive
}

const openServer = async (options: Partial<OpenAiGeneratorOptions>): Promise<OpenedGenerator> => {
  const baseUrl = options.baseUrl || 'https://api.openai.com/v1'
  // OpenAI lists a hundred models, embedding and speech among them, in no useful order.
  const model = options.model || (URL.parse(baseUrl)?.hostname === 'api.openai.com' ? 'gpt-4o-mini' : undefined)
  const generator = openAiGenerator({ ...options, baseUrl, model })
  const { host } = new URL(baseUrl)
  try {
    return { generator, summary: `${model ?? (await generator.findModel(AbortSignal.timeout(2_000)))} at ${host}`, advice: null }
  } catch (error) {
    // It may come up later, so it stays the answerer.
    const reason = isAppError(error) ? error.message : 'It did not say within 2 s which models it has.'
    return { generator, summary: `the first model of ${host}, which does not answer now`, advice: reason }
  }
}

const openLocal = async (model: LocalGenerator, contextTokens: number | undefined, { store, runtimeDir }: GeneratorParts): Promise<OpenedGenerator> => {
  const [paths, runtimeEntry] = await Promise.all([store.locate(model), findLlamaRuntime(runtimeDir)])
  if (!paths || !runtimeEntry) {
    throw new AppError('unavailable', `${paths ? 'What runs the model' : `The model ${model}`} is not installed. Run "answerable models pull ${model}".`)
  }
  const small = model === 'qwen2.5-coder-0.5b'
  const generator = llamaGenerator({ id: model, modelPath: paths.model, runtimeEntry, batchTokens: small ? 16 : 8, ...(contextTokens && { contextTokens }) })
  const advice = small
    ? 'It errs often. "answerable models pull qwen2.5-coder-1.5b" is right far more often; a larger model on a server (OPENAI_BASE_URL) more still.'
    : 'A larger model on a server (OPENAI_BASE_URL) answers better and sooner.'
  return { generator, summary: `${model}, on this machine`, advice }
}

const openFile = async (path: string, contextTokens: number | undefined, { runtimeDir }: GeneratorParts): Promise<OpenedGenerator> => {
  const modelPath = resolve(path)
  await checkGguf(modelPath)
  const runtimeEntry = await findLlamaRuntime(runtimeDir)
  if (!runtimeEntry)
    throw new AppError('unavailable', 'What runs GGUF models is not installed. Run "answerable models pull qwen2.5-coder-0.5b" once: it comes with it.')
  const id = basename(modelPath).replace(/\.gguf$/i, '')
  return {
    generator: llamaGenerator({ id, modelPath, runtimeEntry, batchTokens: 8, ...(contextTokens && { contextTokens }) }),
    summary: `${id}, your own file, on this machine`,
    advice: null,
  }
}

/** The lines that start and `doctor` print. */
export const describeGenerator = ({ summary, advice }: OpenedGenerator): string[] => [
  `Answers: ${summary}`,
  ...(advice ? [`A better answerer: ${advice}`] : []),
]
