/** Pieces of the JSON contract that several operations share. Names are snake_case; offsets are UTF-16 code units, end exclusive. */
import { z } from 'zod'
import { abstentionReasons, cacheOutcomes, degradableParts, verdicts } from '../domain/answer.ts'
import { tasks } from '../domain/task.ts'

export const collectionName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must have only lower-case letters, digits, - and _, at most 63, starting with a letter or digit')
  .default('default')
  .describe('Collection to work in')

const noNulls = (text: string): boolean => !text.includes('\u0000')
/** PostgreSQL cannot hold U+0000, and no person asks for it. */
export const plainText = z.string().refine(noNulls, 'must not contain the character U+0000')

export const questionText = plainText
  .min(1, 'must not be empty')
  .max(1000, 'must have at most 1,000 characters')
  .refine((text) => text === '' || text.trim().length > 0, 'must not be blank')

export const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a document id, as "documents list" shows it')

export const traceId = z.string().regex(/^[0-9a-f]{32}$/, '32 hexadecimal digits, as trace_id of an answer')

const offset = z.int().min(0).describe('UTF-16 code units into the document text')

export const passageSchema = z.object({
  document_id: z.string(),
  source: z.string(),
  title: z.string(),
  heading: z.string(),
  version: z.string().describe('SHA-256 of the text it is a slice of'),
  text: z.string(),
  redacted: z.boolean().optional().describe('true: as long as the words of the document, and not all of them are shown'),
  start: offset,
  end: offset,
  page: z.int().nullable(),
  score: z.number(),
  ranks: z.object({ vector: z.int().nullable(), words: z.int().nullable() }),
})

export const injectionSchema = z.object({
  document_id: z.string(),
  source: z.string(),
  start: z.int().min(0).describe("UTF-16 code units into the document's text"),
  end: z.int().min(0),
  score: z.number().min(0).max(1),
  reason: z.string(),
})

const recordCitedSchema = z.object({
  entity: z.string(),
  id: z.string().nullable().describe('null for a figure over several rows'),
  field: z.string(),
  value: z.string().nullable().describe('As it is stored, or as the database computed it'),
  figure: z
    .object({ kind: z.string(), rows: z.int(), ids: z.array(z.string()) })
    .optional()
    .describe('Of a figure: how it was computed, over how many rows, and which (at most 50)'),
})

export const citationSchema = z.object({
  answer_start: z.int().min(0).describe('UTF-16 code units into the answer'),
  answer_end: z.int().min(0),
  source: z.string(),
  document_id: z.string(),
  title: z.string(),
  heading: z.string(),
  version: z.string().describe('SHA-256 of the text that was cited'),
  page: z.int().nullable(),
  quote: z.string().describe('text.slice(start, end) of that version'),
  start: offset,
  end: offset,
  verdict: z.enum(verdicts),
  redacted: z.boolean().optional().describe('true: as long as the words of the document, and not all of them are shown'),
  field: z.string().optional().describe('With response_schema: JSON Pointer (RFC 6901) of the value of data that rests on the quote'),
  record: recordCitedSchema
    .optional()
    .describe("On records: what it rests on; the document's fields then tell of the record's card, of which the quote is a slice"),
})

export const answerSchema = z.object({
  answer: z.string(),
  sources: z.array(z.string()).describe('Distinct sources cited, in order'),
  tokens_used: z.int().min(0).describe('Input and output tokens as billed, or as counted for local models; 0 for extractive answers'),
  citations: z.array(citationSchema),
  abstained: z.object({ reason: z.enum(abstentionReasons), message: z.string() }).nullable(),
  data: z.unknown().nullable(),
  model: z.string(),
  usage: z.object({ input_tokens: z.int(), output_tokens: z.int(), embedding_tokens: z.int() }),
  cost_usd: z.number().nullable().describe('null when the price is unknown'),
  cache: z.enum(cacheOutcomes),
  degraded: z
    .array(z.object({ part: z.enum(degradableParts), message: z.string() }))
    .optional()
    .describe('What failed and was done without, each in a sentence; left out when all went well'),
  injections: z
    .array(injectionSchema)
    .optional()
    .describe('Orders to the model that stood in the passages and that nobody who wrote this saw; left out when there were none'),
  timings_ms: z.record(z.string(), z.number()),
  trace_id: z.string(),
})

export const documentSchema = z.object({
  document_id: z.string(),
  source: z.string(),
  title: z.string(),
  version: z.string(),
  media_type: z.string(),
  language: z.string(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  collection: z.string(),
  updated_at: z.string(),
})

const fileNote = z.object({ source: z.string(), reason: z.string() })

export const progressSchema = z.object({
  done: z.int(),
  total: z.int().nullable(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  removed: z.int(),
  failed: z.array(fileNote).describe('Files that could not be read, each with its reason'),
  notes: z.array(fileNote).describe('What a person may want to know of how a file was read'),
  skipped: z.record(z.string(), z.int()).describe('Files of kinds that are not read, by extension'),
  pending_embeddings: z.int(),
  current: z.string().nullish().describe('While a site is read: the page that was asked for last'),
})

export const taskSchema = z.object({
  task: z.enum(tasks),
  live: z.string().nullable().describe("The model that would be asked now; null: the documents' own sentences"),
  temperature: z.number(),
  max_tokens: z.int(),
  models: z
    .array(
      z.object({
        id: z.string(),
        context_tokens: z.int(),
        max_output_tokens: z.int().nullable(),
        structured: z.enum(['strict', 'json', 'prompt']),
        tools: z.boolean(),
        price_per_million_usd: z.object({ input: z.number(), output: z.number() }).nullable().describe('null when it is not known'),
        state: z.enum(['closed', 'open', 'half-open']).describe('open: it failed again and again and is passed over for a while'),
        last_failure: z.string().nullable(),
      }),
    )
    .describe('In the order in which they are tried'),
  notes: z.array(z.string()),
})
