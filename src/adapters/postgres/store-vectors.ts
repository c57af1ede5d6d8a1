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
  insert into embedding (chunk_id, model_id, collection, vector)
  select chunk.id, $1, chunk.collection, twin.vector from chunk
  cross join lateral (
    select embedding.vector from chunk as other join embedding on embedding.chunk_id = other.id and embedding.model_id = $1
    where other.embed_hash = chunk.embed_hash limit 1
  ) as twin
  where chunk.id = any ($2::uuid[])
  on conflict do nothing returning chunk_id`

/**
 * The first vectors decide which model a collection is searched with. Vectors of another model are kept beside them, unseen, until every
 * chunk has one: then the collection changes over, in this transaction. So no search ever mixes two spaces.
 * True when it changed.
 */
export const activateModel = async (query: Query, collection: string, modelId: string): Promise<boolean> => {
  const rows = await query(
    `update collection set embedding_model = $2 where name = $1 and embedding_model is distinct from $2 and (embedding_model is null or not exists (
       select from chunk where chunk.collection = $1 and not exists (
         select from embedding where embedding.chunk_id = chunk.id and embedding.model_id = $2))) returning name`,
    [collection, modelId],
  )
  return rows.length > 0
}

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
