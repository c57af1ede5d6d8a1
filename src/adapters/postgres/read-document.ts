import type { Document, DocumentStore, Metadata } from '../../domain/document.ts'
import type { Database } from './database.ts'
import { forgetInJobs, forgetInJournal, forgetInWrites } from './forget-in-records.ts'
import { forgetQuestionVectors } from './question-vectors.ts'
import { nextRevision, recordChanges } from './revision.ts'

/** One document by its id. */
export const documentReader = (database: Database): Pick<DocumentStore, 'get' | 'chunksOf'> => ({
  get: async (documentId, version) => {
    if (!isUuid(documentId)) return null
    const [row] = await database.query<Row>(getSql, [documentId, version ?? null])
    return row ? toDocument(row) : null
  },

  chunksOf: async (documentId) => {
    if (!isUuid(documentId)) return []
    return database.query(chunksSql, [documentId])
  },
})

export const touchDocument =
  (database: Database): DocumentStore['touch'] =>
  async (documentId, stamp) => {
    await database.query('update document set stamp = $2 where id = $1', [documentId, stamp])
  }

/** All that belongs to it goes with it (foreign keys cascade), its words in journal and jobs too; readers learn of it by the change. */
export const removeDocument =
  (database: Database): DocumentStore['remove'] =>
  async (documentId) => {
    if (!isUuid(documentId)) return false
    const [row] = await database.query<{ collection: string; source: string }>('select collection, source from document where id = $1', [documentId])
    if (!row) return false
    return database.transaction(async (query) => {
      const { revision } = await nextRevision(query, row.collection)
      const removed = await query('delete from document where id = $1 returning id', [documentId])
      await recordChanges(query, row.collection, revision, [documentId])
      await forgetInJournal(query, documentId)
      await forgetQuestionVectors(query, row.collection)
      await forgetInJobs(query, { documentId, source: row.source })
      await forgetInWrites(query, { documentId, source: row.source })
      return removed.length > 0
    })
  }

/** What clients send as an id may be anything; PostgreSQL would call it an error instead of "not there". */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

const getSql = `
  select document.id, document.collection, source, document_version.title, document_version.version, media_type, language, metadata, root, stamp, text, page_starts,
    case when document.version = document_version.version then updated_at else document_version.created_at end as updated_at
  from document join document_version on document_version.document_id = document.id
  where document.id = $1 and document_version.version = coalesce($2, document.version)`

const chunksSql = `
  select chunk.id, ordinal, start_offset as start, end_offset as "end", tokens, heading_path as "headingPath", embedding.chunk_id is not null as embedded
  from chunk join collection on collection.name = chunk.collection
  left join embedding on embedding.chunk_id = chunk.id and embedding.model_id = collection.embedding_model
  where document_id = $1 order by ordinal`

/** The columns that a document has in every listing. */
export interface HeadRow {
  id: string
  collection: string
  source: string
  title: string
  version: string
  media_type: string
  language: string
  metadata: Metadata
  root: string | null
  stamp: string | null
  updated_at: Date
}

export const toHead = <Row extends HeadRow>({ media_type, root, stamp, updated_at, ...rest }: Row) => ({
  ...rest,
  mediaType: media_type,
  origin: root === null ? null : { root, stamp: stamp ?? '' },
  updatedAt: updated_at,
})

interface Row extends HeadRow {
  text: string
  page_starts: number[]
}

const toDocument = ({ page_starts, ...row }: Row): Document => ({ ...toHead(row), pageStarts: page_starts })
