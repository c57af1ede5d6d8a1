/** The program as a user starts it: its own process, a data folder of its own, nothing of the tester's settings. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
const main = join(root, 'src/main.ts')

export interface Workplace extends Disposable {
  readonly home: string
  readonly documents: string
  readonly data: string
}

/** Documents on disk, and a place for data that does not exist yet. */
export const workplace = (files: Readonly<Record<string, string | Uint8Array>>): Workplace => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-e2e-'))
  const documents = join(home, 'documents')
  mkdirSync(documents)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(documents, name)), { recursive: true })
    writeFileSync(join(documents, name), content)
  }
  return { home, documents, data: join(home, 'data'), [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }) }
}

/** Words for search, the documents' own sentences for answers: no model is needed. Tests say otherwise by `env`. */
// Tests change what the model says between equal questions; those that are about the cache turn it on.
const plainSettings = { ANSWERABLE_EMBEDDER: 'none', ANSWERABLE_HANDBOOK: 'false', ANSWERABLE_GENERATOR: 'extractive', ANSWERABLE_ANSWER_CACHE: 'off' }

const environment = (env: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ANSWERABLE_|OPENAI_|ANTHROPIC_|OTEL_|DATABASE_URL|HF_)/.test(name))),
  ...plainSettings,
  ...env,
})

export interface Server extends AsyncDisposable {
  readonly url: string
  readonly pid: number
  /** What it has said so far, stdout and stderr together. */
  said(): string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export const serve = async (
  words: readonly string[],
  { env = {}, ready = true }: { env?: Readonly<Record<string, string>>; ready?: boolean } = {},
): Promise<Server> => {
  const child = spawn(process.execPath, [main, 'serve', ...words, ...(words.includes('--port') ? [] : ['--port', '0'])], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (piece: Buffer) => (said += piece.toString()))
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    child.kill(signal)
    await once(child, 'exit')
    return child.exitCode
  }
  try {
    const url = await addressOf(child, () => said)
    if (ready) await untilReady(url)
    return { url, pid: child.pid!, said: () => said, stop, [Symbol.asyncDispose]: async () => void (await stop()) }
  } catch (error) {
    await stop('SIGKILL')
    throw error
  }
}

const addressOf = async (child: ChildProcess, said: () => string): Promise<string> => {
  for (;;) {
    const url = /\bat (http:\/\/\S+)/.exec(said())?.[1]
    if (url) return url
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} before it listened. It said: ${said()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const untilReady = async (url: string): Promise<void> => {
  for (const until = Date.now() + 120_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if ((await fetch(`${url}/readyz`).catch(() => null))?.ok) return
  }
  throw new Error('The server was not ready within two minutes.')
}

export interface Running extends AsyncDisposable {
  readonly pid: number
  /** What it has said so far, stdout and stderr together. */
  said(): string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** A command that goes on until it is stopped. `command` stands in front of it: what it runs under. */
export const start = (
  words: readonly string[],
  { env = {}, command = [] }: { env?: Readonly<Record<string, string>>; command?: readonly string[] } = {},
): Running => {
  const [program, ...rest] = [...command, process.execPath, main, ...words]
  const child = spawn(program!, rest, { env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (piece: Buffer) => (said += piece.toString()))
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    child.kill(signal)
    await once(child, 'exit')
    return child.exitCode
  }
  return { pid: child.pid!, said: () => said, stop, [Symbol.asyncDispose]: async () => void (await stop('SIGKILL')) }
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Nothing that a test runs to its end takes longer; whatever hangs is ended, and fails its test. */
const longestMs = 300_000

export const run = (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [main, ...words],
      { env: environment(env), maxBuffer: 1e8, timeout: longestMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
  })

export const post = (url: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

export const put = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/documents`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
