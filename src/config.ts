/**
 * Every setting, once: name, default, environment name, help. Flags win over the environment, the environment over `answerable.yaml`,
 * the file over the defaults. docs/reference/config.md is made from this table.
 */
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { AppError } from './base/error.ts'
import { inputFault } from './base/input-fault.ts'

interface Setting<Schema extends z.ZodType> {
  readonly schema: Schema
  readonly env: string
  /** A sentence of help; the default's reason where it is not plain. */
  readonly help: string
  /** Never printed. */
  readonly secret?: boolean
}

const setting = <Schema extends z.ZodType>(env: string, schema: Schema, help: string, secret = false): Setting<Schema> => ({ env, schema, help, secret })

const integer = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const list = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((it) => it.trim())
          .filter(Boolean)
      : value,
  z.array(z.string()),
)

/**
 * What a task may use of its own: models, temperature, limit. A task without models of its own uses those of `answer`,
 * and `answer` those of ANSWERABLE_GENERATOR.
 */
const task = <Name extends string>(name: Name, temperature: number, maxTokens: number, work: string): TaskSettings<Name> => {
  const env = `ANSWERABLE_${name.toUpperCase()}`
  const fallback = name === 'answer' ? 'ANSWERABLE_GENERATOR' : 'ANSWERABLE_ANSWER_MODELS'
  return {
    [`${name}Models`]: setting(`${env}_MODELS`, list.optional(), `Models that ${work}, tried in order, comma-separated. Default: those of ${fallback}.`),
    [`${name}Temperature`]: setting(`${env}_TEMPERATURE`, z.coerce.number().min(0).max(2).default(temperature), `Their temperature, 0…2.`),
    [`${name}MaxTokens`]: setting(`${env}_MAX_TOKENS`, integer(1, 1_000_000).default(maxTokens), 'Most tokens that one call may write.'),
  } as unknown as TaskSettings<Name>
}

type TaskSettings<Name extends string> = { readonly [Key in `${Name}Models`]: Setting<z.ZodOptional<typeof list>> } & {
  readonly [Key in `${Name}Temperature` | `${Name}MaxTokens`]: Setting<z.ZodDefault<z.ZodCoercedNumber>>
}

export const settings = {
  host: setting('ANSWERABLE_HOST', z.string().default('127.0.0.1'), 'Address to listen on. Loopback by default: nobody outside reaches it until you say so.'),
  port: setting('ANSWERABLE_PORT', integer(0, 65535).default(3000), 'Port to listen on; 0 takes a free one.'),
  allowedHosts: setting(
    'ANSWERABLE_ALLOWED_HOSTS',
    list.default([]),
    'Names, comma-separated, under which the server may be called beside localhost and addresses; others are refused (DNS rebinding).',
  ),
  dataDir: setting('ANSWERABLE_HOME', z.string().optional(), 'Folder that holds the data. Default: $XDG_DATA_HOME/answerable, else ~/.local/share/answerable.'),
  databaseUrl: setting('DATABASE_URL', z.string().optional(), 'A PostgreSQL server with pgvector (postgres://…) instead of the embedded database.', true),
  search: setting(
    'ANSWERABLE_SEARCH',
    z.enum(['memory', 'pgvector']).default('memory'),
    'memory: exact search held by the process, up to about 100,000 chunks a collection. pgvector: in SQL, for more.',
  ),
  modelsDir: setting(
    'ANSWERABLE_MODELS_DIR',
    z.string().optional(),
    'Folder for model files. Default: $XDG_CACHE_HOME/answerable/models, else ~/.cache/answerable/models.',
  ),
  modelSource: setting('ANSWERABLE_MODEL_SOURCE', z.string().optional(), 'A folder that already holds model files; looked into before anything is downloaded.'),
  hubUrl: setting('HF_ENDPOINT', z.string().optional(), 'A mirror of the Hugging Face hub.'),
  embedder: setting(
    'ANSWERABLE_EMBEDDER',
    z.string().default('bge-small-en-v1.5'),
    'bge-small-en-v1.5, all-minilm-l6-v2, a folder with model.onnx and tokenizer.json, "openai" for a server, or "none" for word search only.',
  ),
  embedderPooling: setting('ANSWERABLE_EMBEDDER_POOLING', z.enum(['cls', 'mean']).default('mean'), 'How a model from a folder pools its tokens.'),
  embedderQueryPrefix: setting('ANSWERABLE_EMBEDDER_QUERY_PREFIX', z.string().default(''), 'What a model from a folder or server wants in front of questions.'),
  embedderDocumentPrefix: setting('ANSWERABLE_EMBEDDER_DOCUMENT_PREFIX', z.string().default(''), 'What it wants in front of documents.'),
  embedderBaseUrl: setting('ANSWERABLE_EMBEDDER_BASE_URL', z.string().optional(), 'OpenAI-compatible server for embeddings. Default: OPENAI_BASE_URL.'),
  embedderModel: setting('ANSWERABLE_EMBEDDER_MODEL', z.string().default('text-embedding-3-small'), 'Model to ask of that server.'),
  embedderApiKey: setting('ANSWERABLE_EMBEDDER_API_KEY', z.string().optional(), 'Its key. Default: OPENAI_API_KEY.', true),
  chunking: setting(
    'ANSWERABLE_CHUNKING',
    z.enum(['structure', 'recursive', 'fixed', 'sentence-window']).default('structure'),
    'How documents are cut: along headings and blocks (structure), at blank lines, lines and sentences (recursive), every so many tokens (fixed), or each sentence alone, read with its neighbours (sentence-window). Documents are read again when it changes.',
  ),
  chunkTokens: setting('ANSWERABLE_CHUNK_TOKENS', integer(32, 280).default(160), 'Tokens that a chunk is filled up to, its headings included.'),
  chunkOverlap: setting('ANSWERABLE_CHUNK_OVERLAP', integer(0, 120).default(0), 'Tokens that a chunk repeats of the one before; recursive and fixed only.'),
  chunkHeadings: setting('ANSWERABLE_CHUNK_HEADINGS', z.stringbool().default(true), 'Put title and headings before a chunk when it is embedded.'),
  generator: setting(
    'ANSWERABLE_GENERATOR',
    z.string().default('auto'),
    "auto (a server that is configured, else a local model that is installed, else extractive), extractive (the documents' own sentences), or one or more models, tried in order, comma-separated: openai:NAME, anthropic:NAME, compatible:NAME (the server at OPENAI_BASE_URL) or compatible:NAME@URL, local:ID, a path to a .gguf file; extractive may stand last.",
  ),
  ...task('answer', 0, 4096, 'answer questions'),
  ...task('condense', 0, 128, 'make a follow-up question stand by itself'),
  ...task('extract', 0, 2048, 'fill a response_schema'),
  ...task('judge', 0, 1024, 'judge answers'),
  ...task('summarise', 0, 1024, 'summarise'),
  ...task('creative', 0.7, 512, 'invent: follow-up and test questions'),
  generatorModel: setting(
    'ANSWERABLE_MODEL',
    z.string().optional(),
    'Model where a provider is named without one; a small one of OpenAI or Anthropic, else the first that the server offers.',
  ),
  generatorContextTokens: setting(
    'ANSWERABLE_CONTEXT_TOKENS',
    integer(512, 2_000_000).optional(),
    'Window in tokens of all models, where it is not known or another is wanted. A local model needs memory for all of it.',
  ),
  modelTimeoutSeconds: setting('ANSWERABLE_MODEL_TIMEOUT_SECONDS', integer(1, 180).default(60), 'Longest wait for the first word of a model on a server.'),
  prices: setting(
    'ANSWERABLE_PRICES',
    list.default([]),
    'Prices that are not known or not yours: NAME=INPUT/OUTPUT in US dollars for a million tokens, comma-separated.',
  ),
  openaiBaseUrl: setting('OPENAI_BASE_URL', z.string().optional(), 'Any OpenAI-compatible server: Ollama, vLLM, llama.cpp, LM Studio, a gateway.'),
  openaiApiKey: setting('OPENAI_API_KEY', z.string().optional(), 'Its key; without OPENAI_BASE_URL the key for OpenAI.', true),
  anthropicBaseUrl: setting('ANTHROPIC_BASE_URL', z.string().optional(), "A server that speaks Anthropic's Messages API, where it is not Anthropic itself."),
  anthropicApiKey: setting('ANTHROPIC_API_KEY', z.string().optional(), 'Key for Anthropic.', true),
  promptsDir: setting('ANSWERABLE_PROMPTS_DIR', z.string().optional(), 'Folder whose files replace the prompts of the same name in prompts/.'),
  rubricsDir: setting(
    'ANSWERABLE_RUBRICS_DIR',
    z.string().optional(),
    'Folder with rubrics for judges; a file takes the place of ours of the same name in rubrics/.',
  ),
  liveJudgeVerifier: setting(
    'ANSWERABLE_LIVE_JUDGE_VERIFIER',
    z.stringbool().default(true),
    'Let the verifier judge every answer once more in quiet moments, whole and against all of its passages: no model, no cost, milliseconds.',
  ),
  liveJudgeShare: setting(
    'ANSWERABLE_LIVE_JUDGE_SHARE',
    z.coerce.number().min(0).max(1).default(0),
    'Share of the answers that the models of ANSWERABLE_JUDGE_MODELS judge in quiet moments, 0…1. 0 by default: it costs time or money.',
  ),
  liveJudgeRubrics: setting(
    'ANSWERABLE_LIVE_JUDGE_RUBRICS',
    list.default(['grounded.v1']),
    'Rubrics, comma-separated, by which they judge; none that needs a reference.',
  ),
  liveJudgeMostUsd: setting(
    'ANSWERABLE_LIVE_JUDGE_MOST_USD',
    z.coerce.number().min(0).default(0.5),
    'Most US dollars that this may cost a day (UTC), of all processes together.',
  ),
  handbook: setting('ANSWERABLE_HANDBOOK', z.stringbool().default(true), 'Keep this project\'s own handbook in the collection "handbook".'),
  allowPrivateAddresses: setting(
    'ANSWERABLE_ALLOW_PRIVATE_ADDRESSES',
    list.default([]),
    'Private networks or addresses, comma-separated, whose pages may be read: 10.1.0.0/16,127.0.0.1. None by default, so that nobody reaches through this program what only its machine can reach.',
  ),
  crawlDelayMs: setting(
    'ANSWERABLE_CRAWL_DELAY_MS',
    integer(0, 60_000).default(250),
    'Milliseconds between two pages of a site; its robots.txt may ask for more.',
  ),
  crawlContact: setting('ANSWERABLE_CRAWL_CONTACT', z.string().optional(), 'Address of a page or mailbox that sites are told as the one to contact.'),
  watch: setting('ANSWERABLE_WATCH', z.stringbool().default(false), 'Keep the PATHs given at start in step with the disk, as serve --watch does.'),
  recheckSeconds: setting('ANSWERABLE_RECHECK_SECONDS', integer(1, 10_000_000).default(3600), 'Seconds after which a watched site is looked at again.'),
  logLevel: setting('ANSWERABLE_LOG_LEVEL', z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'), 'How much the log on stderr tells.'),
} as const

type Raw = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['schema']> }

export type Config = Omit<Raw, 'dataDir' | 'modelsDir'> & { readonly dataDir: string; readonly modelsDir: string }

export type Overrides = { readonly [Name in keyof typeof settings]?: unknown }

export const readConfig = (overrides: Overrides, env: NodeJS.ProcessEnv = process.env, folder: string = process.cwd()): Config => {
  const file = readConfigFile(folder)
  const values = Object.fromEntries(
    Object.entries(settings).map(([name, it]) => [
      name,
      readSetting(name, it, [(overrides as Record<string, unknown>)[name], present(env[it.env]), file[name]]),
    ]),
  ) as Raw
  return {
    ...values,
    dataDir: resolve(values.dataDir ?? join(env['XDG_DATA_HOME'] || join(homedir(), '.local/share'), 'answerable')),
    modelsDir: resolve(values.modelsDir ?? join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'answerable/models')),
  }
}

/** A variable that is set to nothing is not set: `OPENAI_BASE_URL= npm start`. */
const present = (value: string | undefined): string | undefined => (value === '' ? undefined : value)

const readSetting = (name: string, it: Setting<z.ZodType>, candidates: readonly unknown[]): unknown => {
  const value = candidates.find((candidate) => candidate !== undefined)
  const parsed = it.schema.safeParse(typeof value === 'boolean' ? String(value) : value, { error: inputFault })
  if (parsed.success) return parsed.data
  throw new AppError('invalid', `The setting ${name} (${it.env}) ${parsed.error.issues[0]!.message}. ${it.help}`)
}

const readConfigFile = (folder: string): Record<string, unknown> => {
  const path = join(folder, 'answerable.yaml')
  if (!existsSync(path)) return {}
  let parsed: unknown
  try {
    parsed = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new AppError('invalid', unreadable(path, error), { cause: error })
  }
  if (parsed === null || parsed === undefined) return {}
  if (typeof parsed !== 'object' || Array.isArray(parsed)) throw new AppError('invalid', 'answerable.yaml must hold names and values, like "port: 3000".')
  const unknown = Object.keys(parsed).find((name) => !(name in settings))
  if (unknown) throw new AppError('invalid', `answerable.yaml names "${unknown}", which is no setting. See docs/reference/config.md.`)
  return parsed as Record<string, unknown>
}

const unreadable = (path: string, error: unknown): string =>
  error instanceof YAMLParseError && error.linePos
    ? `answerable.yaml is not valid YAML in line ${error.linePos[0].line}: ${error.message.replace(/ at line [^]*$/, '')}. Write one "name: value" a line, and values with a colon or # in quotes.`
    : `${path} cannot be read: ${(error as Error).message}.`
