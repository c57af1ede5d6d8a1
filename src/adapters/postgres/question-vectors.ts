import type { QuestionVectors } from '../../domain/question-vectors.ts'
import type { Database, Query } from './database.ts'

// With 1,536 numbers each some 60 MB.
const mostVectors = 10_000

export const openQuestionVectors = (database: Database, most: number = mostVectors): QuestionVectors => ({
  find: async ({ collection, modelId }, hashes) => {
    const rows = await database.query<{ hash: string; vector: string }>(
      'select hash, vector::text as vector from question_vector where collection = $1 and model_id = $2 and hash = any ($3::text[])',
      [collection, modelId, hashes],
    )
    return new Map(rows.map(({ hash, vector }) => [hash, Float32Array.from(JSON.parse(vector) as number[])]))
  },

  keep: ({ collection, modelId }, vectors) =>
    database.transaction(async (query) => {
      const [hashes, texts] = [[...vectors.keys()], [...vectors.values()].map((vector) => `[${vector.join(',')}]`)]
      await query(keepSql, [collection, modelId, hashes, texts])
      await query(evictSql, [collection, modelId, most])
    }),
})

/** A question may quote what its documents say. In the transaction that removes one of them. */
export const forgetQuestionVectors = async (query: Query, collection: string): Promise<void> => {
  await query('delete from question_vector where collection = $1', [collection])
}

const keepSql = `
  insert into question_vector (collection, model_id, hash, vector)
  select name, $2, given.hash, given.vector::vector from collection, unnest($3::text[], $4::text[]) as given (hash, vector) where name = $1
  on conflict do nothing`

const evictSql = `
  delete from question_vector where collection = $1 and model_id = $2 and hash in (
    select hash from question_vector where collection = $1 and model_id = $2 order by used_at desc, hash offset $3::int for update skip locked)`
