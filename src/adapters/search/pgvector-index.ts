import { throwIfAborted } from '../../base/async.ts'
import { bm25 } from '../../base/bm25.ts'
import type { Hit, SearchHits, SearchIndex, SearchQuery } from '../../domain/search.ts'
import type { Database } from '../postgres/database.ts'
import type { Reader } from '../postgres/replicas.ts'
import { collectionReader } from './collection-reader.ts'
import { fillPostings } from './fill-postings.ts'
import { readTerms } from './terms-in-sql.ts'
import { nearestNeighbours, type NearestOptions } from './nearest-in-sql.ts'

export interface PgvectorIndex extends SearchIndex {
  /** Writes the words of a collection, and makes the approximate index where it has become large, before the first question does. */
  warm(collection: string): Promise<void>
}

/** The same answers as `memory`, ranked in SQL, by `replica` where there is one: nothing is held in the process, so that a collection may be larger than its memory. */
export const openPgvectorIndex = (database: Database, options: NearestOptions = {}, replica: Reader = database): PgvectorIndex => {
  const reader = collectionReader(database, replica)
  const nearest = nearestNeighbours(database, options, replica)
  const known = new Map<string, Statistics>()
  const running = new Map<string, Promise<Statistics>>()

  /** What the formula needs of a whole collection, read anew when its revision has changed, after the words that are missing were written. */
  const statistics = async (collection: string): Promise<Statistics | null> => {
    const current = await reader.revision(collection)
    const held = known.get(collection)
    if (!current) return null
    if (held?.revision === current.revision) return held
    // A reading that began before this revision does not count: its successor does.
    const before = running.get(collection)
    if (before && (await before).revision === current.revision) return known.get(collection)!
    const reading = refresh(collection, current.revision).finally(() => running.delete(collection))
    running.set(collection, reading)
    return reading
  }

  const refresh = async (collection: string, revision: number): Promise<Statistics> => {
    await fillPostings(database, reader, collection)
    const [row] = await database.query<{ chunks: number; length: number; languages: string[] }>(statisticsSql, [collection])
    const found = { revision, chunks: row!.chunks, meanLength: row!.length / row!.chunks || 1, languages: row!.languages.sort() }
    known.set(collection, found)
    return found
  }

  const byWords = async (
    { collection, text, limit }: SearchQuery,
    { chunks, meanLength, languages }: Statistics,
  ): Promise<Pick<SearchHits, 'words' | 'respelt'>> => {
    const { terms, respelt } = await readTerms(replica, collection, text, languages)
    const words = await replica.query<Hit>(wordsSql, [collection, terms, chunks, meanLength, bm25.k1, bm25.b, limit])
    return { words, ...(respelt.length > 0 && { respelt }) }
  }

  return {
    kind: 'pgvector',
    warm: async (collection) => {
      await statistics(collection)
      await nearest.prepare(collection)
    },
    search: async (query, signal) => {
      throwIfAborted(signal)
      const found = await statistics(query.collection)
      throwIfAborted(signal)
      if (!found) return { vector: [], words: [] }
      const [vector, words] = await Promise.all([nearest.search(query, found.chunks), byWords(query, found)])
      throwIfAborted(signal)
      return { vector, ...words }
    },
    recall: nearest.recall,
    // Numbers of the collection are all that is kept here.
    holds: async () => false,
    close: async () => {},
  }
}

interface Statistics {
  readonly revision: number
  readonly chunks: number
  readonly meanLength: number
  readonly languages: string[]
}

const statisticsSql = `select count(*)::int as chunks, coalesce(sum(length), 0)::float8 as length,
  (select coalesce(array_agg(distinct language), '{}') from document where collection = $1) as languages from chunk_words where collection = $1`

// BM25 as in base/bm25.ts; rounded as there, so that ids decide between scores that differ only by the order of addition.
const wordsSql = `with found as materialized (select term, chunk_id, count, length from posting where collection = $1 and term = any ($2::text[])),
  weight as (select term, ln(1 + ($3::float8 - count(*) + 0.5) / (count(*) + 0.5)) as idf from found group by term),
  scored as (select chunk_id, round(sum(idf * count / (count + $5::float8 * (1 - $6::float8 + $6::float8 * length / $4::float8))) * 1e6) / 1e6 as score
    from found join weight using (term) group by chunk_id)
  select chunk_id as "chunkId", score from scored order by score desc, chunk_id limit $7::int`
