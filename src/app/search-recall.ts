import type { SearchIndex } from '../domain/search.ts'
import type { EmbeddingStatus } from '../operations/embedding-desk.ts'
import type { Status } from '../operations/app.ts'

// Enough to tell a good index from a bad one, and whoever asks for the status waits no longer.
const sample = { questions: 20, budgetMs: 3000 }

/** How near search comes to exact search, for the collections that are not searched exactly; measured again when they have grown. */
export const searchRecall = (index: Pick<SearchIndex, 'recall'>) => {
  const known = new Map<string, Awaited<ReturnType<SearchIndex['recall']>>>()
  return async (collections: EmbeddingStatus['collections']): Promise<Status['searchRecall']> => {
    const measured: Status['searchRecall'][number][] = []
    for (const { collection, activeModel, chunks } of collections) {
      if (activeModel === null) continue
      const key = JSON.stringify([collection, activeModel, chunks])
      // Exact today may be approximate as soon as an index stands.
      const found = known.get(key) ?? (await index.recall(collection, activeModel, sample))
      known.set(key, found)
      if (found) measured.push({ collection, ...found })
    }
    return measured
  }
}

// Passages that are missed can be in no answer.
const good = 0.95

export const recallAdvice = (measured: Status['searchRecall']): string[] =>
  measured
    .filter(({ recall }) => recall < good)
    .map(
      ({ collection, recall }) =>
        `Approximate search of "${collection}" misses ${Math.round((1 - recall) * 100)} of 100 chunks that exact search finds. ANSWERABLE_SEARCH=memory compares exactly, where the vectors fit into memory.`,
    )
