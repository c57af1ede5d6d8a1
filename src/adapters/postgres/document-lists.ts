import type { DocumentStore, DocumentSummary } from '../../domain/document.ts'
import type { Database } from './database.ts'
import { isUuid, toHead, type HeadRow } from './read-document.ts'

/** Many documents at a glance. */
export const documentLists = (database: Database): Pick<DocumentStore, 'idOf' | 'list' | 'inventory' | 'holders' | 'counts'> => ({
  idOf: async (collection, source) => {
    const [row] = await database.query<{ id: string }>('select id from document where collection = $1 and source = $2', [collection, source])
    return row?.id ?? null
  },

  list: async (collection, limit, cursor, filter) => {
    const after = cursor !== null && isUuid(cursor) ? cursor : null
    const rows = await database.query<Row>(listSql, [collection, after, limit + 1, filter ?? null])
    const documents = rows.slice(0, limit).map((row): DocumentSummary => toHead(row))
    return { documents, nextCursor: rows.length > limit ? documents.at(-1)!.id : null }
  },

  inventory: (collection, root) =>
    database.query(
      `select id as "documentId", source, version, coalesce(stamp, '') as stamp, pipeline from document where collection = $1 and root = $2 order by source`,
      [collection, root],
    ),

  holders: (collection, sources) =>
    database.query(`select source, root from document where collection = $1 and source = any ($2::text[]) order by source`, [collection, sources]),

  counts: async () => ({
    collections: await database.query(
      `select name, (select count(*) from document where document.collection = name) as documents, (select count(*) from chunk where chunk.collection = name) as chunks
       from collection order by name`,
    ),
  }),
})

const listSql = `
  select document.id, document.collection, source, title, version, media_type, language, metadata, root, stamp, updated_at,
    count(chunk.id) as chunks, count(embedding.chunk_id) as embedded, coalesce(sum(chunk.tokens), 0) as tokens
  from (
    select * from document
    where collection = $1 and ($2::uuid is null or id > $2::uuid) and ($4::text is null or strpos(lower(source || E'\\n' || title), lower($4::text)) > 0)
    order by id limit $3::int
  ) as document
  join collection on collection.name = document.collection
  left join chunk on chunk.document_id = document.id
  left join embedding on embedding.chunk_id = chunk.id and embedding.model_id = collection.embedding_model
  group by document.id, document.collection, source, title, version, media_type, language, metadata, root, stamp, updated_at
  order by document.id`

interface Row extends HeadRow {
  chunks: number
  embedded: number
  tokens: number
}
