import { AppError } from '../../base/error.ts'
import type { Query } from './database.ts'
import { encodeVectors } from './vectors.ts'

export interface ChunkVector {
  readonly chunkId: string
  readonly vector: Float32Array
}

/** Chunks that are gone meanwhile are skipped; a vector that is there already stays. Gives the documents that gained one. */
export const insertVectors = async (query: Query, modelId: string, vectors: readonly ChunkVector[]): Promise<{ collection: string; documentId: string }[]> => {
  if (vectors.length === 0) return []
  const type = await checkedType(query, modelId, vectors[0]!.vector.length)
  const encoded = encodeVectors(
    vectors.map(({ vector }) => vector),
    type,
  )
  return query(insertSql, [modelId, vectors.map(({ chunkId }) => chunkId), encoded])
}

const insertSql = `
  with stored as (
    insert into embedding (chunk_id, model_id, collection, vector)
    select chunk.id, $1, chunk.collection, given.vector
    from unnest($2::uuid[], $3::vector[]) as given (id, vector) join chunk using (id)
    on conflict do nothing returning chunk_id
  ), freed as (
    delete from embedding_lease where model_id = $1 and chunk_id = any ($2::uuid[])
  )
  select distinct chunk.collection, chunk.document_id as "documentId" from stored join chunk on chunk.id = stored.chunk_id`

/** Chunks that say the same get the same vector without asking the model. Gives the chunks that got one. */
export const handOnVectors = async (query: Query, modelId: string, chunkIds: readonly string[]): Promise<string[]> => {
  const rows = await query<{ chunk_id: string }>(handOnSql, [modelId, chunkIds])
  return rows.map(({ chunk_id }) => chunk_id)
}

const handOnSql = `
  with freed as (delete from embedding_lease where model_id = $1 and chunk_id = any ($2::uuid[]))
  insert into embedding (chunk_id, model_id, collection, vector)
  select chunk.id, $1, chunk.collection, twin.vector from chunk
  cross join lateral (
    select embedding.vector from chunk as other join embedding on embedding.chunk_id = other.id and embedding.model_id = $1
    where other.embed_hash = chunk.embed_hash limit 1
  ) as twin
  where chunk.id = any ($2::uuid[])
  on conflict do nothing returning chunk_id`

/**
 * The first vectors decide which model a collection is searched with. A change that was asked for is made when no chunk would lose its vector
 * by it, in this transaction, with a revision that makes every reader look at all documents anew. So no search ever mixes two spaces.
 * The caller holds the collection's row. True when it changed.
 */
export const activateModel = async (query: Query, collection: string, modelId: string): Promise<boolean> => {
  const rows = await query(activateSql, [collection, modelId])
  return rows.length > 0
}

const activateSql = `
  update collection set embedding_model = $2, next_model = null, previous_model = coalesce(embedding_model, previous_model),
    revision = case when embedding_model is null then revision else revision + 1 end,
    change_floor = case when embedding_model is null then change_floor else revision + 1 end
  where name = $1 and (embedding_model is null or (next_model = $2 and not exists (
    select from embedding as old where old.collection = $1 and old.model_id = embedding_model and not exists (
      select from embedding where embedding.chunk_id = old.chunk_id and embedding.model_id = $2)))) returning name`

/** The same, but while others hold chunks for a change only the last of them looks whether it is complete: looking reads all chunks. */
export const activateUnlessLeased = async (query: Query, collection: string, modelId: string): Promise<boolean> => {
  const [row] = await query<{ due: boolean }>(dueSql, [collection, modelId])
  return row?.due === true && activateModel(query, collection, modelId)
}

const dueSql = `
  select embedding_model is null or (next_model = $2 and not exists (select from embedding_lease where model_id = $2 and embedding_lease.collection = $1)) as due
  from collection where name = $1`

/** One model id, one length: anything else is a model that was changed under its name. Gives pgvector's type, which `encodeVectors` needs. */
const checkedType = async (query: Query, modelId: string, dimensions: number): Promise<number> => {
  const [row] = await query<{ type: number; dimensions: number | null }>(
    `select 'vector'::regtype::oid::int as type, (select vector_dims(vector) from embedding where model_id = $1 limit 1) as dimensions`,
    [modelId],
  )
  if (row!.dimensions === null || row!.dimensions === dimensions) return row!.type
  throw new AppError(
    'conflict',
    `Vectors of "${modelId}" have ${row!.dimensions} numbers in the database but ${dimensions} now: the model was changed under its name. Restore it, or give it another name.`,
  )
}
