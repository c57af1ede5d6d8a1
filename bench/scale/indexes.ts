/** The same questions, with generated vectors, to the index in memory and to pgvector. */
import { openMemoryIndex } from '../../src/adapters/search/memory-index.ts'
import { openPgvectorIndex } from '../../src/adapters/search/pgvector-index.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import type { SearchIndex } from '../../src/domain/search.ts'
import { startPostgres } from '../../test/support/postgres-server.ts'
import { seeded, textMaker } from '../corpus.ts'
import type { Figure } from '../figures.ts'
import { fillServer, generatedVector, modelId } from './fill.ts'
import { measure, told } from './measure.ts'

export const benchIndexes = async (chunks: number): Promise<Figure[]> => {
  await using postgres = await startPostgres()
  const url = await postgres.createDatabase()
  await fillServer(url, chunks)
  const database = await openServer({ url })
  try {
    return [await benchOne('memory', chunks, openMemoryIndex(database)), await benchOne('pgvector', chunks, openPgvectorIndex(database))]
  } finally {
    await database.close()
  }
}

const benchOne = async (name: string, chunks: number, index: SearchIndex & { warm(collection: string): Promise<void> }): Promise<Figure> => {
  const started = performance.now()
  const before = process.memoryUsage().rss
  await index.warm('default')
  const warmMs = performance.now() - started
  const random = seeded(9)
  const { sentence } = textMaker(3)
  const search = (): Promise<unknown> =>
    index.search({ collection: 'default', text: sentence().slice(0, 60), vector: { modelId, values: generatedVector(random) }, limit: 100 })
  await measure(1, 1, search)
  const alone = await measure(1, 5, search)
  const recall = await index.recall('default', modelId, { questions: 20, budgetMs: 10_000 })
  await index.close()
  const mib = (process.memoryUsage().rss - before) / 2 ** 20
  return {
    name: `${name}, ${chunks} chunks × 384`,
    value: told(alone),
    beside: `ready after ${(warmMs / 1000).toFixed(1)} s, ${mib.toFixed(0)} MiB more in the process, recall ${recall ? recall.recall.toFixed(3) : 'exact'}`,
    goal: null,
  }
}
