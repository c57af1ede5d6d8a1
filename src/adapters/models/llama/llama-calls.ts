/** Single calls to the process of a local model. */
import { AppError } from '../../../base/error.ts'
import type { GenerateOptions, GeneratorPart, Message } from '../../../domain/model.ts'
import type { GrammarSchema } from './grammar-schema.ts'
import type { LlamaClient, LlamaReply } from './llama-client.ts'

export interface StreamCall {
  readonly messages: readonly Message[]
  readonly asked: Pick<GenerateOptions, 'maxTokens' | 'temperature'>
  readonly schema: GrammarSchema | null
  readonly signal: AbortSignal | undefined
  readonly silenceMs: number
  /** Called once, when the process is free again: after the last reply, or some time after the reader left. */
  readonly onEnd: () => void
}

let lastId = 0

export const countWith = async (client: LlamaClient, text: string): Promise<number> => {
  const id = ++lastId
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
  }
}

export async function* streamWith(client: LlamaClient, { messages, asked, schema, signal, silenceMs, onEnd }: StreamCall): AsyncGenerator<GeneratorPart, void> {
  const id = ++lastId
  const replies: LlamaReply[] = []
  let wake = (): void => {}
  let ended = false
  client.on(id, (reply) => {
    ended ||= isLast(reply)
    replies.push(reply)
    wake()
  })
  // At once, also while the reader is busy with the part before.
  const stop = (): void => client.send({ type: 'stop', id })
  signal?.addEventListener('abort', stop, { once: true })
  try {
    client.send({ type: 'generate', id, messages, maxTokens: asked.maxTokens, temperature: asked.temperature, schema })
    for (;;) {
      signal?.throwIfAborted()
      const reply = replies.shift()
      if (!reply) await nextReply(silenceMs, signal, (resolve) => (wake = resolve))
      else if (reply.type === 'delta') yield { type: 'text-delta', text: reply.text }
      else if (reply.type === 'finish') return yield finishOf(reply)
      else if (reply.type === 'failed') throw new AppError(reply.code, reply.message)
      else if (reply.type === 'gone') throw reply.error
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    if (ended) endCall(client, id, onEnd)
    else stopCall(client, id, onEnd)
  }
}

const isLast = ({ type }: LlamaReply): boolean => type === 'finish' || type === 'failed' || type === 'stopped' || type === 'gone'

const finishOf = ({ reason, inputTokens, outputTokens }: Extract<LlamaReply, { type: 'finish' }>): GeneratorPart => ({
  type: 'finish',
  reason,
  // Counted by the model's own tokenizer: nothing truer can be reported.
  usage: { inputTokens, outputTokens, reported: true, costUsd: 0 },
})

const endCall = (client: LlamaClient, id: number, onEnd: () => void): void => {
  client.off(id)
  onEnd()
}

/** A process that does not stop when told is ended: the next question loads the model again. */
const stopCall = (client: LlamaClient, id: number, onEnd: () => void): void => {
  const timer = setTimeout(() => void client.kill(), 5_000)
  client.on(id, (reply) => {
    if (!isLast(reply)) return
    clearTimeout(timer)
    endCall(client, id, onEnd)
  })
  client.send({ type: 'stop', id })
}

const nextReply = (silenceMs: number, signal: AbortSignal | undefined, register: (resolve: () => void) => void): Promise<void> =>
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
