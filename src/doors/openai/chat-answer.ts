/** An answer of `ask` as OpenAI's chat completion, whole or in chunks. Nothing is lost: `answerable` is what POST /ask would have sent. */
import type { z } from 'zod'
import type { answerSchema } from '../../operations/schemas.ts'
import { annotationOf, type Annotation, type CitationJson } from './annotations.ts'
import type { ChatRequest } from './chat-request.ts'

export type AnswerJson = z.output<typeof answerSchema>

export interface ChatCall {
  readonly id: string
  /** Seconds since 1970. */
  readonly created: number
  readonly request: ChatRequest
  /** Address of this server. */
  readonly base: string
}

export const wholeCompletion = (call: ChatCall, answer: AnswerJson): object => ({
  ...head(call, 'chat.completion'),
  choices: [
    {
      index: 0,
      message: { role: 'assistant', ...wordsOf(call, answer), annotations: answer.citations.map((it) => annotationOf(it, call.base)) },
      logprobs: null,
      finish_reason: finishReason(call, answer),
    },
  ],
  usage: usageOf(answer),
  answerable: ours(call, answer),
})

export const firstChunk = (call: ChatCall): object => chunk(call, { role: 'assistant', content: '' })

export const textChunk = (call: ChatCall, text: string): object => chunk(call, { content: text })

export const citationChunk = (call: ChatCall, citation: CitationJson): object => {
  const annotations: Annotation[] = [annotationOf(citation, call.base)]
  return chunk(call, { annotations })
}

/** Of an object, whose words are held back until it is known whether there is one. */
export const objectChunk = (call: ChatCall, answer: AnswerJson): object => chunk(call, wordsOf(call, answer))

export const lastChunk = (call: ChatCall, answer: AnswerJson): object => ({
  ...chunk(call, {}, finishReason(call, answer)),
  answerable: ours(call, answer),
})

/** OpenAI sends it behind the last choice, to whoever asked for it. */
export const usageChunk = (call: ChatCall, answer: AnswerJson): object => ({ ...head(call, 'chat.completion.chunk'), choices: [], usage: usageOf(answer) })

const head = ({ id, created, request }: ChatCall, object: string): object => ({ id, object, created, model: request.model })

const chunk = (call: ChatCall, delta: object, finish_reason: string | null = null): object => ({
  ...head(call, 'chat.completion.chunk'),
  choices: [{ index: 0, delta, logprobs: null, finish_reason }],
  ...(call.request.includeUsage && { usage: null }),
})

/** Whoever asked for an object and gets none must not parse a sentence: `refusal` is OpenAI's place for it. */
const wordsOf = ({ request }: ChatCall, { answer, abstained }: AnswerJson): { content: string | null; refusal: string | null } =>
  request.wantsObject && abstained ? { content: null, refusal: answer } : { content: answer, refusal: null }

/** The answer is as long as it was allowed to be: the model had more to say. */
const finishReason = ({ request }: ChatCall, { usage }: AnswerJson): 'stop' | 'length' => {
  const allowed = request.input['max_tokens']
  return typeof allowed === 'number' && usage.output_tokens >= allowed ? 'length' : 'stop'
}

const usageOf = ({ usage }: AnswerJson): object => ({
  prompt_tokens: usage.input_tokens,
  completion_tokens: usage.output_tokens,
  total_tokens: usage.input_tokens + usage.output_tokens,
})

const ours = ({ request }: ChatCall, answer: AnswerJson): object => ({ ...answer, ...(request.ignored.length > 0 && { ignored: request.ignored }) })
