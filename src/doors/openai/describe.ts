/** Of these routes, for the API description: the same schemas that read what comes in. */
import { z } from 'zod'
import { ask } from '../../operations/ask.ts'
import { listCollections } from '../../operations/collections.ts'
import { embedTexts } from '../../operations/embed.ts'
import { accessOf, type Operation } from '../../operations/operation.ts'
import { answerSchema } from '../../operations/schemas.ts'
import { chatRequestSchema } from './chat-request.ts'
import { embeddingsRequestSchema } from './embeddings.ts'

type Json = Record<string, unknown>

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io }) as Json
  return rest
}

const object = (properties: Json): Json => ({ type: 'object', properties })
const list = (items: Json): Json => ({ type: 'array', items })
const text = { type: 'string' }
const count = { type: 'integer' }

const model = object({ id: text, object: { const: 'model' }, created: count, owned_by: text })
const usage = object({ prompt_tokens: count, completion_tokens: count, total_tokens: count })

const completion = object({
  id: text,
  object: { const: 'chat.completion' },
  created: { ...count, description: 'Seconds since 1970' },
  model: text,
  choices: list(
    object({
      index: count,
      message: object({
        role: { const: 'assistant' },
        content: { type: ['string', 'null'] },
        refusal: { type: ['string', 'null'], description: 'With json_schema: why there is no object' },
        annotations: {
          ...list(
            object({ type: { const: 'url_citation' }, url_citation: object({ start_index: count, end_index: count, title: text, url: text, quote: text }) }),
          ),
          description: 'One for each citation; indexes are UTF-16 code units into content, end exclusive',
        },
      }),
      finish_reason: { enum: ['stop', 'length'] },
    }),
  ),
  usage,
  answerable: {
    ...schemaOf(answerSchema.extend({ ignored: z.array(z.string()).optional() }), 'output'),
    description: 'What POST /ask answers, and the names of what was sent and has no effect',
  },
})

const vectors = object({ object: { const: 'list' }, data: list(object({ object: { const: 'embedding' }, index: count, embedding: {} })), model: text, usage })

const failure = object({ error: object({ message: text, type: text, param: { type: ['string', 'null'] }, code: { type: ['string', 'null'] } }) })
const json = (schema: Json): Json => ({ 'application/json': { schema } })
const wrong = { description: "What went wrong, in OpenAI's form", content: json(failure) }
const stream = { 'text/event-stream': { schema: { type: 'string', description: 'Chunks as JSON, [DONE] at the end' } } }

const route = (operationId: string, summary: string, it: unknown, answer: Json, more: Json = {}): Json => ({
  operationId,
  summary,
  'x-access': accessOf(it as Operation) ?? 'anyone',
  ...more,
  responses: { 200: { description: summary, content: answer }, default: wrong },
})

const body = (schema: z.ZodType): Json => ({ requestBody: { required: true, content: json(schemaOf(schema, 'input')) } })

export const openAiPaths: Readonly<Record<string, Json>> = {
  '/v1/chat/completions': {
    post: route(
      'createChatCompletion',
      "Ask in the words of OpenAI's API; the citations come as annotations",
      ask,
      { ...json(completion), ...stream },
      body(chatRequestSchema),
    ),
  },
  '/v1/models': {
    get: route(
      'listOpenAiModels',
      'The collections that can be asked, as models',
      listCollections,
      json(object({ object: { const: 'list' }, data: list(model) })),
    ),
  },
  '/v1/models/{model}': {
    get: route('getOpenAiModel', 'One of them', listCollections, json(model), {
      parameters: [{ name: 'model', in: 'path', required: true, schema: text, description: 'answerable, or answerable/COLLECTION' }],
    }),
  },
  '/v1/embeddings': {
    post: route('createEmbeddings', 'Vectors of texts, as those of a collection are made', embedTexts, json(vectors), body(embeddingsRequestSchema)),
  },
}
