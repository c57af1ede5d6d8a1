import { embeddedText } from '../../domain/chunk-text.ts'
import type { DocumentStore, PendingChunk } from '../../domain/document.ts'
import type { Database, Query } from './database.ts'
import { activateModel, activateUnlessLeased, handOnVectors, insertVectors, type ChunkVector } from './store-vectors.ts'
import { nextRevision, recordChanges } from './revision.ts'

/** Vectors that are made after storing: workers claim chunks for a while, embed them, and bring the vectors. */
export const pendingVectors = (database: Database): Pick<DocumentStore, 'claimPending' | 'putVectors' | 'countPending'> => {
  /** Where each model's next search starts: chunk ids grow with time, so what lies before was done or leased. At the end it starts over. */
  const reached = new Map<string, string>()

  const claimPending = async (modelId: string, limit: number, leaseMs: number): Promise<PendingChunk[]> => {
    const from = reached.get(modelId) ?? firstId
    const { claimed, last } = await database.transaction((query) => claim(query, modelId, from, limit, leaseMs))
    if (last) reached.set(modelId, last)
    else reached.delete(modelId)
    if (claimed.length > 0 || (!last && from === firstId)) return claimed
    return claimPending(modelId, limit, leaseMs)
  }

  return {
    claimPending,

    putVectors: async (modelId, vectors) => {
      if (vectors.length === 0) return
      await database.transaction((query) => store(query, modelId, vectors))
    },

    countPending: async (modelId) => {
      const [row] = await database.query<{ count: number }>(countSql, [modelId])
      return Math.max(0, row!.count)
    },
  }
}

const countSql = `
  with searched as materialized (select name from collection where embedding_model = $1 or embedding_model is null)
  select (select count(*) from chunk where collection in (select name from searched))
    - (select count(*) from embedding where model_id = $1 and collection in (select name from searched)) as count`

const firstId = '00000000-0000-0000-0000-000000000000'

interface Claim {
  claimed: PendingChunk[]
  /** The last chunk that was looked at; null at the end. */
  last: string | null
}

/** One claim of a model at a time (advisory lock), or two workers would wait for each other's rows and then find nothing. */
const claim = async (query: Query, modelId: string, from: string, limit: number, leaseMs: number): Promise<Claim> => {
  await query(`select pg_advisory_xact_lock(hashtext('answerable.claim'), hashtext($1))`, [modelId])
  const collections = await query<{ name: string }>(wantingSql, [modelId])
  const names = collections.map(({ name }) => name)
  const candidates = names.length === 0 ? [] : await query<Candidate>(candidatesSql, [modelId, from, limit, names])
  if (candidates.length === 0) {
    if (from === firstId) await endChanges(query, modelId)
    return { claimed: [], last: null }
  }
  await query('select from collection where name = any ($1::text[]) order by name for no key update', [candidates.map(({ collection }) => collection)])
  const handedOn = new Set(
    await handOnVectors(
      query,
      modelId,
      candidates.map(({ id }) => id),
    ),
  )
  await announce(
    query,
    modelId,
    candidates.filter(({ id }) => handedOn.has(id)),
  )
  const rest = candidates.filter(({ id }) => !handedOn.has(id))
  await query(leaseSql, [modelId, rest.map(({ id }) => id), leaseMs])
  return { claimed: await withTexts(query, rest), last: candidates.at(-1)!.id }
}

interface Candidate {
  id: string
  document_id: string
  collection: string
  title: string
  start_offset: number
  end_offset: number
  heading_path: string[]
  bare: boolean
}

const wantingSql = 'select name from collection where embedding_model = $1 or next_model = $1 or embedding_model is null'

/** Nothing is left to make: what the last worker may have died over is done now. */
const endChanges = async (query: Query, modelId: string): Promise<void> => {
  const changing = await query<{ name: string }>('select name from collection where next_model = $1 order by name', [modelId])
  for (const { name } of changing) {
    await query('select from collection where name = $1 for no key update', [name])
    await activateModel(query, name, modelId)
  }
}

const candidatesSql = `
  select chunk.id, document_id, chunk.collection, document.title, start_offset, end_offset, heading_path, bare
  from chunk join document on document.id = chunk.document_id
  where chunk.id > $2::uuid and chunk.collection = any ($4::text[])
    and not exists (select from embedding where embedding.chunk_id = chunk.id and embedding.model_id = $1)
    and not exists (select from embedding_lease where embedding_lease.chunk_id = chunk.id and embedding_lease.model_id = $1 and lease_until > now())
  order by chunk.id limit $3::int`

const leaseSql = `
  insert into embedding_lease (chunk_id, model_id, collection, lease_until)
  select chunk.id, $1, chunk.collection, now() + $3::float8 * interval '1 millisecond' from chunk where id = any ($2::uuid[])
  on conflict (chunk_id, model_id) do update set lease_until = excluded.lease_until`

const withTexts = async (query: Query, chunks: readonly Candidate[]): Promise<PendingChunk[]> => {
  const rows = await query<{ id: string; text: string }>(
    'select document.id, text from document join document_version on document_id = document.id and document_version.version = document.version where document.id = any ($1::uuid[])',
    [[...new Set(chunks.map(({ document_id }) => document_id))]],
  )
  const texts = new Map(rows.map(({ id, text }) => [id, text]))
  return chunks
    .filter(({ document_id }) => texts.has(document_id))
    .map(({ id, collection, document_id, title, heading_path, bare, start_offset, end_offset }) => ({
      chunkId: id,
      collection,
      text: embeddedText(title, { headingPath: heading_path, bare }, texts.get(document_id)!.slice(start_offset, end_offset)),
    }))
}

/** Readers learn of vectors that were handed on from equal text. */
const announce = async (query: Query, modelId: string, chunks: readonly Candidate[]): Promise<void> => {
  for (const collection of [...new Set(chunks.map((chunk) => chunk.collection))].sort()) {
    const { revision } = await nextRevision(query, collection)
    await activateUnlessLeased(query, collection, modelId)
    const documents = new Set(chunks.filter((chunk) => chunk.collection === collection).map(({ document_id }) => document_id))
    await recordChanges(query, collection, revision, [...documents])
  }
}

/** Collections in order of name, each taken before its vectors are written: see `nextRevision`. */
const store = async (query: Query, modelId: string, vectors: readonly ChunkVector[]): Promise<void> => {
  const rows = await query<{ id: string; collection: string }>('select id, collection from chunk where id = any ($1::uuid[])', [
    vectors.map(({ chunkId }) => chunkId),
  ])
  const collectionOf = new Map(rows.map(({ id, collection }) => [id, collection]))
  for (const collection of [...new Set(collectionOf.values())].sort()) {
    const { revision } = await nextRevision(query, collection)
    const stored = await insertVectors(
      query,
      modelId,
      vectors.filter(({ chunkId }) => collectionOf.get(chunkId) === collection),
    )
    await activateUnlessLeased(query, collection, modelId)
    await recordChanges(
      query,
      collection,
      revision,
      stored.map(({ documentId }) => documentId),
    )
  }
}
