import type { Database } from '../postgres/database.ts'
import type { LoadedDocument, LoadedVectors } from './memory-collection.ts'

export interface DocumentHead {
  readonly id: string
  /** Null when the document is gone. */
  readonly fingerprint: string | null
  readonly chunks: number
}

/** Where a collection stands: `models` are the one that it is searched with and the one that it changes to. */
export interface HeldRevision {
  readonly revision: number
  /** Who holds an older revision looks at all documents. */
  readonly floor: number
  readonly models: readonly string[]
}

/** What a search index asks: the record where a collection stands, and `database`, which may be a replica of it, for all else. Every statement sees documents whole; a later one may see newer ones, which the next step reads again. */
export const collectionReader = (record: Pick<Database, 'query'>, database: Pick<Database, 'query'> = record) => ({
  /** Null when there is no such collection. */
  revision: async (collection: string): Promise<HeldRevision | null> => {
    const [row] = await record.query<{ revision: number; floor: number; active: string | null; next: string | null }>(
      'select revision, change_floor as floor, embedding_model as active, next_model as next from collection where name = $1',
      [collection],
    )
    return row ? { revision: row.revision, floor: row.floor, models: [row.active, row.next].filter((id) => id !== null) } : null
  },

  /** All documents, or those that were touched after a revision. */
  heads: (collection: string, after: number | null): Promise<DocumentHead[]> =>
    after === null ? database.query(allHeadsSql, [collection]) : database.query(changedHeadsSql, [collection, after]),

  documents: async (documentIds: readonly string[]): Promise<LoadedDocument[]> =>
    (await database.query<DocumentRow>(documentsSql, [documentIds])).map(toDocument),

  /** Which chunks of these documents have a vector of these models. */
  embedded: (documentIds: readonly string[], models: readonly string[]): Promise<{ id: string; modelId: string }[]> =>
    database.query(
      'select e.chunk_id as id, e.model_id as "modelId" from embedding e join chunk c on c.id = e.chunk_id where c.document_id = any ($1::uuid[]) and e.model_id = any ($2::text[])',
      [documentIds, models],
    ),

  vectorsOfDocuments: async (documentIds: readonly string[], models: readonly string[]): Promise<LoadedVectors[]> =>
    (await database.query<VectorRow>(vectorsSql('select id from chunk where document_id = any ($1::uuid[])'), [documentIds, models])).map(toVectors),

  vectorsOfChunks: async (chunkIds: readonly string[], models: readonly string[]): Promise<LoadedVectors[]> =>
    (await database.query<VectorRow>(vectorsSql('select unnest($1::uuid[])'), [chunkIds, models])).map(toVectors),
})

export type CollectionReader = ReturnType<typeof collectionReader>

// Everywhere below look-ups follow each other, fenced by `lateral`: PGlite gathers no statistics by itself, and its plans for joins read whole tables.
// Chunk ids are made anew whenever a document is cut anew, so the first of them tells one cutting from another.
const fingerprintSql = `concat_ws(' ', document.version, document.pipeline, document.language, cut.chunks, cut.first, document.title)`
const cutSql = `cross join lateral (select count(*)::int as chunks, min(chunk.id::text) as first from chunk where chunk.document_id = document.id) as cut`

const allHeadsSql = `select document.id, ${fingerprintSql} as fingerprint, cut.chunks from document ${cutSql} where document.collection = $1 order by document.id`

const changedHeadsSql = `select touched.id, head.fingerprint, coalesce(head.chunks, 0) as chunks
  from (select distinct document_id as id from change where collection = $1 and revision > $2) as touched
  left join lateral (select ${fingerprintSql} as fingerprint, cut.chunks from document ${cutSql} where document.id = touched.id and document.collection = $1 offset 0) as head on true
  order by touched.id`

const documentsSql = `select document.id, ${fingerprintSql} as fingerprint, document.language, kept.title, kept.text, pieces.chunks
  from document ${cutSql}
  cross join lateral (select title, text from document_version where document_id = document.id and document_version.version = document.version offset 0) as kept
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_array(chunk.id, start_offset, end_offset, heading_path) order by ordinal), '[]') as chunks
    from chunk where chunk.document_id = document.id) as pieces
  where document.id = any ($1::uuid[])`

interface DocumentRow {
  readonly id: string
  readonly fingerprint: string
  readonly language: string
  readonly title: string
  readonly text: string
  readonly chunks: readonly [id: string, start: number, end: number, headingPath: string[]][]
}

const toDocument = ({ text, chunks, ...rest }: DocumentRow): LoadedDocument => ({
  ...rest,
  chunks: chunks.map(([id, start, end, headingPath]) => ({ id, headingPath, text: text.slice(start, end) })),
})

// Binary: 0.6 ms of parsing a vector's text costs more than all the rest of reading it.
const vectorsSql = (chunks: string): string =>
  `select model_id, vector_dims(vector) as dimensions, array_agg(chunk_id::text order by chunk_id) as "chunkIds", string_agg(vector_send(vector), ''::bytea order by chunk_id) as bytes
  from embedding where chunk_id in (${chunks}) and model_id = any ($2::text[]) group by model_id, vector_dims(vector)`

interface VectorRow {
  readonly model_id: string
  readonly dimensions: number
  readonly chunkIds: readonly string[]
  readonly bytes: Uint8Array
}

/** `vector_send` writes the number of dimensions and an empty field (two bytes each), then floats with the highest byte first. */
const toVectors = ({ model_id, dimensions, chunkIds, bytes }: VectorRow): LoadedVectors => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values = new Float32Array(chunkIds.length * dimensions)
  for (let row = 0, at = 0, to = 0; row < chunkIds.length; row++) {
    at += 4
    for (let index = 0; index < dimensions; index++, at += 4) values[to++] = view.getFloat32(at)
  }
  return { modelId: model_id, dimensions, chunkIds, values }
}
