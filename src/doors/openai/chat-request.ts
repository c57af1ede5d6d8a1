/** What OpenAI's clients send → the input of `ask`. What we cannot do is refused; what changes nothing is let be, and named in the reply. */
import { z } from 'zod'
import { AppError } from '../../base/error.ts'
import { readBody } from './read-body.ts'

/** A question longer than this is refused by `ask` itself; a turn that was said before is only read for what the question means. */
const longestTurn = 8000
const mostTurns = 50
const mostAnswerTokens = 4096

const part = z.looseObject({ type: z.string(), text: z.string().optional() })
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(part)]).nullish(),
})

export const chatRequestSchema = z.looseObject({
  model: z.string().min(1).describe('"answerable", "answerable/COLLECTION", or the name of a collection'),
  messages: z
    .array(message)
    .min(1)
    .describe('The last one is the question (at most 1,000 characters), those before it what was said. System messages are accepted and not followed'),
  stream: z.boolean().nullish().describe('Chunks as the answer comes: each sentence, then its annotations'),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish().describe('include_usage: a chunk with the usage comes before [DONE]'),
  max_tokens: z.int().min(1).nullish().describe('Most tokens the answer may have; more than 4,096 counts as 4,096'),
  max_completion_tokens: z.int().min(1).nullish().describe('The newer name of max_tokens'),
  top_k: z.int().min(1).max(50).nullish().describe('Our own: most passages before the token budget'),
  response_format: z
    .looseObject({ type: z.string(), json_schema: z.looseObject({ schema: z.record(z.string(), z.unknown()).optional() }).optional() })
    .nullish()
    .describe('"text", or "json_schema": the answer is then an object whose values are cited one by one'),
  n: z.int().nullish().describe('1'),
  tools: z.array(z.unknown()).nullish().describe('Refused: answers come from documents only'),
  tool_choice: z.unknown().optional().describe('"none" lets tools be'),
  functions: z.array(z.unknown()).nullish().describe('The older name of tools'),
  logprobs: z.boolean().nullish().describe('Refused when true'),
  modalities: z.array(z.string()).nullish().describe('"text"'),
})

type ChatBody = z.output<typeof chatRequestSchema>
type ChatMessage = z.output<typeof message>

export interface ChatRequest {
  readonly model: string
  /** For `ask`, all but the collection. */
  readonly input: Readonly<Record<string, unknown>>
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly wantsObject: boolean
  /** Names of what was sent and has no effect. */
  readonly ignored: readonly string[]
}

/** Fails with `invalid`; `details.param` is the field that is at fault. */
export const readChatRequest = (body: unknown): ChatRequest => {
  const request = readBody(chatRequestSchema, body)
  refuseWhatIsNotDone(request)
  const turns = request.messages.filter(({ role }) => role === 'user' || role === 'assistant')
  const responseSchema = schemaOf(request)
  const maxTokens = request.max_completion_tokens ?? request.max_tokens
  return {
    model: request.model,
    input: {
      question: questionOf(turns),
      history: historyOf(turns),
      ...(maxTokens != null && { max_tokens: Math.min(maxTokens, mostAnswerTokens) }),
      ...(request.top_k != null && { top_k: request.top_k }),
      ...(responseSchema && { response_schema: responseSchema }),
    },
    stream: request.stream === true,
    includeUsage: request.stream_options?.include_usage === true,
    wantsObject: responseSchema !== null,
    ignored: ignoredIn(request),
  }
}

const refused = (param: string, sentence: string): AppError => new AppError('invalid', sentence, { details: { param } })

const refuseWhatIsNotDone = ({ n, tools, tool_choice, functions, logprobs, modalities }: ChatBody): void => {
  if (n != null && n !== 1) throw refused('n', 'A question has one answer here: leave n out.')
  const wantsTools = (tools?.length ?? 0) > 0 && tool_choice !== 'none'
  if (wantsTools || (functions?.length ?? 0) > 0) {
    throw refused(
      wantsTools ? 'tools' : 'functions',
      'Answers come from documents only and call no tools: leave tools out. To be called as a tool, there is MCP at /mcp.',
    )
  }
  if (logprobs === true) throw refused('logprobs', 'There are no probabilities of tokens here: leave logprobs out. Each sentence carries a verdict instead.')
  if (modalities?.some((it) => it !== 'text')) throw refused('modalities', 'Answers are text: leave modalities out.')
}

const questionOf = (turns: readonly ChatMessage[]): string => {
  const last = turns.at(-1)
  if (last?.role === 'user') return textOf(last)
  throw refused('messages', 'The last message must be the question, with the role "user".')
}

/** A chat client sends the whole conversation; what is needed of it is at its end, and of a long turn at its beginning. */
const historyOf = (turns: readonly ChatMessage[]): { role: string; content: string }[] =>
  turns
    .slice(0, -1)
    .slice(-mostTurns)
    .map((turn) => ({ role: turn.role, content: textOf(turn).slice(0, longestTurn) }))
    .filter(({ content }) => content !== '')

const textOf = ({ content }: ChatMessage): string => {
  if (typeof content === 'string') return content
  return (content ?? [])
    .map(({ type, text }) => {
      if (type === 'text' && text !== undefined) return text
      throw refused('messages', `Only text is read: leave out content of the type "${type}". Files become documents with POST /documents.`)
    })
    .join('\n')
}

const schemaOf = ({ response_format: format }: ChatBody): Record<string, unknown> | null => {
  if (format == null || format.type === 'text') return null
  if (format.type === 'json_schema' && format.json_schema?.schema) return format.json_schema.schema
  throw refused(
    'response_format',
    format.type === 'json_object'
      ? 'An object needs a shape, so that its values can be looked up: send response_format {"type": "json_schema", "json_schema": {"schema": …}}.'
      : 'response_format is "text", or "json_schema" with json_schema.schema.',
  )
}

const used = new Set(Object.keys(chatRequestSchema.shape))

const ignoredIn = (request: ChatBody): string[] => {
  const roles = new Set(request.messages.map(({ role }) => role))
  const messages = [...roles].filter((role) => role !== 'user' && role !== 'assistant').map((role) => `messages of the role ${role}`)
  const fields = Object.entries(request).filter(([name, value]) => !used.has(name) && value != null)
  return [...messages, ...fields.map(([name]) => name)]
}
