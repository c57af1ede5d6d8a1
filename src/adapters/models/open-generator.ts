/** From the setting to a model that writes: one on a server, one on this machine, or none (the extractive answerer). */
import { basename, join, resolve } from 'node:path'
import { AppError, isAppError } from '../../base/error.ts'
import type { Capabilities, Generator } from '../../domain/model.ts'
import { openAnthropic } from './server/anthropic-generator.ts'
import { checkGguf } from './llama/check-gguf.ts'
import { openCompatible } from './server/compatible-generator.ts'
import { llamaGenerator } from './llama/llama-generator.ts'
import { findLlamaRuntime, installLlamaRuntime } from './llama/llama-runtime.ts'
import { readModelFacts, type ModelFacts, type Vendor } from './model-facts.ts'
import type { PricedModel } from './model-prices.ts'
import type { ModelStore } from './store/model-store.ts'
import { openOpenAi } from './server/openai-generator.ts'
import type { ProviderOptions, ServerGenerator } from './server/provider.ts'

/** Best first. */
export const localGenerators = ['qwen2.5-coder-1.5b', 'qwen2.5-coder-0.5b'] as const
export type LocalGenerator = (typeof localGenerators)[number]

export type ServerSetting =
  /** With the address of another server than OpenAI's it is spoken to as `compatible`. */
  ({ readonly kind: 'openai' } & ProviderOptions) | ({ readonly kind: 'anthropic' } & ProviderOptions) | ({ readonly kind: 'compatible' } & ProviderOptions)

export type GeneratorSetting =
  | ServerSetting
  | { readonly kind: 'local'; readonly model: LocalGenerator; readonly contextTokens?: number | undefined }
  | { readonly kind: 'gguf'; readonly path: string; readonly contextTokens?: number | undefined }
  /** Answers in the documents' own words only. */
  | { readonly kind: 'none' }
  /** What is configured of servers; one is used when it has an address or a key. */
  | { readonly kind: 'auto'; readonly openai?: ProviderOptions; readonly anthropic?: ProviderOptions }

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
  /** What is known of the model beside what its adapter tells. */
  readonly known?: Partial<Capabilities>
  /** Who bills for it; null for what runs on this machine. */
  readonly billedBy?: Omit<PricedModel, 'model'> | null
  /** Looks again at a server that was down. */
  readonly look?: () => Promise<OpenedGenerator>
}

/** Beside the models, in their folder: no model has this name. */
export const llamaRuntimeDir = (modelsDir: string): string => join(modelsDir, 'runtime')

/** Fails with `unavailable` or `invalid` when what was asked for by name is not there; `auto` always opens something. Nothing is downloaded. */
export const openGenerator = async (setting: GeneratorSetting, parts: GeneratorParts): Promise<OpenedGenerator> => {
  switch (setting.kind) {
    case 'none':
      return extractive
    case 'openai':
    case 'anthropic':
    case 'compatible':
      return openServer(setting)
    case 'local':
      return openLocal(setting, parts)
    case 'gguf':
      return openFile(setting, parts)
    case 'auto':
      return openGenerator(await chooseBest(setting, parts), parts)
  }
}

/** Best first: a server at the user's own address, Anthropic, OpenAI, the largest local model that is installed, none. */
export const chooseBest = async (
  { openai = {}, anthropic = {} }: Extract<GeneratorSetting, { kind: 'auto' }>,
  { store, runtimeDir }: GeneratorParts,
): Promise<Exclude<GeneratorSetting, { kind: 'auto' }>> => {
  if (openai.baseUrl) return { kind: 'openai', ...openai }
  if (anthropic.baseUrl || anthropic.apiKey) return { kind: 'anthropic', ...anthropic }
  if (openai.apiKey) return { kind: 'openai', ...openai }
  if (!(await findLlamaRuntime(runtimeDir))) return { kind: 'none' }
  for (const model of localGenerators) if (await store.locate(model)) return { kind: 'local', model, contextTokens: openai.contextTokens }
  return { kind: 'none' }
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

export const extractive: OpenedGenerator = {
  generator: null,
  summary: "the documents' own sentences, quoted (extractive; no language model)",
  advice:
    'Run "answerable models pull qwen2.5-coder-1.5b" for a model on this machine (1.2 GB), set OPENAI_BASE_URL, and OPENAI_API_KEY where it needs one, to use a server, or ANTHROPIC_API_KEY.',
}

const openServer = async (setting: ServerSetting): Promise<OpenedGenerator> => {
  const vendor = vendorOf(setting)
  const facts = vendor && (await readModelFacts(vendor, setting.model || defaultModels[vendor]))
  const generator = openers[vendor ?? 'compatible']({ ...setting, contextTokens: setting.contextTokens ?? facts?.contextTokens ?? undefined })
  return describeServer(generator, setting, facts)
}

/** Null: a server that speaks like OpenAI and is somebody else's. */
const vendorOf = ({ kind, baseUrl }: ServerSetting): Vendor | null => {
  if (kind === 'anthropic') return 'anthropic'
  if (kind === 'compatible') return null
  return !baseUrl || /(^|\.)openai\.com$/.test(URL.parse(baseUrl)?.hostname ?? '') ? 'openai' : null
}

/** The models that the adapters ask for when none is named. */
const defaultModels: Readonly<Record<Vendor, string>> = { openai: 'gpt-4o-mini', anthropic: 'claude-haiku-4-5' }

const openers = { openai: openOpenAi, anthropic: openAnthropic, compatible: openCompatible }

const describeServer = async (generator: ServerGenerator, setting: ServerSetting, facts: ModelFacts | null): Promise<OpenedGenerator> => {
  const vendor = vendorOf(setting)
  const host = setting.baseUrl ? new URL(setting.baseUrl).host : `api.${vendor}.com`
  const common = { generator, known: facts?.known ?? {}, billedBy: { vendor, baseUrl: setting.baseUrl ?? null } }
  try {
    if (!vendor && setting.model) await checkThere(setting)
    // Asked also where the model is named: the server tells its window.
    const model = vendor ? setting.model || defaultModels[vendor] : await generator.findModel(AbortSignal.timeout(lookMs))
    return { ...common, summary: `${model} at ${host}`, advice: null }
  } catch (error) {
    // It may come up later, so it stays the answerer.
    const reason = isAppError(error) ? error.message : `It did not say within ${lookMs / 1000} s which models it has.`
    const look = (): Promise<OpenedGenerator> => describeServer(generator, setting, facts)
    return { ...common, summary: `${setting.model ?? 'the first model'} at ${host}, which does not answer now`, advice: reason, look }
  }
}

const lookMs = 2_000

/** Fails when nobody listens there. A server that does not list its models is there all the same. */
const checkThere = async (setting: ServerSetting): Promise<void> => {
  const probe = openCompatible({ ...setting, model: undefined })
  try {
    await probe.findModel(AbortSignal.timeout(lookMs))
  } catch (error) {
    if (!isAppError(error) || error.details['retryable'] === true) throw error
  } finally {
    await probe.close()
  }
}

const openLocal = async (
  { model, contextTokens }: Extract<GeneratorSetting, { kind: 'local' }>,
  { store, runtimeDir }: GeneratorParts,
): Promise<OpenedGenerator> => {
  const [paths, runtimeEntry] = await Promise.all([store.locate(model), findLlamaRuntime(runtimeDir)])
  if (!paths || !runtimeEntry) {
    throw new AppError('unavailable', `${paths ? 'What runs the model' : `The model ${model}`} is not installed. Run "answerable models pull ${model}".`)
  }
  const small = model === 'qwen2.5-coder-0.5b'
  const generator = llamaGenerator({ id: model, modelPath: paths.model, runtimeEntry, batchTokens: small ? 16 : 8, ...(contextTokens && { contextTokens }) })
  const advice = small
    ? 'It errs often. "answerable models pull qwen2.5-coder-1.5b" is right far more often; a larger model on a server (OPENAI_BASE_URL) more still.'
    : 'A larger model on a server (OPENAI_BASE_URL) answers better and sooner.'
  return { generator, summary: `${model}, on this machine`, advice, billedBy: null }
}

const openFile = async ({ path, contextTokens }: Extract<GeneratorSetting, { kind: 'gguf' }>, { runtimeDir }: GeneratorParts): Promise<OpenedGenerator> => {
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
    billedBy: null,
  }
}

/** The lines that start and `doctor` print. */
export const describeGenerator = ({ summary, advice }: OpenedGenerator): string[] => [
  `Answers: ${summary}`,
  ...(advice ? [`A better answerer: ${advice}`] : []),
]
