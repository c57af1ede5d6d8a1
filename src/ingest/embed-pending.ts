import { sleep, throwIfAborted } from '../base/async.ts'
import { isAppError } from '../base/error.ts'
import { withinCall } from '../domain/call.ts'
import type { DocumentStore, PendingChunk } from '../domain/document.ts'
import type { Embedder } from '../domain/model.ts'

export interface EmbedPendingParts {
  readonly store: Pick<DocumentStore, 'claimPending' | 'putVectors'>
  readonly embedder: Embedder
  /** Told after each batch. */
  readonly onEmbedded?: (chunks: number) => void
  /** Told of each failure; the work goes on by itself. */
  readonly onFailure?: (error: unknown) => void
  readonly settings?: Partial<EmbedPendingSettings>
}

export interface EmbedPendingSettings {
  /** A batch takes 0.8 s on two cores: long enough for the store to keep up, short enough to stop at once. */
  readonly batch: number
  /** While one lane stores and claims, the others keep the embedder's workers busy. */
  readonly lanes: number
  /** A process that dies gives its chunks back after this time. A remote server may take its time over a batch. */
  readonly leaseMs: number
  /** Somebody else may have stored chunks, or died over them: look now and then without being woken. */
  readonly lookMs: number
  readonly firstBackOffMs: number
  readonly longestBackOffMs: number
}

const defaults: EmbedPendingSettings = { batch: 64, lanes: 3, leaseMs: 120_000, lookMs: 30_000, firstBackOffMs: 1_000, longestBackOffMs: 60_000 }

export interface EmbedPending {
  /** There may be new chunks: look at once. */
  wake(): void
  /** Resolves when the signal has stopped all lanes; never fails. */
  readonly done: Promise<void>
}

/** Embeds chunks that were stored without vectors until the signal stops it. Any number of processes may do so on one store. */
export const embedPending = (parts: EmbedPendingParts, signal: AbortSignal): EmbedPending => {
  const settings = { ...defaults, ...parts.settings }
  const shared = { alarm: newAlarm(), backOff: newBackOff(settings) }
  const lanes = Array.from({ length: settings.lanes }, () => runLane(parts, settings, shared, signal))
  return { wake: shared.alarm.ring, done: Promise.all(lanes).then(() => {}) }
}

interface Shared {
  readonly alarm: ReturnType<typeof newAlarm>
  readonly backOff: ReturnType<typeof newBackOff>
}

const runLane = async (parts: EmbedPendingParts, settings: EmbedPendingSettings, { alarm, backOff }: Shared, signal: AbortSignal): Promise<void> => {
  // Kept over failures, so that they need not wait for their lease to end. If it does end, they are embedded twice at worst.
  let held: readonly PendingChunk[] = []
  while (!signal.aborted) {
    const rings = alarm.rings()
    try {
      if (held.length === 0) held = await parts.store.claimPending(parts.embedder.id, settings.batch, settings.leaseMs)
      if (held.length === 0) {
        await alarm.wait(rings, settings.lookMs, signal)
        continue
      }
      const embedded = await embedBatch(parts, held, signal)
      held = []
      if (embedded > 0) backOff.reset()
      else await sleep(backOff.next(), signal)
    } catch (error) {
      if (signal.aborted) return
      parts.onFailure?.(error)
      // Theirs is used up, and others may have one: these are looked at again when their lease is over.
      if (isAppError(error) && error.details['part'] === 'budget') held = []
      await sleep(backOff.next(), signal).catch(() => {})
    }
  }
}

const embedBatch = async (
  { store, embedder, onEmbedded, onFailure }: EmbedPendingParts,
  chunks: readonly PendingChunk[],
  signal: AbortSignal,
): Promise<number> => {
  const vectors = await embedAll(embedder, chunks, onFailure, signal)
  await store.putVectors(embedder.id, vectors)
  onEmbedded?.(vectors.length)
  return vectors.length
}

type Vectors = { chunkId: string; vector: Float32Array }[]

/** A text that the embedder refuses must not hold up the others of its batch: it is tried alone, told, and left for a later look. */
const embedAll = async (
  embedder: Embedder,
  chunks: readonly PendingChunk[],
  onFailure: EmbedPendingParts['onFailure'],
  signal: AbortSignal,
): Promise<Vectors> => {
  try {
    const vectors: Vectors = []
    // What it costs is the collection's.
    for (const [collection, own] of Map.groupBy(chunks, (chunk) => chunk.collection)) {
      const texts = own.map(({ text }) => text)
      const made = await withinCall({ collection, task: 'embed' }, () => embedder.embed(texts, 'document', signal))
      vectors.push(...own.map(({ chunkId }, index) => ({ chunkId, vector: made[index]! })))
    }
    return vectors
  } catch (error) {
    throwIfAborted(signal)
    if (isPassing(error)) throw error
    if (chunks.length > 1) return (await Promise.all(halves(chunks).map((half) => embedAll(embedder, half, onFailure, signal)))).flat()
    onFailure?.(error)
    return []
  }
}

const passing: readonly string[] = ['upstream', 'upstream_timeout', 'unavailable', 'unauthorised', 'forbidden', 'limited', 'cancelled']
const isPassing = (error: unknown): boolean => isAppError(error) && passing.includes(error.code)

const halves = (chunks: readonly PendingChunk[]): PendingChunk[][] => {
  const middle = Math.ceil(chunks.length / 2)
  return [chunks.slice(0, middle), chunks.slice(middle)]
}

/** One wait for all lanes: the embedder is down for each of them. */
const newBackOff = ({ firstBackOffMs, longestBackOffMs }: EmbedPendingSettings) => {
  let ms = firstBackOffMs
  return {
    reset: () => void (ms = firstBackOffMs),
    next: (): number => {
      const now = ms
      ms = Math.min(ms * 2, longestBackOffMs)
      return now
    },
  }
}

/** Wakes all who wait. Rings are counted, so that none is missed between a look and the wait after it. */
const newAlarm = () => {
  let rings = 0
  const waiting = new Set<AbortController>()
  return {
    ring: () => {
      rings++
      for (const sleeper of waiting) sleeper.abort()
    },
    rings: () => rings,
    wait: async (seen: number, ms: number, signal: AbortSignal): Promise<void> => {
      if (rings !== seen) return
      const sleeper = new AbortController()
      waiting.add(sleeper)
      await sleep(ms, AbortSignal.any([signal, sleeper.signal])).catch(() => {})
      waiting.delete(sleeper)
    },
  }
}
