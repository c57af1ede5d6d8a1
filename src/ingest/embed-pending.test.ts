import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sleep } from '../base/async.ts'
import { AppError } from '../base/error.ts'
import type { PendingChunk } from '../domain/document.ts'
import type { Embedder } from '../domain/model.ts'
import { embedPending, type EmbedPendingSettings } from './embed-pending.ts'

/** Chunks in a list, claimed in order; the database version of these two calls has its own contract suite. */
const shelf = (count: number) => {
  const pending: PendingChunk[] = Array.from({ length: count }, (_, index) => ({ chunkId: `${index}`, collection: 'default', text: `text ${index}` }))
  const stored = new Map<string, Float32Array>()
  return {
    stored,
    add: (text: string) => pending.push({ chunkId: text, collection: 'default', text }),
    claimPending: async (_: string, limit: number) => pending.splice(0, limit),
    putVectors: async (_: string, vectors: readonly { chunkId: string; vector: Float32Array }[]) => {
      for (const { chunkId, vector } of vectors) stored.set(chunkId, vector)
    },
  }
}

const embedderOf = (embed: (texts: readonly string[]) => Promise<void>): Embedder => ({
  id: 'test',
  dimensions: 1,
  maxTokens: 512,
  embed: async (texts) => {
    await embed(texts)
    return texts.map((text) => Float32Array.of(text.length))
  },
  countTokens: async (texts) => texts.map((text) => text.length),
  close: async () => {},
})

const quick: Partial<EmbedPendingSettings> = { batch: 4, lanes: 2, lookMs: 60_000, firstBackOffMs: 5, longestBackOffMs: 20 }

const until = async (holds: () => boolean): Promise<void> => {
  for (let round = 0; !holds(); round++) {
    assert.ok(round < 400, 'did not happen within 4 s')
    await sleep(10)
  }
}

test('everything that waits gets its vector, and what comes later is found on waking', async () => {
  const store = shelf(30)
  const stop = new AbortController()
  const work = embedPending({ store, embedder: embedderOf(async () => {}), settings: quick }, stop.signal)
  await until(() => store.stored.size === 30)
  await sleep(20)
  store.add('later')
  work.wake()
  await until(() => store.stored.has('later'))
  assert.deepEqual(store.stored.get('later'), Float32Array.of(5))
  stop.abort()
  await work.done
})

test('several batches are under way at once, and no more than that', async () => {
  let running = 0
  let most = 0
  const store = shelf(40)
  const stop = new AbortController()
  const embedder = embedderOf(async () => {
    most = Math.max(most, ++running)
    await sleep(5)
    running--
  })
  const work = embedPending({ store, embedder, settings: quick }, stop.signal)
  await until(() => store.stored.size === 40)
  stop.abort()
  await work.done
  assert.equal(most, 2)
})

test('an embedder that is down for a while costs no chunk', async () => {
  const store = shelf(20)
  const stop = new AbortController()
  const failures: unknown[] = []
  let calls = 0
  const embedder = embedderOf(async () => {
    if (calls++ < 8) throw new AppError('upstream', 'The embedding server is down.')
  })
  const work = embedPending({ store, embedder, settings: quick, onFailure: (error) => failures.push(error) }, stop.signal)
  await until(() => store.stored.size === 20)
  stop.abort()
  await work.done
  assert.equal(failures.length, 8)
})

test('a store that fails for a while costs no chunk either', async () => {
  const store = shelf(20)
  const stop = new AbortController()
  let failing = 5
  const shaky = {
    ...store,
    putVectors: async (...input: Parameters<typeof store.putVectors>) => {
      if (failing-- > 0) throw new AppError('unavailable', 'The database is gone.')
      return store.putVectors(...input)
    },
  }
  const work = embedPending({ store: shaky, embedder: embedderOf(async () => {}), settings: quick }, stop.signal)
  await until(() => store.stored.size === 20)
  stop.abort()
  await work.done
})

test('a text that the embedder refuses is told and leaves the others of its batch alone', async () => {
  const store = shelf(20)
  const stop = new AbortController()
  const failures: unknown[] = []
  const embedder = embedderOf(async (texts) => {
    if (texts.includes('text 6')) throw new AppError('invalid', 'This text is refused.')
  })
  const work = embedPending({ store, embedder, settings: quick, onFailure: (error) => failures.push(error) }, stop.signal)
  await until(() => store.stored.size === 19)
  stop.abort()
  await work.done
  assert.equal(store.stored.has('6'), false)
  assert.equal(failures.length, 1)
})

test('stopping ends it while it waits, works or backs off', async () => {
  for (const embedder of [embedderOf(async () => {}), embedderOf(() => sleep(20)), embedderOf(() => Promise.reject(new Error('down')))]) {
    const stop = new AbortController()
    const work = embedPending({ store: shelf(8), embedder, settings: { ...quick, firstBackOffMs: 60_000 } }, stop.signal)
    await sleep(10)
    stop.abort()
    await work.done
  }
})
