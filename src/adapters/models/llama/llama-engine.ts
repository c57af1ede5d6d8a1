/** node-llama-cpp by the part of it that we use; runs only inside `llama-process.ts`. The library is not among our dependencies, so its types are not either. */
import { pathToFileURL } from 'node:url'
import { AppError } from '../../../base/error.ts'
import type { Message } from '../../../domain/model.ts'
import type { GrammarSchema } from './grammar-schema.ts'
import type { ToLlama } from './llama-protocol.ts'
import { threadPacer, type ThreadPacer } from './thread-pacer.ts'

type Token = number
type HistoryItem = { type: 'system' | 'user'; text: string } | { type: 'model'; response: string[] }

interface Sequence {
  readonly nextTokenIndex: number
  adaptStateToTokens(tokens: Token[], allowShift: boolean): Promise<void>
  evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void>
}

interface Model {
  readonly tokenizer: unknown
  tokenize(text: string): Token[]
  createContext(options: { contextSize: number; batchSize: number; threads: number; sequences: number }): Promise<{ getSequence(): Sequence }>
}

interface Chat {
  readonly chatWrapper: { generateContextState(state: { chatHistory: HistoryItem[] }): { contextText: { tokenize(tokenizer: unknown): Token[] } } }
  generateResponse(history: HistoryItem[], options: object): Promise<{ metadata: { stopReason: string } }>
}

interface Llama {
  /** Looked at before each step of the engine. */
  maxThreads: number
  loadModel(options: object): Promise<Model>
  createGrammarForJsonSchema(schema: GrammarSchema): Promise<Grammar>
}

type Grammar = object

interface Library {
  getLlama(options: object): Promise<Llama>
  LlamaLogLevel: { error: string }
  LlamaChat: new (options: { contextSequence: Sequence }) => Chat
}

export interface Generation {
  readonly messages: readonly Message[]
  readonly maxTokens: number
  readonly temperature: number
  readonly schema: GrammarSchema | null
  readonly signal: AbortSignal
  readonly onReading: () => void
  readonly onText: (text: string) => void
}

export interface Generated {
  readonly reason: 'stop' | 'length'
  readonly inputTokens: number
  readonly outputTokens: number
}

export interface LlamaEngine {
  countTokens(text: string): number
  generate(generation: Generation): Promise<Generated>
}

export const loadEngine = async ({
  runtimeEntry,
  modelPath,
  contextTokens,
  batchTokens,
  threads,
}: Extract<ToLlama, { type: 'load' }>): Promise<LlamaEngine> => {
  const library = (await import(pathToFileURL(runtimeEntry).href)) as Library
  // Never compiles, never downloads: what is installed runs, or the sentence of the failure is shown.
  const llama = await library.getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: threads, logLevel: library.LlamaLogLevel.error })
  const model = await llama.loadModel({ modelPath, gpuLayers: 0 })
  const context = await model.createContext({ contextSize: contextTokens, batchSize: batchTokens, threads, sequences: 1 })
  const sequence = context.getSequence()
  const chat = new library.LlamaChat({ contextSequence: sequence })
  const read = pacedBy(llama, threadPacer(threads))
  const write = pacedBy(llama, threadPacer(threads))
  const grammarOf = grammars(llama)
  return {
    countTokens: (text) => model.tokenize(text).length,
    generate: async (generation) => {
      const history = toHistory(generation.messages)
      const prompt = chat.chatWrapper.generateContextState({ chatHistory: history }).contextText.tokenize(model.tokenizer)
      checkWindow(prompt.length, generation.maxTokens, contextTokens)
      const grammar = generation.schema && (await grammarOf(generation.schema))
      await readPrompt(sequence, prompt, batchTokens, read, generation)
      return { inputTokens: prompt.length, ...(await writeAnswer(chat, history, grammar, write, generation)) }
    },
  }
}

/** The last one is kept: a follow-up or a repair asks for the same. */
const grammars = (llama: Llama): ((schema: GrammarSchema) => Promise<Grammar>) => {
  let last: { key: string; grammar: Grammar } | null = null
  return async (schema) => {
    const key = JSON.stringify(schema)
    if (last?.key !== key) last = { key, grammar: await llama.createGrammarForJsonSchema(schema).catch(refuseGrammar) }
    return last.grammar
  }
}

/** Most of what a grammar cannot say is told before (`grammar-schema.ts`); what llama.cpp makes of the rest is only known here. */
const refuseGrammar = (cause: unknown): never => {
  throw new AppError(
    'invalid',
    'The local model cannot be held to this schema: it repeats too much within repetitions, leads back to itself, or lists odd characters. Make it simpler, or use a model on a server.',
    { cause },
  )
}

interface Pace {
  start(): void
  /** Ends a step of that many tokens and starts the next. */
  next(tokens: number): void
}

const pacedBy = (llama: Llama, pacer: ThreadPacer): Pace => {
  let startedMs = 0
  const start = (): void => {
    llama.maxThreads = pacer.threads()
    startedMs = performance.now()
  }
  return {
    start,
    next: (tokens) => {
      pacer.tell((tokens * 1000) / Math.max(1, performance.now() - startedMs))
      start()
    },
  }
}

/** Text of messages is never read as control tokens: the library keeps `<|im_end|>` in a document apart from its own. */
const toHistory = (messages: readonly Message[]): HistoryItem[] => [
  ...messages.map(({ role, content }): HistoryItem => (role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content })),
  { type: 'model', response: [] },
]

const checkWindow = (promptTokens: number, maxTokens: number, contextTokens: number): void => {
  if (promptTokens + maxTokens <= contextTokens) return
  throw new AppError(
    'too_large',
    `Prompt (${promptTokens} tokens) and answer (up to ${maxTokens}) do not fit the local model's ${contextTokens} tokens. Ask for a shorter answer.`,
  )
}

/**
 * Reads what differs from the prompt before, in slices: the library itself cannot be stopped while it reads, and a long prompt takes seconds.
 * The last token is left for the writing, which needs one to start from.
 */
const readPrompt = async (sequence: Sequence, prompt: Token[], sliceTokens: number, pace: Pace, { signal, onReading }: Generation): Promise<void> => {
  const toRead = prompt.slice(0, -1)
  await sequence.adaptStateToTokens(toRead, false)
  while (sequence.nextTokenIndex < toRead.length) {
    signal.throwIfAborted()
    const slice = toRead.slice(sequence.nextTokenIndex, sequence.nextTokenIndex + sliceTokens)
    pace.start()
    await sequence.evaluateWithoutGeneratingNewTokens(slice)
    // A short last slice costs more for each token and would mislead the pace.
    if (slice.length === sliceTokens) pace.next(sliceTokens)
    onReading()
  }
}

const writeAnswer = async (
  chat: Chat,
  history: HistoryItem[],
  grammar: Grammar | null,
  pace: Pace,
  { maxTokens, temperature, signal, onText }: Generation,
): Promise<Omit<Generated, 'inputTokens'>> => {
  let outputTokens = 0
  pace.start()
  const { metadata } = await chat.generateResponse(history, {
    maxTokens,
    temperature,
    signal,
    ...(grammar && { grammar }),
    // A penalty for repeating would keep the model from quoting its sources word for word.
    repeatPenalty: false,
    onTextChunk: onText,
    onToken: (tokens: Token[]) => {
      outputTokens += tokens.length
      pace.next(tokens.length)
    },
  })
  return { reason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop', outputTokens }
}
