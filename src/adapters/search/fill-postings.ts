import { countWords } from '../../domain/chunk-text.ts'
import type { Database } from '../postgres/database.ts'
import type { CollectionReader } from './collection-reader.ts'
import type { LoadedDocument } from './memory-collection.ts'

/** Writes the words of chunks that have none yet, a few documents a transaction. Several processes may do so at once. */
export const fillPostings = async (database: Database, reader: CollectionReader, collection: string): Promise<void> => {
  for (;;) {
    const rows = await database.query<{ id: string }>(missingSql, [collection, documentsPerBatch])
    if (rows.length === 0) return
    const documents = await reader.documents(rows.map(({ id }) => id))
    const words = documents.flatMap(wordsOfChunks)
    for (let from = 0; from < words.length; from += chunksPerTransaction) await store(database, collection, words.slice(from, from + chunksPerTransaction))
  }
}

const documentsPerBatch = 50
const chunksPerTransaction = 200

const missingSql = `select distinct chunk.document_id as id from chunk
  where collection = $1 and not exists (select from chunk_words where chunk_words.chunk_id = chunk.id) order by id limit $2::int`

interface ChunkWords {
  readonly chunkId: string
  readonly counts: ReadonlyMap<string, number>
  readonly length: number
}

const wordsOfChunks = ({ title, language, chunks }: LoadedDocument): ChunkWords[] =>
  chunks.map(({ id, headingPath, text }) => {
    const counts = countWords(title, headingPath, text, language)
    return { chunkId: id, counts, length: [...counts.values()].reduce((sum, count) => sum + Math.min(count, mostCounted), 0) }
  })

// As in memory: beyond it, one more occurrence says nothing.
const mostCounted = 255

/** Chunks that are gone meanwhile are left out; those that another process has filled stay. */
const store = (database: Database, collection: string, words: readonly ChunkWords[]): Promise<void> =>
  database.transaction(async (query) => {
    const added = await query<{ chunk_id: string }>(chunkWordsSql, [collection, words.map(({ chunkId }) => chunkId), words.map(({ length }) => length)])
    const mine = new Set(added.map(({ chunk_id }) => chunk_id))
    const rows = words
      .filter(({ chunkId }) => mine.has(chunkId))
      .flatMap(({ chunkId, counts, length }) => [...counts].map(([term, count]) => ({ term, chunkId, count, length })))
    await query(postingsSql, [
      collection,
      rows.map(({ term }) => term),
      rows.map(({ chunkId }) => chunkId),
      rows.map(({ count }) => Math.min(count, mostCounted)),
      rows.map(({ length }) => length),
    ])
  })

// In order of id, so that two processes wait for each other instead of blocking each other; the share lock keeps a chunk from going while its words are written.
const chunkWordsSql = `with present as (select id from chunk where id = any ($2::uuid[]) order by id for key share)
  insert into chunk_words (chunk_id, collection, length)
  select given.id, $1, given.length from unnest($2::uuid[], $3::int[]) as given (id, length) join present using (id) order by given.id
  on conflict do nothing returning chunk_id`

const postingsSql = `insert into posting (collection, term, chunk_id, count, length)
  select $1, term, chunk_id, count, length from unnest($2::text[], $3::uuid[], $4::smallint[], $5::int[]) as given (term, chunk_id, count, length)`
