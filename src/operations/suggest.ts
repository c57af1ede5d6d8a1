import { z } from 'zod'
import type { Document, Passage } from '../domain/document.ts'
import type { App } from './app.ts'
import { operation } from './operation.ts'
import { assertOwn } from './own-traces.ts'
import { collectionName, traceId } from './schemas.ts'

export const suggestQuestions = operation({
  name: 'suggestQuestions',
  summary: 'Questions to ask next, of what an answer was found in, or of a collection',
  effect: 'read',
  http: { method: 'POST', path: '/suggestions' },
  cli: { words: ['suggest'], positional: ['trace_id'] },
  mcp: { name: 'suggest_questions', description: 'Questions that the documents can answer, to begin with or to go on with after an answer.' },
  line: 'questions',
  input: z.strictObject({
    trace_id: traceId.optional().describe('The answer to go on from; without it, questions of the collection'),
    collection: collectionName,
    limit: z.int().min(1).max(10).default(3).describe('Most questions'),
  }),
  output: z.object({
    questions: z.array(z.string()).describe('Each finds a passage that may answer it'),
    model: z.string().describe('extractive: made from headings'),
    tokens_used: z.int(),
    cost_usd: z.number().nullable(),
  }),
  run: async (app, { trace_id, collection, limit }, { signal }) => {
    const from = trace_id === undefined ? { asked: null, collection, passages: await beginnings(app, collection) } : await fromTrace(app, trace_id)
    const { questions, model, usage } = await app.suggest({ ...from, limit }, signal)
    return { questions: [...questions], model, tokens_used: usage.inputTokens + usage.outputTokens, cost_usd: usage.costUsd }
  },
})

const mostPassages = 5

/** The passages of a trace, as far as their versions are still kept. */
const fromTrace = async (app: App, trace: string) => {
  const entry = await assertOwn(app, trace)
  const { passages, standaloneQuestion } = entry.detail
  const found = await Promise.all(
    passages.slice(0, mostPassages).map(async (passage): Promise<Passage[]> => {
      const document = await app.documents.get(passage.documentId, passage.version)
      return document ? [{ ...passage, text: document.text.slice(passage.start, passage.end), pageStarts: document.pageStarts }] : []
    }),
  )
  return { asked: standaloneQuestion ?? entry.question, collection: entry.collection, passages: found.flat() }
}

const fewDocuments = 8
const beginning = 4_000

/** How some documents of a collection begin: enough to tell what they are about. */
const beginnings = async (app: App, collection: string): Promise<Passage[]> => {
  const { documents } = await app.documents.list(collection, fewDocuments, null)
  const found = await Promise.all(documents.map(({ id }) => app.documents.get(id)))
  return found.flatMap((document) => (document ? [beginningOf(document)] : []))
}

const beginningOf = ({ id, collection, source, title, version, language, text, pageStarts }: Document): Passage => ({
  chunkId: '',
  documentId: id,
  collection,
  source,
  title,
  heading: '',
  version,
  language,
  text: text.slice(0, beginning),
  pageStarts,
  start: 0,
  end: Math.min(beginning, text.length),
  score: 0,
  ranks: { vector: null, words: null },
  similarity: null,
  wordScore: 0,
})
