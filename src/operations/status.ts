import { z } from 'zod'
import { operation } from './operation.ts'
import { presentProgress, presentTask } from './present.ts'
import { progressSchema, taskSchema } from './schemas.ts'

export const healthz = operation({
  name: 'healthz',
  summary: 'The process is alive',
  effect: 'read',
  access: 'anyone',
  http: { method: 'GET', path: '/healthz' },
  cli: null,
  input: z.strictObject({}),
  output: z.object({ status: z.literal('ok') }),
  run: async () => ({ status: 'ok' as const }),
})

export const readyz = operation({
  name: 'readyz',
  summary: '503 until what was given at start is searchable by words, then 200 with what still waits for vectors',
  effect: 'read',
  access: 'anyone',
  http: { method: 'GET', path: '/readyz', status: (output) => ((output as { ready: boolean }).ready ? 200 : 503), statuses: [200, 503] },
  cli: null,
  input: z.strictObject({}),
  output: z.object({
    ready: z.boolean(),
    pending_embeddings: z.int(),
    message: z.string(),
    embedding_changes: z.array(z.string()).describe('How far each change of embedding model is'),
    progress: progressSchema.nullable().describe('Of the folders given at start, while they are read'),
  }),
  run: async (app) => {
    const { ready, pendingEmbeddings, embeddingChanges, message, progress } = await app.readiness()
    return {
      ready,
      pending_embeddings: pendingEmbeddings,
      message,
      embedding_changes: [...embeddingChanges],
      progress: progress && presentProgress({ ...progress, pendingEmbeddings }),
    }
  },
})

export const status = operation({
  name: 'status',
  summary: 'What is live, where the data lies, what is missing and how to get it',
  effect: 'read',
  http: { method: 'GET', path: '/status' },
  cli: { words: ['doctor'] },
  input: z.strictObject({}),
  output: z.object({
    version: z.string(),
    data_dir: z.string().nullable().describe('null for keys that do not administer all collections'),
    database: z.object({ kind: z.string(), where: z.string().nullable(), search: z.string() }),
    embedder: z.object({ state: z.enum(['loading', 'ready', 'unavailable']), id: z.string().nullable(), message: z.string() }),
    answerer: z.object({ id: z.string(), message: z.string() }),
    tasks: z.array(taskSchema).describe('What language models do, and which does it'),
    collections: z.array(z.object({ name: z.string(), documents: z.int(), chunks: z.int() })),
    pending_embeddings: z.int(),
    search_recall: z
      .array(z.object({ collection: z.string(), recall: z.number(), questions: z.int().describe('Stored vectors that were asked both ways') }))
      .describe('Collections that are searched approximately, with the share of the ten nearest chunks that is found; empty where search is exact'),
    advice: z.array(z.string()),
  }),
  run: async (app) => {
    const now = await app.status()
    return {
      version: now.version,
      data_dir: now.dataDir,
      database: now.database,
      embedder: now.embedder,
      answerer: now.answerer,
      tasks: now.tasks.map(presentTask),
      collections: now.collections.map((collection) => ({ ...collection })),
      pending_embeddings: now.pendingEmbeddings,
      search_recall: now.searchRecall.map((it) => ({ ...it })),
      advice: [...now.advice],
    }
  },
})
