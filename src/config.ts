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
import { integer, list, setting, usd, type Setting } from './base/setting.ts'

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
  requestsPerMinute: setting(
    'ANSWERABLE_REQUESTS_PER_MINUTE',
    integer(0, 1_000_000).default(600),
    'Requests a minute that a key without a limit of its own may make, of all processes together; 0 for no limit. The owner has none.',
  ),
  allowedHosts: setting(
    'ANSWERABLE_ALLOWED_HOSTS',
    list.default([]),
    'Names, comma-separated, under which the server may be called beside localhost and addresses; others are refused (DNS rebinding).',
  ),
  dataDir: setting('ANSWERABLE_HOME', z.string().optional(), 'Folder that holds the data. Default: $XDG_DATA_HOME/answerable, else ~/.local/share/answerable.'),
  databaseUrl: setting('DATABASE_URL', z.string().optional(), 'A PostgreSQL server with pgvector (postgres://…) instead of the embedded database.', true),
  databaseReadUrl: setting(
    'DATABASE_READ_URL',
    list.default([]),
    'Streaming replicas of that server, comma-separated, that answer reads as soon as they have all that was acknowledged.',
    true,
  ),
  databaseReadWaitMs: setting(
    'ANSWERABLE_DATABASE_READ_WAIT_MS',
    integer(0, 10_000).default(50),
    'Longest wait for a replica that lags behind; then the primary answers.',
  ),
  databaseConnections: setting(
    'ANSWERABLE_DATABASE_CONNECTIONS',
    integer(2, 1000).default(8),
    'Most connections that one process holds to each server. All processes together must stay below max_connections.',
  ),
  jobs: setting(
    'ANSWERABLE_JOBS',
    z.stringbool().default(true),
    'Work behind as well: uploads, sites, missing vectors, judging of answers. serve --no-jobs leaves it to "answerable worker".',
  ),
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
  ...task('summarise', 0, 1024, 'summarise logs'),
  ...task('diagnose', 0, 1024, 'find out what is wrong with a watched system'),
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
  connectTimeoutSeconds: setting('ANSWERABLE_CONNECT_TIMEOUT_SECONDS', integer(1, 60).default(5), 'Longest wait for the connection to a model server.'),
  idleTimeoutSeconds: setting('ANSWERABLE_IDLE_TIMEOUT_SECONDS', integer(1, 600).default(20), 'Longest pause of a model server in the middle of its answer.'),
  totalTimeoutSeconds: setting('ANSWERABLE_TOTAL_TIMEOUT_SECONDS', integer(1, 3600).default(180), 'Longest time for one answer of a model server.'),
  searchTimeoutSeconds: setting('ANSWERABLE_SEARCH_TIMEOUT_SECONDS', integer(1, 600).default(10), 'Longest time to search the documents for one question.'),
  answerTimeoutSeconds: setting('ANSWERABLE_ANSWER_TIMEOUT_SECONDS', integer(1, 3600).default(600), 'Longest time for a question with all that belongs to it.'),
  questionsAtOnce: setting(
    'ANSWERABLE_QUESTIONS_AT_ONCE',
    integer(1, 10_000).optional(),
    'Questions that are answered together; others wait in line. Default by who answers: 2 for a model on this machine, 32 for a server, 4 without a model.',
  ),
  questionsWaiting: setting(
    'ANSWERABLE_QUESTIONS_WAITING',
    integer(0, 10_000).optional(),
    'Places in that line; who comes when it is full is told at once when to ask again (503, Retry-After). Default: 8 for a model on this machine, 64 for a server, 60 without a model.',
  ),
  questionWaitSeconds: setting(
    'ANSWERABLE_QUESTION_WAIT_SECONDS',
    integer(1, 600).optional(),
    'Longest wait in that line. Default: 120 for a model on this machine, else 30.',
  ),
  openStreams: setting(
    'ANSWERABLE_OPEN_STREAMS',
    integer(1, 100_000).default(1000),
    'Requests and streams that may be open at a time; a stream holds 256 KiB at most that its reader has not taken yet.',
  ),
  memoryLimitMb: setting(
    'ANSWERABLE_MEMORY_LIMIT_MB',
    integer(128, 10_000_000).optional(),
    'Memory of the process in MiB; above nine tenths of it nothing new is taken. Default: what its container may use, else all of the machine.',
  ),
  bodyLimitMb: setting('ANSWERABLE_BODY_LIMIT_MB', integer(1, 100).default(5), 'Largest JSON body of a request, in MiB.'),
  uploadLimitMb: setting('ANSWERABLE_UPLOAD_LIMIT_MB', integer(1, 10_000).default(50), 'Largest file of an upload, in MiB.'),
  stopSeconds: setting(
    'ANSWERABLE_STOP_SECONDS',
    integer(0, 3600).default(25),
    'Seconds that answers under way get to finish when the program is told to stop. 25, as Kubernetes kills after 30.',
  ),
  prices: setting(
    'ANSWERABLE_PRICES',
    list.default([]),
    'Prices that are not known or not yours: NAME=INPUT/OUTPUT in US dollars for a million tokens, comma-separated. What the cache of the provider costs to read and to write may follow: NAME=3/15/0.30/3.75.',
  ),
  budgetUsdPerDay: setting(
    'ANSWERABLE_BUDGET_USD_PER_DAY',
    usd.optional(),
    'Most US dollars that all models together may cost a day (UTC). More budgets, of keys and collections too: "answerable budgets set".',
  ),
  budgetUsdPerMonth: setting('ANSWERABLE_BUDGET_USD_PER_MONTH', usd.optional(), 'The same for a month.'),
  budgetTokensPerDay: setting('ANSWERABLE_BUDGET_TOKENS_PER_DAY', integer(0, 1e15).optional(), 'Most tokens that models may read and write a day (UTC).'),
  budgetTokensPerMonth: setting('ANSWERABLE_BUDGET_TOKENS_PER_MONTH', integer(0, 1e15).optional(), 'The same for a month.'),
  budgetExhausted: setting(
    'ANSWERABLE_BUDGET_EXHAUSTED',
    z.enum(['refuse', 'extractive']).default('refuse'),
    "What becomes of a question that no budget has room for: refused (429), or answered with the documents' own sentences, saying so.",
  ),
  budgetWaitSeconds: setting(
    'ANSWERABLE_BUDGET_WAIT_SECONDS',
    integer(0, 600).default(30),
    'Longest wait for room that answers under way hold: they mostly cost far less than was put aside for them.',
  ),
  openaiBaseUrl: setting('OPENAI_BASE_URL', z.string().optional(), 'Any OpenAI-compatible server: Ollama, vLLM, llama.cpp, LM Studio, a gateway.'),
  openaiApiKey: setting('OPENAI_API_KEY', z.string().optional(), 'Its key; without OPENAI_BASE_URL the key for OpenAI.', true),
  anthropicBaseUrl: setting('ANTHROPIC_BASE_URL', z.string().optional(), "A server that speaks Anthropic's Messages API, where it is not Anthropic itself."),
  anthropicApiKey: setting('ANTHROPIC_API_KEY', z.string().optional(), 'Key for Anthropic.', true),
  answerCache: setting(
    'ANSWERABLE_ANSWER_CACHE',
    z.enum(['exact', 'semantic', 'off']).default('semantic'),
    'Give an answer again while its documents stay as they are: to the same question (exact), also to one that differs in spelling, courtesy or the order of auxiliaries alone (semantic: of 17,489 held-out questions with a number, name, date, negation or another word changed, none was taken for the same), or never (off).',
  ),
  answerCacheDays: setting('ANSWERABLE_ANSWER_CACHE_DAYS', integer(1, 365).default(7), 'Days after which an answer is worked out anew all the same.'),
  answerCacheMegabytes: setting(
    'ANSWERABLE_ANSWER_CACHE_MB',
    integer(1, 100_000).default(64),
    'Most megabytes of answers kept for each collection; those that were not asked for longest go first.',
  ),
  personalData: setting(
    'ANSWERABLE_PERSONAL_DATA',
    z.enum(['allow', 'mask', 'refuse']).default('allow'),
    'E-mail and public IP addresses, telephone and card numbers, IBANs and national ids in what is shown: as they are (the documents are yours), masked, or the answer is refused.',
  ),
  secrets: setting('ANSWERABLE_SECRETS', z.enum(['mask', 'allow']).default('mask'), 'Keys, passwords and tokens in answers, quotes and passages.'),
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
  otlpEndpoint: setting(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    z.url({ protocol: /^https?$/ }).optional(),
    'OTLP receiver (http/protobuf) that spans are sent to, without /v1/traces: http://localhost:6006 for Phoenix. Nothing is sent without it.',
  ),
  otlpHeaders: setting('OTEL_EXPORTER_OTLP_HEADERS', z.string().optional(), 'What is sent along: NAME=VALUE, comma-separated.', true),
  serviceName: setting('OTEL_SERVICE_NAME', z.string().min(1).default('answerable'), 'Name of this program in spans.'),
  exportContent: setting(
    'ANSWERABLE_TRACE_EXPORT_CONTENT',
    z.stringbool().default(false),
    'Send questions, passages and answers with the spans, secrets and personal data masked. Off: only figures and names leave.',
  ),
  contentDays: setting(
    'ANSWERABLE_CONTENT_DAYS',
    integer(0, 36_500).default(30),
    'Days for which questions, answers and quotes are kept; figures stay. 0: they are never written down.',
  ),
  redactContent: setting(
    'ANSWERABLE_REDACT_CONTENT',
    z.stringbool().default(false),
    'Mask secrets and personal data in what is kept of questions and answers.',
  ),
  systems: setting(
    'ANSWERABLE_SYSTEMS',
    z.string().optional(),
    'File that says which systems are watched, what may be looked at and which actions may be proposed. Default: systems.yaml in the folder where the program starts, if there is one.',
  ),
  auditDays: setting(
    'ANSWERABLE_AUDIT_DAYS',
    integer(0, 36_500).default(365),
    'Days for which the audit log keeps its records; older ones are removed behind a record that seals them. 0: for ever.',
  ),
  metricsToken: setting(
    'ANSWERABLE_METRICS_TOKEN',
    z.string().min(16).optional(),
    'Bearer token that reads /metrics and nothing else, for Prometheus. Without it an admin key is needed, where keys are.',
    true,
  ),
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
