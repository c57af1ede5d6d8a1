import { AppError } from '../../base/error.ts'
import { newId, sha256 } from '../../base/id.ts'
import { embeddedText } from '../../domain/chunk-text.ts'
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
      await recordChanges(query, input.document.collection, revision, [before?.id ?? input.newId])
      if (before && isUnchanged(before)) return addVectors(query, input, before, embeddingModel)
      const documentId = before?.id ?? input.newId
      const embedded = await write(query, input, documentId, embeddingModel)
      if (before) await query('delete from chunk where document_id = $1 and not (id = any ($2::uuid[]))', [documentId, chunkIdsOf(input)])
      return { documentId, version: input.version, chunks: input.chunks.length, outcome: before ? 'changed' : 'added', embedded }
    })
  }

interface Prepared extends PutInput {
  newId: string
  version: string
  chunkRows: { id: string; ordinal: number; start: number; end: number; tokens: number; headings: readonly string[]; bare: boolean; hash: string }[]
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
    newId: newId(),
    version: sha256(document.text),
    chunkRows: input.chunks.map((chunk) => ({
      id: newId(),
      ordinal: chunk.ordinal,
      start: chunk.start,
      end: chunk.end,
      tokens: chunk.tokens,
      headings: chunk.headingPath,
      bare: chunk.bare ?? false,
      hash: sha256(embeddedText(document.title, chunk, document.text.slice(chunk.start, chunk.end))),
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

/** Counts by subquery: planning a join costs PGlite more than running it. */
const knownSql = `
  select id, root is not distinct from $9 and stamp is not distinct from $10 as same_origin,
    version = $3 and title = $4 and pipeline = $5 and metadata = $6::jsonb and media_type = $7 and language = $8 as same,
    (select count(*)::int from chunk where chunk.document_id = document.id) as chunks,
    not exists (
      select from chunk where chunk.document_id = document.id and not exists (
        select from embedding where embedding.chunk_id = chunk.id
          and embedding.model_id = (select embedding_model from collection where name = $1))) as embedded
  from document where collection = $1 and source = $2`

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

/** Document, version and chunks in one statement, then the vectors: given, or handed on from chunks that say the same. True when all have one. */
const write = async (query: Query, input: Prepared, documentId: string, embeddingModel: string | null): Promise<boolean> => {
  const { document, chunkRows, vectors } = input
  await query(writeSql, [documentId, ...knownValues(input), document.text, document.pageStarts, toJson(chunkRows)])
  if (vectors) return storeVectors(query, input, chunkIdsOf(input), embeddingModel)
  const handedOn = embeddingModel ? await handOnVectors(query, embeddingModel, chunkIdsOf(input)) : []
  return handedOn.length === chunkRows.length
}

const chunkIdsOf = ({ chunkRows }: Prepared): string[] => chunkRows.map(({ id }) => id)

/** An older text stays while an answer in the journal cites it. */
const writeSql = `
  with written as (
    insert into document (id, collection, source, version, title, pipeline, metadata, media_type, language, root, stamp)
    values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11)
    on conflict (id) do update set version = excluded.version, title = excluded.title, pipeline = excluded.pipeline, metadata = excluded.metadata,
      media_type = excluded.media_type, language = excluded.language, root = excluded.root, stamp = excluded.stamp, updated_at = now()
  ), kept as (
    insert into document_version (document_id, version, collection, title, text, page_starts) values ($1, $4, $2, $5, $12, $13::int[])
    on conflict (document_id, version) do update set title = excluded.title, page_starts = excluded.page_starts
  ), dropped as (
    delete from document_version where document_id = $1 and version <> $4 and not exists (
      select from cited_version where cited_version.document_id = $1 and cited_version.version = document_version.version)
  )
  insert into chunk (id, document_id, collection, ordinal, start_offset, end_offset, tokens, heading_path, bare, embed_hash)
  select id, $1, $2, ordinal, start, "end", tokens, headings, bare, hash
  from jsonb_to_recordset($14::jsonb) as row (id uuid, ordinal int, start int, "end" int, tokens int, headings text[], bare boolean, hash text)`

/** An unchanged document keeps its chunks; they only get the vectors that were missing. */
const addVectors = async (query: Query, input: Prepared, known: Known, embeddingModel: string | null): Promise<PutResult> => {
  await renewStamp(query, input.document, known.id)
  if (!input.vectors || known.embedded) return toResult(input, known, 'unchanged')
  const rows = await query<{ id: string }>('select id from chunk where document_id = $1 order by ordinal', [known.id])
  const chunkIds = rows.map(({ id }) => id)
  return { ...toResult(input, known, 'unchanged'), embedded: await storeVectors(query, input, chunkIds, embeddingModel) }
}

/** True when they are of the model that the collection is searched with. */
const storeVectors = async (query: Query, { vectors, document }: Prepared, chunkIds: readonly string[], embeddingModel: string | null): Promise<boolean> => {
  if (!vectors || vectors.vectors.length === 0) return chunkIds.length === 0
  if (chunkIds.length !== vectors.vectors.length) throw new AppError('conflict', `"${document.source}" was cut into other chunks meanwhile. Try again.`)
  await insertVectors(
    query,
    vectors.modelId,
    chunkIds.map((chunkId, index) => ({ chunkId, vector: vectors.vectors[index]! })),
  )
  return vectors.modelId === embeddingModel || activateModel(query, document.collection, vectors.modelId)
}
