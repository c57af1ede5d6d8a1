import { sha256 } from '../../base/id.ts'
import type { ApproximateRecall, Hit, RecallRequest, SearchQuery } from '../../domain/search.ts'
import type { Database, Query } from '../postgres/database.ts'
import type { Reader } from '../postgres/replicas.ts'

export interface NearestOptions {
  /** Up to so many chunks a collection is compared whole: 50,000 take a server 23 ms. Beyond, HNSW. */
  readonly exactUpTo?: number
}

/** Cosine in SQL: exact per collection while that is quick, then through one partial HNSW index per model, whose recall `recall` measures. */
export const nearestNeighbours = (database: Database, { exactUpTo = 50_000 }: NearestOptions, replica: Reader = database) => {
  const indexed = new Set<string>()

  const exact = ({ collection, vector, limit }: SearchQuery): Promise<Hit[]> =>
    replica.query<Hit>(exactSql, [collection, vector!.modelId, toLiteral(vector!.values), vector!.values.length, limit])

  const approximate = ({ collection, vector, limit }: SearchQuery): Promise<Hit[]> =>
    replica.transaction(async (query) => {
      await query(approximateSettings(limit))
      return query<Hit>(approximateSql(vector!.modelId, vector!.values.length), [collection, toLiteral(vector!.values), limit])
    })

  /** True once the index stands; a question never waits for its making. */
  const hasIndex = async (modelId: string): Promise<boolean> => {
    if (indexed.has(modelId)) return true
    const [row] = await database.query(indexSql, [indexName(modelId)])
    if (row) indexed.add(modelId)
    return row !== undefined
  }

  /** `chunks` of the collection decide. */
  const isExact = async (modelId: string, chunks: number): Promise<boolean> => chunks <= exactUpTo || !(await hasIndex(modelId))

  const search = async (query: SearchQuery, chunks: number): Promise<Hit[]> => {
    if (!query.vector) return []
    if (await isExact(query.vector.modelId, chunks)) return exact(query)
    const found = await approximate(query)
    // A collection that is a small part of a large table: the scan gave up before it had enough.
    return found.length < query.limit ? exact(query) : found
  }

  return {
    search,

    /**
     * Makes the indexes of a collection that is beyond exact search: of the model that it is searched with, and of the one that it changes to, so
     * that it stands before the change. Writers wait while one is made; that of a new model is empty and made at once. Drops what nobody needs.
     */
    prepare: async (collection: string): Promise<void> => {
      for (const { id, dimensions, chunks } of await database.query<PreparedModel>(modelsSql, [collection])) {
        if (chunks <= exactUpTo || (await hasIndex(id))) continue
        await database.asOwner((query) => createIndex(query, { id, dimensions, chunks }))
      }
      const used = await database.query<{ id: string }>(usedSql)
      const needed = new Set(used.map(({ id }) => indexName(id)))
      for (const { name } of await database.query<{ name: string }>(indexesSql)) {
        if (!needed.has(name)) await database.asOwner((query) => query(`drop index if exists ${name}`))
      }
    },

    recall: async (collection: string, modelId: string, { questions, budgetMs }: RecallRequest): Promise<ApproximateRecall | null> => {
      const until = performance.now() + budgetMs
      const [row] = await database.query<{ chunks: number }>('select count(*)::int as chunks from chunk where collection = $1', [collection])
      if (await isExact(modelId, row!.chunks)) return null
      const shares: number[] = []
      for (const values of typeof questions === 'number' ? await storedVectors(database, collection, modelId, questions) : questions) {
        if (shares.length > 0 && performance.now() > until) break
        const query = { collection, text: '', limit: asRetrieved, vector: { modelId, values } }
        const best = new Set((await exact({ ...query, limit: 10 })).map(({ chunkId }) => chunkId))
        const found = (await search(query, row!.chunks)).slice(0, 10)
        if (best.size > 0) shares.push(found.filter(({ chunkId }) => best.has(chunkId)).length / best.size)
      }
      return shares.length === 0 ? null : { recall: shares.reduce((sum, share) => sum + share, 0) / shares.length, questions: shares.length }
    },
  }
}

// So many are asked for by each question: an index that is asked for more looks further, and finds more of the best too.
const asRetrieved = 100

const storedVectors = async (database: Database, collection: string, modelId: string, count: number): Promise<Float32Array[]> => {
  const rows = await database.query<{ vector: string }>(sampleSql, [collection, modelId, count])
  return rows.map(({ vector }) => Float32Array.from(JSON.parse(vector) as number[]))
}

// Nine digits tell every 32-bit float from its neighbours; JavaScript writes as many as are needed.
const toLiteral = (vector: Float32Array): string => `[${vector.join(',')}]`

// Rounded, so that ids decide between scores that only the order of addition tells apart (as in base/top.ts).
const exactSql = `select chunk_id as "chunkId", round((1 - (vector <=> $3::text::vector)) * 1e6) / 1e6 as score from embedding
  where collection = $1 and model_id = $2 and vector_dims(vector) = $4::int order by score desc, chunk_id limit $5::int`

// The model's id and the dimensions stand in the text, because only then does the planner see that the partial index fits.
export const approximateSql = (modelId: string, dimensions: number): string =>
  `select chunk_id as "chunkId", round((1 - distance) * 1e6) / 1e6 as score from (
    select chunk_id, vector::vector(${dimensions}) <=> $2::text::vector(${dimensions}) as distance from embedding
    where collection = $1 and model_id = ${quote(modelId)} order by distance limit $3::int) as nearest order by score desc, chunk_id`

/**
 * An iterative scan goes on until enough rows of this collection are found: a plain one would filter its 100 and give few or none.
 * Relaxed order, because we sort ourselves: strict order throws away what it meets late (recall 0.84 instead of 0.90 where the collection is 2 % of the rows).
 * Sorting is made dear, because a planner without fresh statistics takes it for cheaper than the index.
 */
export const approximateSettings = (limit: number): string =>
  [
    `set local hnsw.ef_search = ${Math.max(100, Math.min(1_000, limit * 2))}`,
    'set local hnsw.iterative_scan = relaxed_order',
    'set local hnsw.max_scan_tuples = 200000',
    'set local enable_seqscan = off',
    'set local enable_sort = off',
  ].join('; ')

const indexName = (modelId: string): string => `embedding_hnsw_${sha256(modelId).slice(0, 16)}`

const indexSql = `select from pg_index join pg_class on pg_class.oid = pg_index.indexrelid where relname = $1 and indisvalid`

interface PreparedModel {
  readonly id: string
  readonly dimensions: number
  readonly chunks: number
}

// Of a model without vectors yet the record knows the dimensions.
const modelsSql = `
  select id, dimensions, chunks from (
    select model.id, (select count(*)::int from chunk where chunk.collection = name) as chunks, coalesce(
      (select vector_dims(vector) from embedding where embedding.collection = name and model_id = model.id limit 1),
      (select embedder.dimensions from embedder where embedder.id = model.id)) as dimensions
    from collection cross join lateral unnest(array[embedding_model, next_model]) as model (id) where name = $1 and model.id is not null
  ) as wanted where dimensions is not null`

const usedSql = `select distinct id from collection cross join lateral unnest(array[embedding_model, next_model, previous_model]) as model (id) where id is not null`

const indexesSql = `select relname as name from pg_class where relkind = 'i' and relname like 'embedding\\_hnsw\\_%' and relnamespace = current_schema()::regnamespace`

const createIndex = async (query: Query, { id, dimensions, chunks }: PreparedModel): Promise<void> => {
  // The limit of a statement is meant for questions: 50,000 vectors take a minute on a busy machine.
  await query(`set local statement_timeout = 0; set local maintenance_work_mem = '${buildMegabytes(chunks, dimensions)}MB'`)
  await query(
    `create index if not exists ${indexName(id)} on embedding using hnsw ((vector::vector(${dimensions})) vector_cosine_ops) where model_id = ${quote(id)}`,
  )
}

/** The graph is made several times faster while it fits into memory; vectors are most of it. 64 is what PostgreSQL itself allows. */
const buildMegabytes = (chunks: number, dimensions: number): number => Math.min(1024, Math.max(64, Math.ceil((chunks * dimensions * 4 * 2) / 1e6)))

const sampleSql = `select vector::text from embedding where collection = $1 and model_id = $2 order by md5(chunk_id::text) limit $3::int`

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`
