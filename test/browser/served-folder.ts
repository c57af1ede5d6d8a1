import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface ServedFolder extends AsyncDisposable {
  readonly url: string
  /** Stops the server as Ctrl+C would; the folder stays until disposal. */
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '../..')

/** The program as a user starts it, on files made for the test, in a data folder of its own, with words for search and the given answerer. */
export const serveFolder = async (files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>): Promise<ServedFolder> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-browser-'))
  for (const [name, text] of Object.entries(files)) {
    const path = join(home, 'documents', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const child = spawn(process.execPath, ['src/main.ts', 'serve', join(home, 'documents'), '--port', '0', '--data', join(home, 'data')], {
    cwd: root,
    env: { ...cleanEnvironment(), ANSWERABLE_EMBEDDER: 'none', ANSWERABLE_HANDBOOK: 'false', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGINT')
    await once(child, 'exit')
  }
  const dispose = async (): Promise<void> => {
    await stop()
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const url = await addressOf(child)
    await untilReady(url)
    return { url, stop, [Symbol.asyncDispose]: dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** Settings of the person who runs the tests must not leak in. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ANSWERABLE_|OPENAI_|ANTHROPIC_|DATABASE_URL|HF_)/.test(name)))

const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    const onText = (piece: Buffer): void => {
      said += piece.toString()
      const url = /\bat (http:\/\/\S+)/.exec(said)?.[1]
      if (url) resolve(url)
    }
    child.stdout!.on('data', onText)
    child.stderr!.on('data', onText)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened. It said: ${said}`)))
  })

const untilReady = async (url: string): Promise<void> => {
  for (const until = Date.now() + 60_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const response = await fetch(`${url}/readyz`).catch(() => null)
    if (response?.ok) return
  }
  throw new Error('The server was not ready within a minute.')
}
