import { AppError } from '../../base/error.ts'
import { newId, sha256 } from '../../base/id.ts'
import { textToEmbed } from '../../domain/chunk-text.ts'
import type { NewChunk, NewDocument, PutInput, PutResult } from '../../domain/document.ts'
import { toJson, toStorable, type Database, type Query } from './database.ts'
import { nextRevision, recordChanges } from './revision.ts'
import { activateModel, handOnVectors, insertVectors } from './store-vectors.ts'

/** Adds or replaces a document with its chunks and vectors, in one transaction. */
export const putDocument =
  (database: Database) =>
  async (given: PutInput): Promise<PutResult> => {
    const input = prepare(given)
    const [known] = await database.query<Known>(knownSql, knownValues(input))
    if (known && isUnchanged(known) && !(given.vectors && !known.embedded)) return unchanged(database.query, input, known)
    return database.transaction(async (query) => {
      const { revision, embeddingModel } = await nextRevision(query, input.document.collection)
      const [before] = await query<Known>(knownSql, knownValues(input))
      const documentId = before?.id ?? newId()
      if (before && isUnchanged(before)) await renewStamp(query, input.document, documentId)
      else await write(query, input, documentId, embeddingModel)
      if (input.vectors) await storeVectors(query, input, documentId)
      await recordChanges(query, input.document.collection, revision, [documentId])
      const [after] = await query<Known>(knownSql, knownValues(input))
      return toResult(input, after!, before ? (isUnchanged(before) ? 'unchanged' : 'changed') : 'added')
    })
  }

interface Prepared extends PutInput {
  version: string
  chunkRows: { id: string; ordinal: number; start: number; end: number; tokens: number; headings: readonly string[]; hash: string }[]
}

const prepare = (input: PutInput): Prepared => {
  const document = {
    ...input.document,
    text: toStorable(input.document.text),
    title: toStorable(input.document.title),
    source: toStorable(input.document.source),
  }
  checkInput(document, input)
  return {
    ...input,
    document,
    version: sha256(document.text),
    chunkRows: input.chunks.map((chunk) => ({
      id: newId(),
      ordinal: chunk.ordinal,
      start: chunk.start,
      end: chunk.end,
      tokens: chunk.tokens,
      headings: chunk.headingPath,
      hash: sha256(textToEmbed(document.title, chunk.headingPath, document.text.slice(chunk.start, chunk.end))),
    })),
  }
}

const checkInput = (document: NewDocument, { chunks, vectors }: PutInput): void => {
  const badChunk = chunks.find((chunk, index) => !isWithin(chunk, index, document.text.length))
  if (badChunk) throw new Error(`Chunk ${badChunk.ordinal} of "${document.source}" does not lie within its text.`)
  if (!vectors) return
  const lengths = new Set(vectors.vectors.map((vector) => vector.length))
  if (vectors.vectors.length !== chunks.length || lengths.size > 1) throw new Error(`"${document.source}" needs one vector for each chunk, all of one length.`)
}

const isWithin = ({ ordinal, start, end }: NewChunk, index: number, length: number): boolean => ordinal === index && start >= 0 && start <= end && end <= length

interface Known {
  id: string
  same: boolean
  same_origin: boolean
  chunks: number
  /** Every chunk has a vector of the collection's active model. */
  embedded: boolean
}

const knownSql = `
  select document.id, document.root is not distinct from $9 and document.stamp is not distinct from $10 as same_origin,
    version = $3 and document.title = $4 and pipeline = $5 and metadata = $6::jsonb and media_type = $7 and language = $8 as same,
    count(chunk.id)::int as chunks, count(embedding.chunk_id) = count(chunk.id) as embedded
  from document join collection on collection.name = document.collection
  left join chunk on chunk.document_id = document.id
  left join embedding on embedding.chunk_id = chunk.id and embedding.model_id = collection.embedding_model
  where document.collection = $1 and source = $2 group by document.id`

const knownValues = ({ document, version, pipeline }: Prepared): unknown[] => [
  document.collection,
  document.source,
  version,
  document.title,
  pipeline,
  toJson(document.metadata),
  document.mediaType,
  document.language,
  document.origin?.root ?? null,
  document.origin?.stamp ?? null,
]

const isUnchanged = (known: Known): boolean => known.same

const unchanged = async (query: Query, input: Prepared, known: Known): Promise<PutResult> => {
  if (!known.same_origin) await renewStamp(query, input.document, known.id)
  return toResult(input, known, 'unchanged')
}

const toResult = ({ version }: Prepared, known: Known, outcome: PutResult['outcome']): PutResult => ({
  documentId: known.id,
  version,
  chunks: known.chunks,
  outcome,
  embedded: known.embedded,
})

const renewStamp = (query: Query, { origin }: NewDocument, documentId: string): Promise<unknown> =>
  query('update document set root = $2, stamp = $3 where id = $1', [documentId, origin?.root ?? null, origin?.stamp ?? null])

const write = async (query: Query, input: Prepared, documentId: string, embeddingModel: string | null): Promise<void> => {
  const { document, version, chunkRows } = input
  await query(upsertSql, [documentId, ...knownValues(input)])
  await query(versionSql, [documentId, version, document.collection, document.title, document.text, document.pageStarts])
  await query(dropVersionsSql, [documentId, version])
  await query(chunksSql, [documentId, document.collection, toJson(chunkRows)])
  if (!input.vectors && embeddingModel)
    await handOnVectors(
      query,
      embeddingModel,
      chunkRows.map(({ id }) => id),
    )
  await query('delete from chunk where document_id = $1 and not (id = any ($2::uuid[]))', [documentId, chunkRows.map(({ id }) => id)])
}

const upsertSql = `
  insert into document (id, collection, source, version, title, pipeline, metadata, media_type, language, root, stamp)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11)
  on conflict (id) do update set version = excluded.version, title = excluded.title, pipeline = excluded.pipeline, metadata = excluded.metadata,
    media_type = excluded.media_type, language = excluded.language, root = excluded.root, stamp = excluded.stamp, updated_at = now()`

const versionSql = `
  insert into document_version (document_id, version, collection, title, text, page_starts) values ($1, $2, $3, $4, $5, $6::int[])
  on conflict (document_id, version) do update set title = excluded.title, page_starts = excluded.page_starts`

/** An older text stays while an answer in the journal cites it. */
const dropVersionsSql = `
  delete from document_version where document_id = $1 and version <> $2 and not exists (
    select from cited_version where cited_version.document_id = $1 and cited_version.version = document_version.version)`

const chunksSql = `
  insert into chunk (id, document_id, collection, ordinal, start_offset, end_offset, tokens, heading_path, embed_hash)
  select id, $1, $2, ordinal, start, "end", tokens, headings, hash
  from jsonb_to_recordset($3::jsonb) as row (id uuid, ordinal int, start int, "end" int, tokens int, headings text[], hash text)`

/** By ordinal, because an unchanged document keeps the chunk ids that it had. */
const storeVectors = async (query: Query, { vectors, document }: Prepared, documentId: string): Promise<void> => {
  if (!vectors || vectors.vectors.length === 0) return
  const rows = await query<{ id: string }>('select id from chunk where document_id = $1 order by ordinal', [documentId])
  if (rows.length !== vectors.vectors.length) throw new AppError('conflict', `"${document.source}" was changed by another writer meanwhile. Try again.`)
  await insertVectors(
    query,
    vectors.modelId,
    rows.map(({ id }, index) => ({ chunkId: id, vector: vectors.vectors[index]! })),
  )
  await activateModel(query, document.collection, vectors.modelId)
}
