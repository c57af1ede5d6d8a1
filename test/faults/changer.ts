/**
 * A program that is going to be killed while it changes the embedding model of a collection to and fro: opens the data folder, checks that what
 * is searched is whole and of one model, says `ready MODEL, N embedded`, and goes on where it was. `node changer.ts DATA LOG [once]`; with
 * `once` it ends after the check.
 */
import assert from 'node:assert/strict'
import { appendFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDataFolder } from '../../src/adapters/postgres/data-folder.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openEmbeddingModels } from '../../src/adapters/postgres/embedding-models.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openPglite } from '../../src/adapters/postgres/open-pglite.ts'
import { openMemoryIndex } from '../../src/adapters/search/memory-index.ts'
import { sleep } from '../../src/base/async.ts'
import { sha256 } from '../../src/base/id.ts'
import type { Embedder } from '../../src/domain/model.ts'
import { embedPending } from '../../src/ingest/embed-pending.ts'
import { templateDir } from '../support/stores.ts'

const [dataDir = join(tmpdir(), 'answerable-change'), log = join(tmpdir(), 'answerable-change.log'), once] = process.argv.slice(2)
const collection = 'changing'
const documents = 12
const chunksEach = 10

const dimensionsOf = { short: 24, long: 48 } as const
type ModelId = keyof typeof dimensionsOf

const vectorOf = (modelId: ModelId, text: string): Float32Array => {
  const bytes = Buffer.from(sha256(`${modelId} ${text}`).repeat(2), 'hex')
  const values = Array.from({ length: dimensionsOf[modelId] }, (_, index) => bytes[index]! - 127.5)
  return Float32Array.from(values, (value) => value / Math.hypot(...values))
}

const embedderOf = (id: ModelId): Embedder => ({
  id,
  dimensions: dimensionsOf[id],
  maxTokens: 512,
  embed: async (texts) => texts.map((text) => vectorOf(id, text)),
  countTokens: async (texts) => texts.map((text) => text.length),
  close: async () => {},
})

const folder = await openDataFolder(dataDir, { url: 'http://127.0.0.1:0' })
const database = await openPglite({ dataDir, templateDir })
await migrate(database)
const store = openDocumentStore(database)
const models = openEmbeddingModels(database)

const textOf = (document: number, chunk: number): string => `Chunk ${chunk} of document ${document}.`

/** With the vectors that are searched, so that from its first moment a document is whole. */
const putAll = async (): Promise<void> => {
  const modelId = ((await models.activeModel(collection)) ?? 'short') as ModelId
  for (let document = 0; document < documents; document++) {
    const texts = Array.from({ length: chunksEach }, (_, chunk) => textOf(document, chunk))
    const text = texts.join('')
    const starts = texts.map((_, index) => texts.slice(0, index).join('').length)
    await store.put({
      document: { collection, source: `${document}.md`, title: '', mediaType: 'text/plain', language: 'en', metadata: {}, text, pageStarts: [], origin: null },
      chunks: texts.map((it, ordinal) => ({ ordinal, start: starts[ordinal]!, end: starts[ordinal]! + it.length, headingPath: [], tokens: 5 })),
      pipeline: 'test',
      vectors: { modelId, vectors: texts.map((it) => vectorOf(modelId, it)) },
    })
  }
}

/** Every chunk is found with the right score of the active model, by an index that starts from nothing. */
const check = async (): Promise<string> => {
  const active = (await models.activeModel(collection)) as ModelId | null
  if (!active) return 'nothing yet'
  const known = (await store.list(collection, 1000, null)).documents.length
  const index = openMemoryIndex(database)
  const question = vectorOf(active, 'a question')
  const { vector } = await index.search({ collection, text: '', vector: { modelId: active, values: question }, limit: 1000 })
  await index.close()
  assert.equal(vector.length, known * chunksEach)
  const passages = await store.passages(vector.map(({ chunkId }) => chunkId))
  for (const [place, { score }] of vector.entries()) {
    const expected = vectorOf(active, passages[place]!.text).reduce((sum, value, at) => sum + value * question[at]!, 0)
    assert.ok(Math.abs(score - expected) < 1e-5, `${passages[place]!.text}: ${score} instead of ${expected}`)
  }
  // Never back: what was acknowledged as changed is changed, unless the next change was acknowledged too.
  const changes = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('changed '))
    .map((line) => line.slice(8))
  const state = (await models.states()).find((it) => it.collection === collection)!
  // A change that was made, and killed before it could say so, has what was acknowledged behind it, or before it once more.
  if (changes.length > 0)
    assert.ok([active, state.previousModel, state.nextModel].includes(changes.at(-1)!), `${changes.at(-1)} was acknowledged, and ${active} is searched`)
  return `${active}, ${state.vectors.map(({ modelId, count }) => `${count} ${modelId}`).join(', ')}`
}

process.stdout.write(`ready ${await check()}\n`)
if (once) {
  await database.close()
  await folder.close()
} else {
  await putAll()
  const stop = new AbortController()
  const work = (['short', 'long'] as const).map((id) =>
    embedPending({ store, embedder: embedderOf(id), settings: { batch: 3, lanes: 2, leaseMs: 300, lookMs: 20 } }, stop.signal),
  )
  for (;;) {
    const [use] = await models.uses()
    const next = (use!.nextModel ?? (use!.activeModel === 'short' ? 'long' : 'short')) as ModelId
    if (use!.nextModel === null) await models.dropOld(collection)
    await models.change(collection, next, null)
    appendFileSync(log, `asked ${next}\n`)
    while ((await models.activeModel(collection)) !== next) {
      for (const it of work) it.wake()
      appendFileSync(log, `waiting ${next}\n`)
      await sleep(5)
    }
    appendFileSync(log, `changed ${next}\n`)
  }
}
