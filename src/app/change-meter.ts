import type { CollectionEmbedding } from '../domain/embedding.ts'
import type { ChangeProgress } from '../operations/embedding-desk.ts'
import { duration } from './change-sentences.ts'

// Long enough to even out batches, short enough to follow a machine that has become busy.
const windowMs = 60_000

/** How far a change is and how fast it goes, from what was seen at each look: so the work of other processes counts too. */
export const changeMeter = (now: () => number = () => performance.now()): ((state: CollectionEmbedding) => ChangeProgress | null) => {
  const seen = new Map<string, { readonly atMs: number; readonly done: number }[]>()
  return ({ collection, nextModel, chunks, vectors }) => {
    if (nextModel === null) {
      seen.delete(collection)
      return null
    }
    const done = Math.min(chunks, vectors.find(({ modelId }) => modelId === nextModel)?.count ?? 0)
    const looks = (seen.get(collection) ?? []).filter(({ atMs, done: before }) => now() - atMs < windowMs && before <= done)
    looks.push({ atMs: now(), done })
    seen.set(collection, looks)
    const [first, last] = [looks[0]!, looks.at(-1)!]
    const perMs = (last.done - first.done) / (last.atMs - first.atMs || Infinity)
    const secondsLeft = perMs > 0 ? (chunks - done) / perMs / 1000 : null
    const left = secondsLeft === null ? '' : `, about ${duration(secondsLeft)} left`
    return { modelId: nextModel, done, total: chunks, secondsLeft, message: `re-embedding "${collection}": ${count(done)} of ${count(chunks)} chunks${left}` }
  }
}

const count = (value: number): string => value.toLocaleString('en')
