import { checkGguf } from './check-gguf.ts'
import { startLlama, type LlamaClient } from './llama-client.ts'
import type { ToLlama } from './llama-protocol.ts'

// The largest models that make sense on a machine without a server load in well under a minute from a slow disk.
const loadTimeoutMs = 120_000

export interface LlamaHolder {
  readonly loaded: boolean
  /** The running process; started when there is none, and again after one that ended. Every `use` that succeeds ends with a `release`. */
  use(): Promise<LlamaClient>
  release(): void
  close(): Promise<void>
}

/** Loads the model for its first user and gives it up when it had none for `idleUnloadMs`. */
export const llamaHolder = (load: Omit<Extract<ToLlama, { type: 'load' }>, 'type'>, idleUnloadMs: number): LlamaHolder => {
  let starting: Promise<LlamaClient> | null = null
  let client: LlamaClient | null = null
  let stop = new AbortController()
  let users = 0
  let idle: NodeJS.Timeout | undefined

  const forget = (): Promise<LlamaClient> | null => {
    const old = starting
    starting = client = null
    return old
  }
  const close = async (): Promise<void> => {
    clearTimeout(idle)
    // A model on a slow disk loads for a minute, and a program that is told to stop has seconds.
    stop.abort()
    const old = await forget()?.catch(() => null)
    await old?.kill()
  }
  const start = (): Promise<LlamaClient> => {
    const { signal } = (stop = new AbortController())
    const mine = checkGguf(load.modelPath).then(() => startLlama({ type: 'load', ...load }, loadTimeoutMs, signal))
    mine.then(
      (started) => {
        if (starting === mine) client = started
      },
      () => {
        if (starting === mine) void forget()
      },
    )
    return mine
  }
  return {
    get loaded() {
      return client?.alive ?? false
    },
    use: async () => {
      clearTimeout(idle)
      if (client && !client.alive) void forget()
      starting ??= start()
      users += 1
      try {
        return await starting
      } catch (error) {
        users -= 1
        throw error
      }
    },
    release: () => {
      users -= 1
      if (users === 0) idle = setTimeout(() => void close(), idleUnloadMs).unref()
    },
    close,
  }
}
