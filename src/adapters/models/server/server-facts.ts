/**
 * What an OpenAI-compatible server tells about a model beyond OpenAI's format: each kind of server says it at a place of its own. What counts is
 * the window that is served, not the longest the model was trained for: beyond it prompts are cut or refused.
 */
import type { ModelServer } from './model-server.ts'

export interface ServerFacts {
  /** Tokens that prompt and answer may take together; null where the server does not say. */
  readonly contextTokens: number | null
  /** Its kind is known, and holds a model to a schema while it writes. */
  readonly holdsSchemas: boolean
}

/** Never fails: what cannot be read within `limitMs`, or is nonsense, is not known. Asks the server itself only, with the key it would get anyway. */
export const readServerFacts = async (
  server: ModelServer,
  model: string,
  signal: AbortSignal,
  { authorization = {}, limitMs = 2_000 }: { authorization?: Readonly<Record<string, string>>; limitMs?: number } = {},
): Promise<ServerFacts> => {
  const read = readJson(server, authorization, AbortSignal.any([signal, AbortSignal.timeout(limitMs)]))
  const listed = entryOf(await read(`${server.baseUrl}/models`), model)
  const told = firstCount(listed, ['max_model_len', 'context_length', 'context_window', 'max_context_length'])
  if (told !== null) return { contextTokens: told, holdsSchemas: listed?.owned_by === 'vllm' }
  const answers = await Promise.all(kinds.map((kind) => kind(read, model, server.baseUrl)))
  const found = answers.find((answer) => answer !== null)
  return { contextTokens: found ?? null, holdsSchemas: found !== undefined }
}

type Json = Readonly<Record<string, unknown>>
type Read = (path: string, body?: object) => Promise<Json | null>

/** What a server's kind serves, or null when it is another kind. */
type Kind = (read: Read, model: string, baseUrl: string) => Promise<number | null>

/** https://github.com/ggml-org/llama.cpp/tree/master/tools/server: `/props`. */
const llamaCpp: Kind = async (read, _model, baseUrl) =>
  firstCount(asJson((await read(new URL('/props', baseUrl).href))?.default_generation_settings), ['n_ctx'])

// What Ollama and LM Studio give a model whose window nobody set (Ollama on less than 24 GB of video memory).
const unsetWindow = 4096

/** https://docs.ollama.com/api: what runs now says its window; else the model's file does, or nobody set it. */
const ollama: Kind = async (read, model, baseUrl) => {
  const [running, shown] = await Promise.all([read(new URL('/api/ps', baseUrl).href), read(new URL('/api/show', baseUrl).href, { model })])
  const info = asJson(shown?.model_info)
  if (!info) return null
  const loaded = listOf(running?.models).find(({ name, model: id }) => [name, id].some((it) => it === model || it === `${model}:latest`))
  const set = /^\s*num_ctx\s+(\d+)/m.exec(String(shown?.parameters ?? ''))?.[1]
  const trained = firstCount(info, [`${String(info['general.architecture'])}.context_length`])
  return firstCount(loaded ?? null, ['context_length']) ?? (set ? Number(set) : Math.min(unsetWindow, trained ?? unsetWindow))
}

/** https://lmstudio.ai/docs/developer/rest: version 1 since LM Studio 0.4, version 0 before. */
const lmStudio: Kind = async (read, model, baseUrl) => {
  const [now, before] = await Promise.all(['/api/v1/models', '/api/v0/models'].map((path) => read(new URL(path, baseUrl).href)))
  const entry = listOf(now?.models).find(({ key }) => key === model) ?? listOf(before?.data).find(({ id }) => id === model)
  if (!entry) return null
  const [instance] = listOf(entry.loaded_instances)
  const loaded = firstCount(asJson(instance?.config), ['context_length']) ?? firstCount(entry, ['loaded_context_length'])
  return loaded ?? Math.min(unsetWindow, firstCount(entry, ['max_context_length']) ?? unsetWindow)
}

const kinds: readonly Kind[] = [llamaCpp, ollama, lmStudio]

const readJson =
  (server: ModelServer, authorization: Readonly<Record<string, string>>, signal: AbortSignal): Read =>
  async (url, body) => {
    try {
      const sent = body && { method: 'POST', body: JSON.stringify(body) }
      const response = await server.fetch(url, { ...sent, headers: { ...authorization, 'content-type': 'application/json' }, redirect: 'manual', signal })
      return response.ok ? asJson(await response.json()) : null
    } catch {
      return null
    }
  }

const asJson = (value: unknown): Json | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null)

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(asJson).filter((it) => it !== null) : [])

const entryOf = (list: Json | null, model: string): Json | null => listOf(list?.data).find(({ id }) => id === model) ?? null

/** The first of these fields that holds a window that can be. */
const firstCount = (value: Json | null, fields: readonly string[]): number | null => {
  const counts = fields.map((field) => value?.[field])
  return counts.find((count): count is number => Number.isSafeInteger(count) && (count as number) >= 256) ?? null
}
