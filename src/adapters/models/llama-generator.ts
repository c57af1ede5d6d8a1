import { availableParallelism } from 'node:os'
import { AppError } from '../../base/error.ts'
import type { Generator, GenerateOptions, GeneratorPart, Message } from '../../domain/model.ts'
import { checkGguf } from './check-gguf.ts'
import { startLlama, type LlamaClient, type LlamaReply } from './llama-client.ts'
import { turns, type Turns } from './turns.ts'

export interface LlamaGeneratorOptions {
  readonly id: string
  readonly modelPath: string
  /** The library's entry file, from `findLlamaRuntime`. */
  readonly runtimeEntry: string
  readonly contextTokens?: number
  readonly passageBudgetTokens?: number
  /** Tokens of the prompt read between two looks at the stop sign. */
  readonly batchTokens?: number
  readonly threads?: number
  readonly idleUnloadMs?: number
  /** Longest time without a sign of life from the model. */
  readonly silenceMs?: number
}

export interface LlamaGenerator extends Generator {
  /** Questions that wait for their turn. */
  readonly waiting: number
  readonly loaded: boolean
}

/**
 * A GGUF file run on this machine, one answer at a time, the others in a queue. The model is loaded by the first question and
 * given up after ten idle minutes (0.8 to 1.9 GB of memory). A prompt that starts like the one before is read from where it differs.
 */
export const llamaGenerator = (options: LlamaGeneratorOptions): LlamaGenerator => {
  const settings: Settings = {
    contextTokens: 4096,
    batchTokens: 16,
    threads: Math.min(availableParallelism(), 8),
    idleUnloadMs: 600_000,
    silenceMs: 60_000,
    ...options,
  }
  const holder = modelHolder(settings)
  const queue = turns(16)
  return {
    id: options.id,
    contextTokens: settings.contextTokens,
    // Read at 80 to 180 tokens a second on two cores: this is three to six seconds before the first word.
    passageBudgetTokens: options.passageBudgetTokens ?? 450,
    get waiting() {
      return queue.waiting
    },
    get loaded() {
      return holder.loaded
    },
    countTokens: (text) => countTokens(holder, text),
    stream: (messages, asked, signal) => streamInTurn(holder, queue, settings, { messages, asked, signal }),
    close: () => holder.close(),
  }
}

type Settings = Required<Omit<LlamaGeneratorOptions, 'passageBudgetTokens'>>

interface Ask {
  readonly messages: readonly Message[]
  readonly asked: GenerateOptions
  readonly signal: AbortSignal | undefined
}

interface ModelHolder {
  readonly loaded: boolean
  /** The running process, started when there is none. Every `use` ends with a `release`. */
  use(): Promise<LlamaClient>
  release(): void
  close(): Promise<void>
}

const modelHolder = (settings: Settings): ModelHolder => {
  const { runtimeEntry, modelPath, contextTokens, batchTokens, threads } = settings
  let starting: Promise<LlamaClient> | null = null
  let client: LlamaClient | null = null
  let users = 0
  let idle: NodeJS.Timeout | undefined
  const drop = async (): Promise<void> => {
    const old = await starting?.catch(() => null)
    starting = client = null
    await old?.kill()
  }
  return {
    get loaded() {
      return client?.alive ?? false
    },
    use: async () => {
      users += 1
      clearTimeout(idle)
      if (client && !client.alive) starting = null
      starting ??= checkGguf(modelPath).then(() => startLlama({ type: 'load', runtimeEntry, modelPath, contextTokens, batchTokens, threads }, 120_000))
      try {
        client = await starting
        return client
      } catch (error) {
        starting = null
        users -= 1
        throw error
      }
    },
    release: () => {
      users -= 1
      if (users === 0) idle = setTimeout(() => void drop(), settings.idleUnloadMs).unref()
    },
    close: async () => {
      clearTimeout(idle)
      await drop()
    },
  }
}

let lastCall = 0

const countTokens = async (holder: ModelHolder, text: string): Promise<number> => {
  const client = await holder.use()
  const id = ++lastCall
  try {
    return await new Promise<number>((resolve, reject) => {
      client.on(id, (reply) => {
        if (reply.type === 'counted') resolve(reply.tokens)
        if (reply.type === 'gone') reject(reply.error)
      })
      client.send({ type: 'count', id, text })
    })
  } finally {
    client.off(id)
    holder.release()
  }
}

async function* streamInTurn(holder: ModelHolder, queue: Turns, settings: Settings, ask: Ask): AsyncGenerator<GeneratorPart, void> {
  const endTurn = await queue.take(ask.signal)
  let client: LlamaClient
  try {
    client = await unlessAborted(holder.use(), ask.signal, () => holder.release())
  } catch (error) {
    endTurn()
    throw error
  }
  yield* streamFrom(client, settings, ask, () => {
    holder.release()
    endTurn()
  })
}

/** Yields replies as they come. The turn ends when the process says that it has stopped, which may be after the reader left. */
async function* streamFrom(client: LlamaClient, settings: Settings, { messages, asked, signal }: Ask, onEnd: () => void): AsyncGenerator<GeneratorPart, void> {
  const id = ++lastCall
  const replies: LlamaReply[] = []
  let wake = (): void => {}
  client.on(id, (reply) => {
    replies.push(reply)
    wake()
  })
  // At once, also while the reader is busy with the part before.
  const stop = (): void => client.send({ type: 'stop', id })
  signal?.addEventListener('abort', stop, { once: true })
  let ended = false
  try {
    client.send({ type: 'generate', id, messages, ...asked })
    for (;;) {
      signal?.throwIfAborted()
      const reply = replies.shift()
      if (!reply) {
        await nextWake(settings.silenceMs, signal, (resolve) => (wake = resolve))
        continue
      }
      ended = isLast(reply)
      if (reply.type === 'delta') yield { type: 'text-delta', text: reply.text }
      if (reply.type === 'finish') return yield finishOf(reply)
      if (reply.type === 'failed') throw new AppError(reply.code, reply.message)
      if (reply.type === 'gone') throw reply.error
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    if (ended || replies.some(isLast)) finishCall(client, id, onEnd)
    else stopCall(client, id, onEnd)
  }
}

const isLast = ({ type }: LlamaReply): boolean => type === 'finish' || type === 'failed' || type === 'stopped' || type === 'gone'

const finishOf = ({ reason, inputTokens, outputTokens }: Extract<LlamaReply, { type: 'finish' }>): GeneratorPart => ({
  type: 'finish',
  reason,
  // Counted by the model's own tokenizer: nothing truer can be reported.
  usage: { inputTokens, outputTokens, reported: true },
})

const finishCall = (client: LlamaClient, id: number, onEnd: () => void): void => {
  client.off(id)
  onEnd()
}

/** A process that does not stop when told is ended: the next question loads the model again. */
const stopCall = (client: LlamaClient, id: number, onEnd: () => void): void => {
  const timer = setTimeout(() => void client.kill(), 3_000)
  client.on(id, (reply) => {
    if (!isLast(reply)) return
    clearTimeout(timer)
    finishCall(client, id, onEnd)
  })
  client.send({ type: 'stop', id })
}

const nextWake = (silenceMs: number, signal: AbortSignal | undefined, register: (resolve: () => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      done()
    }
    const onAbort = (): void => settle(() => reject(signal!.reason))
    const timer = setTimeout(() => settle(() => reject(silentError(silenceMs))), silenceMs)
    signal?.addEventListener('abort', onAbort, { once: true })
    register(() => settle(resolve))
  })

const silentError = (silenceMs: number): AppError =>
  new AppError('upstream_timeout', `The local model gave no sign of life for ${silenceMs / 1000} s. Ask again, or choose a smaller model.`)

const unlessAborted = <Result>(work: Promise<Result>, signal: AbortSignal | undefined, undo: () => void): Promise<Result> =>
  new Promise((resolve, reject) => {
    let left = false
    const onAbort = (): void => {
      left = true
      reject(signal!.reason)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    work
      .then(
        (result) => (left ? undo() : resolve(result)),
        (error: unknown) => reject(error),
      )
      .finally(() => signal?.removeEventListener('abort', onAbort))
  })
