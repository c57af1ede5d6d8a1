import { z } from 'zod'
import { sleep, throwIfAborted } from '../base/async.ts'
import type { App } from './app.ts'
import type { ChangeWish, EmbeddingPlan, EmbeddingStatus } from './embedding-desk.ts'
import { operation, type Context } from './operation.ts'
import { collectionName, plainText } from './schemas.ts'

const anyCollection = collectionName.removeDefault().optional().describe('Only this collection; all of them when not given')

const statusSchema = z.object({
  configured_model: z.string().nullable().describe('The model of the settings, while it is live'),
  collections: z.array(
    z.object({
      collection: z.string(),
      chunks: z.int(),
      active_model: z.string().nullable().describe('Its vectors are searched'),
      next_model: z.string().nullable().describe('Its vectors are being made; searched when all are there'),
      previous_model: z.string().nullable().describe('Searched before; what a rollback goes back to'),
      vectors: z.array(z.object({ model: z.string(), count: z.int(), bytes: z.int() })),
      change: z.object({ done: z.int(), total: z.int(), seconds_left: z.number().nullable(), message: z.string() }).nullable(),
    }),
  ),
  advice: z.array(z.string()),
})

const planSchema = z.object({
  model: z.string(),
  dimensions: z.int(),
  local: z.boolean().describe('It runs on this machine'),
  collections: z.array(z.object({ collection: z.string(), active_model: z.string().nullable(), chunks: z.int(), to_embed: z.int() })),
  to_embed: z.int(),
  tokens: z.int(),
  seconds: z.number().nullable().describe('Measured on a sample; null for a server, which is sent nothing before the change is confirmed'),
  cost_usd: z.number().nullable().describe('null when the price is unknown'),
  disk_bytes: z.int(),
})

export const embeddingStatus = operation({
  name: 'embeddingStatus',
  summary: 'Which embedding model each collection is searched with, what is being changed, what is kept',
  effect: 'read',
  access: 'admin',
  http: { method: 'GET', path: '/embedding' },
  cli: { words: ['embedding', 'status'] },
  input: z.strictObject({}),
  output: statusSchema,
  run: async (app) => presentStatus(await app.embedding.status()),
})

export const changeEmbedding = operation({
  name: 'changeEmbedding',
  summary: 'Change to another embedding model: an estimate first; once confirmed it is made behind, and the old vectors serve until one switch',
  effect: 'write',
  access: 'owner',
  http: { method: 'POST', path: '/embedding/change' },
  cli: { words: ['embedding', 'change'], positional: ['model'], confirm: 'confirm' },
  streams: true,
  input: z.strictObject({
    model: plainText.min(1).max(500).optional().describe('As ANSWERABLE_EMBEDDER would name it; what the settings say when not given'),
    collection: anyCollection,
    confirm: z.boolean().default(false).describe('Begin; without it only the estimate is made'),
  }),
  output: z.object({ needs_confirmation: z.boolean(), plan: planSchema.nullable(), status: statusSchema }),
  run: async (app, { model = null, collection = null, confirm }, context) => {
    const wish: ChangeWish = { model, collection }
    if (!confirm) {
      const plan = await app.embedding.plan(wish, context.signal)
      return { needs_confirmation: plan.collections.length > 0, plan: presentPlan(plan), status: presentStatus(await app.embedding.status()) }
    }
    await app.embedding.change(wish, context.signal)
    return { needs_confirmation: false, plan: null, status: presentStatus(await untilChanged(app, context)) }
  },
})

export const rollbackEmbedding = operation({
  name: 'rollbackEmbedding',
  summary: 'End a change of embedding model that is under way, or go back to the vectors that were searched before',
  effect: 'write',
  access: 'owner',
  http: { method: 'POST', path: '/embedding/rollback' },
  cli: { words: ['embedding', 'rollback'] },
  input: z.strictObject({ collection: anyCollection }),
  output: statusSchema,
  run: async (app, { collection = null }, context) => {
    await app.embedding.rollback(collection)
    return presentStatus(await untilChanged(app, context))
  },
})

export const dropOldVectors = operation({
  name: 'dropOldVectors',
  summary: 'Delete vectors of earlier embedding models; there is no rollback to them afterwards',
  effect: 'destroy',
  access: 'owner',
  http: { method: 'POST', path: '/embedding/drop-old' },
  cli: { words: ['embedding', 'drop-old'], confirm: 'confirm' },
  input: z.strictObject({ collection: anyCollection, confirm: z.boolean().default(false).describe('Delete them; without it nothing is done') }),
  output: z.object({ needs_confirmation: z.boolean(), dropped: z.int(), status: statusSchema }),
  run: async (app, { collection = null, confirm }) => {
    const now = await app.embedding.status()
    const hasOld = now.collections.some((it) => (collection === null || it.collection === collection) && oldVectors(it).length > 0)
    if (!confirm || !hasOld) return { needs_confirmation: hasOld, dropped: 0, status: presentStatus(now) }
    const { vectors, status } = await app.embedding.dropOld(collection)
    return { needs_confirmation: false, dropped: vectors, status: presentStatus(status) }
  },
})

const lookEveryMs = 1_000

/** Who watches (a command) is told how far it is until it is done; stopping the command stops the watching, not the change. Who does not gets the state at once. */
const untilChanged = async (app: App, { signal, onEvent }: Context): Promise<EmbeddingStatus> => {
  let last = ''
  for (;;) {
    const status = await app.embedding.status()
    const messages = status.collections.flatMap(({ change }) => change?.message ?? [])
    if (messages.length === 0 || !onEvent) return status
    for (const line of messages) if (line !== last) onEvent({ type: 'line', data: { line } })
    last = messages.at(-1)!
    await sleep(lookEveryMs, signal)
    throwIfAborted(signal)
  }
}

const oldVectors = ({ vectors, activeModel, nextModel }: EmbeddingStatus['collections'][number]) =>
  vectors.filter(({ modelId }) => modelId !== activeModel && modelId !== nextModel)

const presentStatus = ({ configuredModel, collections, advice }: EmbeddingStatus): z.input<typeof statusSchema> => ({
  configured_model: configuredModel,
  collections: collections.map((it) => ({
    collection: it.collection,
    chunks: it.chunks,
    active_model: it.activeModel,
    next_model: it.nextModel,
    previous_model: it.previousModel,
    vectors: it.vectors.map(({ modelId, count, bytes }) => ({ model: modelId, count, bytes })),
    change: it.change && { done: it.change.done, total: it.change.total, seconds_left: it.change.secondsLeft, message: it.change.message },
  })),
  advice: [...advice],
})

const presentPlan = (plan: EmbeddingPlan): z.input<typeof planSchema> => ({
  model: plan.modelId,
  dimensions: plan.dimensions,
  local: plan.isLocal,
  collections: plan.collections.map((it) => ({ collection: it.collection, active_model: it.activeModel, chunks: it.chunks, to_embed: it.toEmbed })),
  to_embed: plan.toEmbed,
  tokens: plan.tokens,
  seconds: plan.seconds,
  cost_usd: plan.costUsd,
  disk_bytes: plan.diskBytes,
})
