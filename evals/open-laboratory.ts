import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadTokenCounter } from '../src/adapters/models/token-counter.ts'
import { openEmbedder } from '../src/adapters/models/embedding/open-embedder.ts'
import { openModelStore } from '../src/adapters/models/store/model-store.ts'
import { openDocumentStore } from '../src/adapters/postgres/document-store.ts'
import { migrate } from '../src/adapters/postgres/migrate.ts'
import { openPglite } from '../src/adapters/postgres/open-pglite.ts'
import { openMemoryIndex } from '../src/adapters/search/memory-index.ts'
import { embeddedText } from '../src/domain/chunk-text.ts'
import type { DocumentStore } from '../src/domain/document.ts'
import type { Embedder } from '../src/domain/model.ts'
import type { SearchIndex } from '../src/domain/search.ts'
import { defaultChunkSettings, type ChunkSettings } from '../src/ingest/chunk/chunk-settings.ts'
import { pipelineOf, prepare } from '../src/ingest/prepare.ts'
import { cachedEmbedder } from './cached-embedder.ts'
import type { EvalSet } from './datasets.ts'

/** The program's own parts on a database that lives as long as the evaluation: parser, chunker, embedder, store and search as they ship. */
export interface Laboratory extends AsyncDisposable {
  readonly embedder: Embedder
  readonly store: DocumentStore
  readonly index: SearchIndex
  /** Ingests the documents of a set into a collection of its name, and tells where each chunk lies. */
  ingest(set: EvalSet, chunking?: ChunkSettings): Promise<Map<string, ChunkPlace>>
}

export interface ChunkPlace {
  readonly source: string
  readonly start: number
  readonly end: number
}

export const openLaboratory = async (model = 'bge-small-en-v1.5'): Promise<Laboratory> => {
  const cacheDir = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'answerable')
  const models = openModelStore({ dir: process.env['ANSWERABLE_MODELS_DIR'] ?? join(cacheDir, 'models'), env: process.env })
  const opened = await openEmbedder({ kind: 'catalogue', model }, models)
  const embedder = cachedEmbedder(opened, join(cacheDir, 'evals'))
  const dataDir = await mkdtemp(join(tmpdir(), 'answerable-eval-'))
  const database = await openPglite({ dataDir })
  await migrate(database)
  const store = openDocumentStore(database)
  const index = openMemoryIndex(database)
  return {
    embedder,
    store,
    index,
    ingest: (set, chunking = defaultChunkSettings) => ingest(set, store, embedder, loadTokenCounter(opened.tokenizerPath!), chunking),
    [Symbol.asyncDispose]: async () => {
      await index.close()
      await database.close()
      await opened.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

const ingest = async (
  set: EvalSet,
  store: DocumentStore,
  embedder: Embedder,
  countTokens: (text: string) => number,
  chunking: ChunkSettings,
): Promise<Map<string, ChunkPlace>> => {
  const places = new Map<string, ChunkPlace>()
  for (const { source, title, text } of set.documents) {
    const parsed = await prepare(Buffer.from(text), { source, ...(title && { title }) }, countTokens, chunking)
    // Offsets of the evidence count on it.
    if (parsed.text !== text) throw new Error(`Parsing has changed the text of ${set.name}/${source}.`)
    const chunks = parsed.chunks ?? []
    const vectors = await embedder.embed(
      chunks.map((chunk) => embeddedText(parsed.title, chunk, text.slice(chunk.start, chunk.end))),
      'document',
    )
    const document = { ...parsed, collection: set.name, source, origin: null }
    const { documentId } = await store.put({ document, chunks, pipeline: pipelineOf(chunking), vectors: { modelId: embedder.id, vectors } })
    for (const { id, start, end } of await store.chunksOf(documentId)) places.set(id, { source, start, end })
  }
  return places
}
