/** The thread that embeds: one ONNX session, one text at a time, questions before documents. */
import { setImmediate } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { throwIfAborted } from '../../../base/async.ts'
import { AppError } from '../../../base/error.ts'
import { Moved, serveWorker } from '../../workers/rpc.ts'
import type { Pooling } from '../store/catalogue.ts'
import { throughGate } from './native-gate.ts'
import { pool } from './pooling.ts'
import { loadTokenizer, type TextTokenizer } from '../token-counter.ts'

export interface OnnxWorkerData {
  readonly modelPath: string
  readonly tokenizerPath: string
  readonly pooling: Pooling
  readonly maxTokens: number
  readonly threads: number
  readonly gate: Int32Array
}

interface Parts {
  readonly session: InferenceSession
  readonly tokenizer: TextTokenizer
}

const data = workerData as OnnxWorkerData

const sessionOptions: InferenceSession.SessionOptions = {
  intraOpNumThreads: data.threads,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  // Plans for each length of text would cost 35 MB a thread and save 1 to 3 % of the time.
  enableMemPattern: false,
  // Spinning threads are 15 % faster alone and eight times slower beside other work.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
}

const open = async (): Promise<Parts> => {
  const tokenizer = loadTokenizer(data.tokenizerPath)
  try {
    const session = await throughGate(data.gate, () => InferenceSession.create(data.modelPath, sessionOptions))
    return { session, tokenizer }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new AppError(
      'unavailable',
      `The embedding model ${data.modelPath} cannot be loaded (${reason}). Delete it and fetch it again: answerable models pull.`,
      { cause },
    )
  }
}

const opened = open()
opened.catch(() => {}) // Told by every call.

const waiting: { urgent: boolean; start: () => void }[] = []
let busy = false

/** Urgent ones first, else in order; a message that arrived during the last run is seen before the next is chosen. */
const takeTurn = async <Result>(urgent: boolean, work: () => Promise<Result>): Promise<Result> => {
  if (busy) await new Promise<void>((start) => waiting.push({ urgent, start }))
  busy = true
  try {
    return await work()
  } finally {
    void passTurn()
  }
}

const passTurn = async (): Promise<void> => {
  await setImmediate()
  const urgentAt = waiting.findIndex((turn) => turn.urgent)
  const [next] = waiting.splice(Math.max(urgentAt, 0), 1)
  if (next) next.start()
  else busy = false
}

const embed = async (text: string): Promise<Float32Array> => {
  const { session, tokenizer } = await opened
  const ids = tokenizer.encode(text, data.maxTokens)
  const result = await throughGate(data.gate, () => session.run(feeds(session.inputNames, ids)))
  const output = result[session.outputNames.find((name) => preferredOutputs.includes(name)) ?? session.outputNames[0]!]!
  return pool(output.data as Float32Array, output.dims, data.pooling)
}

const preferredOutputs = ['last_hidden_state', 'token_embeddings', 'sentence_embedding']

const feeds = (inputNames: readonly string[], ids: readonly number[]): Record<string, Tensor> => {
  const fill = (value: (id: number) => bigint): Tensor => new Tensor('int64', BigInt64Array.from(ids, value), [1, ids.length])
  const all: Record<string, () => Tensor> = {
    input_ids: () => fill(BigInt),
    attention_mask: () => fill(() => 1n),
    token_type_ids: () => fill(() => 0n),
  }
  return Object.fromEntries(inputNames.flatMap((name) => (all[name] ? [[name, all[name]()]] : [])))
}

const handlers = {
  /** Resolves when the model is loaded: how many numbers its vectors have is known by embedding a word. */
  ready: async (): Promise<{ dimensions: number }> => ({ dimensions: (await takeTurn(true, () => embed('a'))).length }),
  embed: ({ text, urgent }: { text: string; urgent: boolean }, signal: AbortSignal) =>
    takeTurn(urgent, async () => {
      throwIfAborted(signal)
      const vector = await embed(text)
      return new Moved(vector, [vector.buffer as ArrayBuffer])
    }),
  countTokens: async ({ texts }: { texts: readonly string[] }): Promise<number[]> => {
    const { tokenizer } = await opened
    return texts.map(tokenizer.count)
  },
}

export type OnnxHandlers = typeof handlers

serveWorker(handlers)
