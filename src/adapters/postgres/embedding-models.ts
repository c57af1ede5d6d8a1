import { embeddedText } from '../../domain/chunk-text.ts'
import type { CollectionEmbedding, EmbeddingModels, KnownModel, ModelUse } from '../../domain/embedding.ts'
import { toJson, type Database, type Query } from './database.ts'
import { activateModel } from './store-vectors.ts'

/** The record of embedding models in the database that holds their vectors. */
export const openEmbeddingModels = (database: Database): EmbeddingModels => ({
  uses: () => database.query<ModelUse>(`select ${useColumns} from collection order by name`),

  states: () => database.query<CollectionEmbedding>(statesSql),

  activeModel: async (collection) => {
    const [row] = await database.query<{ id: string | null }>('select embedding_model as id from collection where name = $1', [collection])
    return row?.id ?? null
  },

  remember: async ({ id, setting, dimensions }) => {
    await database.query(
      `insert into embedder (id, setting, dimensions) values ($1, $2::jsonb, $3::int) on conflict (id) do update set setting = excluded.setting`,
      [id, toJson(setting), dimensions],
    )
  },

  find: async (modelId) => {
    const [row] = await database.query<KnownModel>('select id, setting, dimensions from embedder where id = $1', [modelId])
    return row ?? null
  },

  adopt: async (modelId) => {
    await database.query('update collection set embedding_model = $1 where embedding_model is null', [modelId])
  },

  change: (collection, modelId, declinedModel) => database.transaction((query) => change(query, collection, modelId, declinedModel)),

  countLacking: async (collection, modelId) => {
    const [row] = await database.query<{ count: number }>(
      `select (select count(*) from chunk where collection = $1) - (select count(*) from embedding where collection = $1 and model_id = $2) as count`,
      [collection, modelId],
    )
    return Math.max(0, row!.count)
  },

  freeChunks: async () => {
    await database.query('delete from embedding_lease')
  },

  sample: async (collection, count) => {
    const rows = await database.query<SampleRow>(sampleSql, [collection, count])
    return rows.map(({ title, heading_path, bare, text, start_offset, end_offset }) =>
      embeddedText(title, { headingPath: heading_path, bare }, text.slice(start_offset, end_offset)),
    )
  },

  dropOld: async (collection) => {
    await database.query('update collection set previous_model = null where name = $1', [collection])
    for (let dropped = 0; ;) {
      const rows = await database.query(dropSql, [collection, droppedAtOnce])
      dropped += rows.length
      if (rows.length < droppedAtOnce) return dropped
    }
  },
})

const useColumns = `name as collection, embedding_model as "activeModel", next_model as "nextModel", previous_model as "previousModel", declined_model as "declinedModel"`

// A row has its vector (4 bytes a number), its keys and its places in two indexes.
const statesSql = `
  select ${useColumns},
    (select count(*) from chunk where chunk.collection = name) as chunks,
    (select coalesce(sum(tokens), 0)::float8 from chunk where chunk.collection = name) as tokens,
    (select coalesce(jsonb_agg(jsonb_build_object('modelId', model_id, 'count', count, 'bytes', count * (4 * dimensions + 250)) order by model_id), '[]')
     from (
       select model_id, count(*) as count from embedding where embedding.collection = name group by model_id
     ) as stored
     cross join lateral (select vector_dims(vector) as dimensions from embedding where embedding.collection = name and embedding.model_id = stored.model_id limit 1) as one
    ) as vectors
  from collection order by name`

/** The row is held first: what is counted afterwards includes every write that was acknowledged. */
const change = async (query: Query, collection: string, modelId: string, declinedModel: string | null): Promise<boolean> => {
  const [row] = await query<{ active: string | null }>('select embedding_model as active from collection where name = $1 for no key update', [collection])
  if (!row) return false
  await query('update collection set next_model = $2, declined_model = $3 where name = $1', [
    collection,
    row.active === modelId || row.active === null ? null : modelId,
    declinedModel,
  ])
  return row.active === modelId || activateModel(query, collection, modelId)
}

// Spread over all documents by their hash, so that one long book does not stand for everything.
const sampleSql = `
  select title, heading_path, bare, text, start_offset, end_offset
  from (select * from chunk where collection = $1 order by embed_hash limit $2::int) as chosen
  cross join lateral (
    select document.title, text from document join document_version on document_id = document.id and document_version.version = document.version
    where document.id = chosen.document_id offset 0) as kept`

interface SampleRow {
  title: string
  heading_path: string[]
  bare: boolean
  text: string
  start_offset: number
  end_offset: number
}

// A few thousand a statement: on the embedded database everybody waits for it.
const droppedAtOnce = 2000

const dropSql = `
  delete from embedding where (chunk_id, model_id) in (
    select chunk_id, model_id from embedding join collection on name = embedding.collection
    where embedding.collection = $1 and model_id is distinct from embedding_model and model_id is distinct from next_model limit $2::int)
  returning chunk_id`
