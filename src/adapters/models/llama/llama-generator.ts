import { availableParallelism } from 'node:os'
import type { GenerateOptions, Generator, GeneratorPart, Message } from '../../../domain/model.ts'
import { toGrammarSchema } from './grammar-schema.ts'
import { countWith, streamWith } from './llama-calls.ts'
import { llamaHolder, type LlamaHolder } from './llama-holder.ts'
import { turns, type Turns } from './turns.ts'
import { unlessAborted } from '../unless-aborted.ts'

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
  const { id, modelPath, runtimeEntry, contextTokens = 4096, idleUnloadMs = 600_000, silenceMs = 60_000 } = options
  // 16 at a time are read as fast as 512 (0.5B, two cores), and take 70 ms: a stop is heard that soon.
  const { batchTokens = 16, threads = Math.min(availableParallelism(), 8) } = options
  const holder = llamaHolder({ runtimeEntry, modelPath, contextTokens, batchTokens, threads }, idleUnloadMs)
  const queue = turns(16)
  return {
    id,
    contextTokens,
    // Read at 80 to 180 tokens a second on two cores: this is three to six seconds before the first word.
    passageBudgetTokens: options.passageBudgetTokens ?? 450,
    capabilities: { structured: 'strict', tools: false, maxOutputTokens: null, languages: ['en'] },
    get waiting() {
      return queue.waiting
    },
    get loaded() {
      return holder.loaded
    },
    countTokens: async (text) => {
      const client = await holder.use()
      try {
        return await countWith(client, text)
      } finally {
        holder.release()
      }
    },
    stream: (messages, asked, signal) => streamInTurn({ holder, queue, silenceMs }, messages, asked, signal),
    close: () => holder.close(),
  }
}

interface Parts {
  readonly holder: LlamaHolder
  readonly queue: Turns
  readonly silenceMs: number
}

async function* streamInTurn(
  { holder, queue, silenceMs }: Parts,
  messages: readonly Message[],
  asked: GenerateOptions,
  signal?: AbortSignal,
): AsyncGenerator<GeneratorPart, void> {
  // Before it waits: a schema that cannot be followed is told at once.
  const schema = asked.schema ? toGrammarSchema(asked.schema) : null
  const endTurn = await queue.take(signal)
  const client = await unlessAborted(holder.use(), signal, () => holder.release()).catch((error: unknown) => {
    endTurn()
    throw error
  })
  const onEnd = (): void => {
    holder.release()
    endTurn()
  }
  yield* streamWith(client, { messages, asked, schema, signal, silenceMs, onEnd })
}
