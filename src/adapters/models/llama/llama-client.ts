/** Owns one `llama-process.ts`: starts it, sends it work, and turns whatever happens to it into messages for the calls that wait. */
import { fork, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { AppError } from '../../../base/error.ts'
import type { FromLlama, ToLlama } from './llama-protocol.ts'

export type LlamaReply = Extract<FromLlama, { id: number }> | { type: 'gone'; error: AppError }

export interface LlamaClient {
  readonly alive: boolean
  send(message: ToLlama): void
  /** Replies to the call `id` until `off` is called; after the end of the process `gone`. */
  on(id: number, listener: (reply: LlamaReply) => void): void
  off(id: number): void
  kill(): Promise<void>
}

/** Resolves when the model is loaded; fails with `unavailable`, at once when aborted, and the process is gone then. */
export const startLlama = (load: Extract<ToLlama, { type: 'load' }>, loadTimeoutMs: number, signal: AbortSignal): Promise<LlamaClient> =>
  new Promise((resolve, reject) => {
    const child = startProcess()
    const client = clientOf(child)
    const timer = setTimeout(() => fail(`it was not loaded within ${loadTimeoutMs / 1000} s`), loadTimeoutMs)
    const fail = (reason: string): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(
        new AppError('unavailable', `The local model cannot be used: ${reason}. Run "answerable doctor" to see what is missing.`, {
          details: { mayBill: 'nothing' },
        }),
      )
    }
    const onAbort = (): void => fail('it was stopped while it was loaded')
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    child.on('message', (message: FromLlama) => {
      if (message.type === 'load-failed') fail(message.message.split('\n')[0]!)
      if (message.type !== 'loaded') return
      clearTimeout(timer)
      child.removeListener('exit', onEarlyExit)
      resolve(client)
    })
    const onEarlyExit = (code: number | null, signal: string | null): void => fail(`its process ended while loading (${signal ?? `code ${code}`})`)
    child.on('exit', onEarlyExit)
    child.on('error', (error) => fail(error.message))
    child.send(load)
  })

const startProcess = (): ChildProcess =>
  fork(new URL(import.meta.url.endsWith('.ts') ? './llama-process.ts' : './llama-process.js', import.meta.url), [], {
    execArgv: [],
    env: quietEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  })

/** The process reads text of strangers: it gets no keys and no database address. */
const quietEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'TEMP', 'LANG', 'LD_LIBRARY_PATH', 'SystemRoot'].map((name) => [name, process.env[name]]))

const clientOf = (child: ChildProcess): LlamaClient => {
  const listeners = new Map<number, (reply: LlamaReply) => void>()
  let gone: AppError | null = null
  let lastWords = ''
  child.stderr?.on('data', (data: Buffer) => {
    lastWords = (lastWords + data.toString('utf8')).slice(-500)
  })
  child.on('message', (message: FromLlama) => {
    if ('id' in message) listeners.get(message.id)?.(message)
  })
  child.on('exit', (code, signal) => {
    gone = goneError(code, signal, lastWords)
    for (const tell of listeners.values()) tell({ type: 'gone', error: gone })
    listeners.clear()
  })
  const holdProgram = (): void => {
    // Waiting calls keep the program alive; an idle model does not.
    const toggle = listeners.size > 0 ? 'ref' : 'unref'
    child[toggle]()
    child.channel?.[toggle]()
    ;(child.stderr as Socket | null)?.unref()
  }
  return {
    get alive() {
      return gone === null
    },
    send: (message) => {
      if (!gone && child.connected) child.send(message)
    },
    on: (id, listener) => {
      if (gone) return queueMicrotask(() => listener({ type: 'gone', error: gone! }))
      listeners.set(id, listener)
      holdProgram()
    },
    off: (id) => {
      listeners.delete(id)
      holdProgram()
    },
    kill: () =>
      new Promise((resolve) => {
        if (gone) return resolve()
        child.ref()
        child.on('exit', () => resolve())
        child.kill('SIGKILL')
      }),
  }
}

const goneError = (code: number | null, signal: string | null, lastWords: string): AppError =>
  new AppError(
    'upstream',
    `The process of the local model ended (${signal ?? `code ${code}`}). Ask again; if it stays so, free some memory or choose a smaller model.`,
    {
      ...(lastWords && { cause: new Error(lastWords) }),
    },
  )
