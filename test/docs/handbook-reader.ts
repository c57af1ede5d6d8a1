/**
 * A reader who types every example of a page: a checkout, a folder of documents and a home of their own; servers they start run until the
 * page ends. Where the page has Ollama, Claude or a PostgreSQL server of the reader's, the stub model and a real PostgreSQL stand for them.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readConfig } from '../../src/config.ts'
import { freePort } from '../support/free-port.ts'
import { startPostgres, postgresMissing, type TestServer } from '../support/postgres-server.ts'
import { root } from '../support/program.ts'
import { startStubModel } from '../support/stub-model/server.ts'

export interface Typed {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Reader extends AsyncDisposable {
  /** Types a block of commands; one that serves is left running once it is ready. */
  type(commands: string): Promise<Typed>
}

const exampleDatabase = 'postgres://answerable:secret@db.example.com/answerable'
/** Why a block cannot be typed here; false when it can. */
export const missingFor = (commands: string): string | false => {
  if (commands.includes('--approve') && !existsSync('/usr/bin/bwrap')) return 'no bubblewrap here; "apt install bubblewrap" brings it'
  return commands.includes(exampleDatabase) ? postgresMissing : false
}

const longestMs = 120_000
// These do not end by themselves.
const isServing = (commands: string): boolean => /(?:^|\s)(?:npm start|\S*answerable serve)\b|--watch\b/.test(commands)

export const openReader = async (): Promise<Reader> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-reader-'))
  const checkout = join(home, 'answerable')
  mkdirSync(checkout)
  for (const name of readdirSync(root)) if (!name.startsWith('.')) symlinkSync(join(root, name), join(checkout, name))
  cpSync(join(import.meta.dirname, 'my-docs'), join(home, 'my-docs'), { recursive: true })
  const port = await freePort()
  const stub = await startStubModel()
  const env = { ...environment(home, port), ANTHROPIC_BASE_URL: `${stub.url}/v1` }
  let postgres: TestServer | null = null
  let serving: ChildProcess | null = null

  const stopServing = async (): Promise<void> => {
    if (!serving || serving.exitCode !== null || serving.signalCode !== null) return
    process.kill(-serving.pid!, 'SIGTERM')
    await Promise.race([once(serving, 'exit'), delay(10_000)])
    try {
      process.kill(-serving.pid!, 'SIGKILL')
    } catch {
      // All of the group has ended.
    }
  }

  const databaseUrl = async (): Promise<string> => (postgres ??= await startPostgres()).createDatabase()

  const type = async (commands: string): Promise<Typed> => {
    const written = commands
      .replaceAll(/(127\.0\.0\.1|localhost):3000/g, `$1:${port}`)
      .replaceAll('--port 3000', `--port ${port}`)
      .replaceAll('http://127.0.0.1:11434', stub.url)
    const script = written.includes(exampleDatabase) ? written.replaceAll(exampleDatabase, await databaseUrl()) : written
    if (!isServing(script)) return run(script, checkout, env)
    await stopServing()
    const started = start(script, checkout, env)
    serving = started.child
    const isReady = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null))?.ok === true
    await started.until(/ingest .*--watch/.test(script) ? async () => started.stderr().includes('Watching') : isReady)
    return { code: 0, stdout: started.stdout(), stderr: started.stderr() }
  }

  return {
    type,
    [Symbol.asyncDispose]: async () => {
      await stopServing()
      await stub.close()
      await postgres?.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const environment = (home: string, port: number): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ANSWERABLE_|OPENAI_|ANTHROPIC_|DATABASE_URL|HF_|XDG_)/.test(name))),
  HOME: home,
  ANSWERABLE_MODELS_DIR: readConfig({}).modelsDir,
  ANSWERABLE_GENERATOR: 'extractive',
  ANSWERABLE_PORT: String(port),
})

interface Started {
  readonly child: ChildProcess
  stdout(): string
  stderr(): string
  until(isThere: () => Promise<boolean>): Promise<void>
}

const start = (script: string, cwd: string, env: NodeJS.ProcessEnv): Started => {
  const child = spawn('bash', ['-c', `set -euo pipefail\n${script}`], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const said = { stdout: '', stderr: '' }
  child.stdout!.on('data', (piece: Buffer) => (said.stdout += piece.toString()))
  child.stderr!.on('data', (piece: Buffer) => (said.stderr += piece.toString()))
  return {
    child,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    until: async (isThere) => {
      for (const end = Date.now() + longestMs; Date.now() < end; await delay(100)) {
        if (await isThere()) return
        if (child.exitCode !== null) throw new Error(`"${script}" ended with ${child.exitCode}: ${said.stderr.slice(-2_000)}`)
      }
      throw new Error(`"${script}" was not ready within two minutes: ${said.stderr.slice(-2_000)}`)
    },
  }
}

const run = async (script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Typed> => {
  const { child, stdout, stderr } = start(script, cwd, env)
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), longestMs)
  const [code] = (await once(child, 'close')) as [number | null]
  clearTimeout(timer)
  return { code, stdout: stdout(), stderr: stderr() }
}
