/** Vectors of fifty collections in one table, and in one partition each: what a search within one collection costs, and what an approximate one finds. */
import { onServer, startPostgres } from '../../test/support/postgres-server.ts'
import { seeded } from '../corpus.ts'
import type { Figure } from '../figures.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import type { Query } from '../../src/adapters/postgres/database.ts'
import { generatedVector } from './fill.ts'
import { measure, told } from './measure.ts'

const collections = 50

export const benchPartitions = async (rows: number): Promise<Figure[]> => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await onServer(url, setupSql)
  const database = await openServer({ url })
  try {
    const random = seeded(4)
    for (let from = 0; from < rows; from += 1000) {
      const vectors = Array.from({ length: 1000 }, () => `[${generatedVector(random).join(',')}]`)
      await database.asOwner((query) => query(insertSql, [from, vectors, collections]))
    }
    const built: string[] = []
    for (const table of ['whole', 'split']) {
      await database.asOwner((query) => query(`insert into ${table} select * from made; analyze ${table}`))
      const started = performance.now()
      await database.asOwner((query) =>
        query(`set local statement_timeout = 0; set local maintenance_work_mem = '512MB'; create index on ${table} using hnsw (vector vector_cosine_ops)`),
      )
      built.push(`${((performance.now() - started) / 1000).toFixed(0)} s`)
    }
    const figures: Figure[] = []
    for (const [index, table] of ['whole', 'split'].entries()) {
      const ask = (query: Query, isExact: boolean): Promise<{ id: number }[]> => {
        const collection = `c${Math.floor(random() * collections)}`
        return askOne(query, table, isExact, collection, `[${generatedVector(random).join(',')}]`)
      }
      const exact = await measure(1, 4, () => database.asOwner((query) => ask(query, true)))
      const approximate = await measure(1, 4, () => database.asOwner((query) => ask(query, false)))
      let found = 0
      for (let question = 0; question < 40; question++) {
        const vector = `[${generatedVector(random).join(',')}]`
        const [best, near] = await database.asOwner(async (query) => [
          await askOne(query, table, true, `c${question}`, vector),
          await askOne(query, table, false, `c${question}`, vector),
        ])
        found += near!.filter(({ id }) => best!.some((it) => it.id === id)).length / best!.length
      }
      figures.push({
        name: `${table === 'whole' ? 'one table' : 'a partition a collection'}, ${rows} vectors in ${collections} collections`,
        value: `exact ${told(exact)}`,
        beside: `HNSW ${told(approximate)}, recall ${(found / 40).toFixed(3)}, built in ${built[index]}`,
        goal: null,
      })
    }
    return figures
  } finally {
    await database.close()
  }
}

const askOne = async (query: Query, table: string, isExact: boolean, collection: string, vector: string): Promise<{ id: number }[]> => {
  const settings = isExact
    ? 'set local enable_indexscan = off'
    : 'set local hnsw.ef_search = 100; set local hnsw.iterative_scan = relaxed_order; set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off'
  await query(settings)
  const rows = await query<{ id: number }>(`select id from ${table} where collection = $1 order by vector <=> $2::text::vector(384) limit 10`, [
    collection,
    vector,
  ])
  await query('set local enable_indexscan = on; set local enable_seqscan = on; set local enable_sort = on; set local enable_bitmapscan = on')
  return rows
}

const setupSql = `
  create extension if not exists vector with schema public;
  create schema answerable;
  set search_path = answerable, public;
  create table made (id bigint, collection text, vector vector(384));
  create table whole (id bigint, collection text, vector vector(384));
  create index on whole (collection);
  create table split (id bigint, collection text, vector vector(384)) partition by list (collection);
  do $$ begin for c in 0..49 loop execute format('create table split_%s partition of split for values in (%L)', c, 'c' || c); end loop; end $$`

const insertSql = `insert into made select $1::bigint + ordinality, 'c' || (ordinality % $3::int), vector::vector(384) from unnest($2::text[]) with ordinality as given (vector, ordinality)`
