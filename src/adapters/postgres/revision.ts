import { emptyAnswerCache } from './answer-cache.ts'
import type { Query } from './database.ts'

/** A reader that is behind by more than this many revisions reloads the collection. */
const keptChanges = 10_000

/**
 * Takes the collection's next revision, and with it its row until the transaction ends. Always the first write of a transaction, in order of
 * name where there are several: so writers of one collection follow each other, cannot deadlock, and revisions become visible in their order.
 * Whatever was answered from the collection before is forgotten with it.
 */
export const nextRevision = async (query: Query, collection: string): Promise<{ revision: number; embeddingModel: string | null }> => {
  const [row] = await query<{ revision: number; embedding_model: string | null }>(
    `insert into collection (name, revision) values ($1, 1)
     on conflict (name) do update set revision = collection.revision + 1 returning revision, embedding_model`,
    [collection],
  )
  await emptyAnswerCache(query, collection)
  return { revision: row!.revision, embeddingModel: row!.embedding_model }
}

/** Tells readers what to load again. */
export const recordChanges = async (query: Query, collection: string, revision: number, documentIds: readonly string[]): Promise<void> => {
  await query('insert into change (collection, revision, document_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing', [
    collection,
    revision,
    documentIds,
  ])
  if (revision % 1000 !== 0) return
  await query('delete from change where collection = $1 and revision <= $2', [collection, revision - keptChanges])
  await query('update collection set change_floor = greatest(change_floor, $2) where name = $1', [collection, revision - keptChanges])
}
