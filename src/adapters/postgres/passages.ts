import { joinHeadings } from '../../domain/chunk-text.ts'
import type { DocumentStore, Passage } from '../../domain/document.ts'
import type { Database } from './database.ts'
import { isUuid } from './read-document.ts'
import { recentTexts } from './recent-texts.ts'

/** Chunks as they are read by people and models. Cut out here, not in SQL: offsets count UTF-16 units, PostgreSQL counts characters. */
export const passageReader = (database: Database, texts = recentTexts()): Pick<DocumentStore, 'passages'> => {
  const loadTexts = async (rows: readonly Row[]): Promise<void> => {
    const missing = [...new Set(rows.filter((row) => !texts.has(row.document_id, row.version)).map(({ document_id }) => document_id))]
    if (missing.length === 0) return
    const found = await database.query<{ document_id: string; version: string; text: string }>(
      'select document_id, version, text from document_version where document_id = any ($1::uuid[])',
      [missing],
    )
    for (const { document_id, version, text } of found) texts.add(document_id, version, text)
  }

  return {
    passages: async (chunkIds) => {
      const rows = await database.query<Row>(passagesSql, [chunkIds.filter(isUuid)])
      await loadTexts(rows)
      const byId = new Map(rows.map((row) => [row.id, row]))
      const passages = chunkIds.map((id) => {
        const row = byId.get(id)
        const text = row && texts.get(row.document_id, row.version)
        return row && text !== undefined ? toPassage(row, text) : null
      })
      texts.trim()
      return passages.filter((passage) => passage !== null)
    },
  }
}

// Look-ups one after the other, fenced by `offset 0`: PGlite gathers no statistics by itself, and a plain join then reads all documents (10 ms instead of 1).
const passagesSql = `
  select chunk.id, chunk.document_id, chunk.collection, source, document.title, heading_path, document.version, language, media_type, start_offset, end_offset, page_starts
  from chunk
  cross join lateral (select source, title, version, language, media_type from document where document.id = chunk.document_id offset 0) as document
  cross join lateral (select page_starts from document_version as kept where kept.document_id = chunk.document_id and kept.version = document.version offset 0) as kept
  where chunk.id = any ($1::uuid[])`

interface Row {
  id: string
  document_id: string
  collection: string
  source: string
  title: string
  heading_path: string[]
  version: string
  language: string
  media_type: string
  start_offset: number
  end_offset: number
  page_starts: number[]
}

const toPassage = (row: Row, text: string): Passage => ({
  chunkId: row.id,
  documentId: row.document_id,
  collection: row.collection,
  source: row.source,
  title: row.title,
  heading: joinHeadings(row.heading_path),
  version: row.version,
  language: row.language,
  mediaType: row.media_type,
  text: text.slice(row.start_offset, row.end_offset),
  pageStarts: row.page_starts,
  start: row.start_offset,
  end: row.end_offset,
  score: 0,
  ranks: { vector: null, words: null },
  similarity: null,
  wordScore: 0,
})
