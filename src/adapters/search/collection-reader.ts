import type { Database } from '../postgres/database.ts'
import type { LoadedDocument, LoadedVectors } from './memory-collection.ts'

export interface DocumentHead {
  readonly id: string
  readonly fingerprint: string
  readonly chunks: number
}

/** What a search index asks of the database. Every statement sees documents whole; a later one may see newer ones, which the next step reads again. */
export const collectionReader = (database: Pick<Database, 'query'>) => ({
  /** Null when there is no such collection. */
  revision: async (collection: string): Promise<{ revision: number; floor: number } | null> => {
    const [row] = await database.query<{ revision: string | number; change_floor: string | number }>(
      'select revision, change_floor from collection where name = $1',
      [collection],
    )
    return row ? { revision: Number(row.revision), floor: Number(row.change_floor) } : null
  },

  /** All documents, or those changed after a revision and still there. */
  heads: async (collection: string, after: number | null): Promise<DocumentHead[]> =>
    (
      await database.query<{ id: string; fingerprint: string; chunks: string | number }>(
        after === null ? allHeads : changedHeads,
        after === null ? [collection] : [collection, after],
      )
    ).map((row) => ({
      ...row,
      chunks: Number(row.chunks),
    })),

  changed: async (collection: string, after: number): Promise<string[]> =>
    (await database.query<{ id: string }>('select distinct document_id as id from change where collection = $1 and revision > $2', [collection, after])).map(
      ({ id }) => id,
    ),

  documents: async (documentIds: readonly string[]): Promise<LoadedDocument[]> =>
    (await database.query<DocumentRow>(documentsSql, [documentIds])).map(toDocument),

  /** Which chunks of these documents have a vector, and of which model. */
  embedded: (documentIds: readonly string[]): Promise<{ id: string; modelId: string }[]> =>
    database.query(
      'select e.chunk_id as id, e.model_id as "modelId" from embedding e join chunk c on c.id = e.chunk_id where c.document_id = any ($1::uuid[])',
      [documentIds],
    ),

  vectorsOfDocuments: async (documentIds: readonly string[]): Promise<LoadedVectors[]> =>
    (await database.query<VectorRow>(vectorsSql('select id from chunk where document_id = any ($1::uuid[])'), [documentIds])).map(toVectors),

  vectorsOfChunks: async (chunkIds: readonly string[]): Promise<LoadedVectors[]> =>
    (await database.query<VectorRow>(vectorsSql('select unnest($1::uuid[])'), [chunkIds])).map(toVectors),
})

export type CollectionReader = ReturnType<typeof collectionReader>

// Chunk ids are made anew whenever a document is cut anew, so the first of them tells one cutting from another.
const heads = `select d.id, count(c.id) as chunks, concat_ws(' ', d.version, d.pipeline, d.language, count(c.id), min(c.id::text), d.title) as fingerprint
  from document d left join chunk c on c.document_id = d.id where d.collection = $1`
const allHeads = `${heads} group by d.id order by d.id`
const changedHeads = `${heads} and d.id in (select document_id from change where collection = $1 and revision > $2) group by d.id order by d.id`

const documentsSql = `select d.id, concat_ws(' ', d.version, d.pipeline, d.language, count(c.id), min(c.id::text), d.title) as fingerprint, d.language, v.title, v.text,
    coalesce(jsonb_agg(jsonb_build_array(c.id, c.start_offset, c.end_offset, c.heading_path) order by c.ordinal) filter (where c.id is not null), '[]') as chunks
  from document d
  join document_version v on v.document_id = d.id and v.version = d.version
  left join chunk c on c.document_id = d.id
  where d.id = any ($1::uuid[]) group by d.id, v.title, v.text`

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
  from embedding where chunk_id in (${chunks}) group by model_id, vector_dims(vector)`

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
