import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Passage } from '../domain/document.ts'
import type { Embedder } from '../domain/model.ts'
import type { SearchHits, SearchQuery } from '../domain/search.ts'
import { retrieval, type RetrievalParts } from './retrieve.ts'

const passage = (chunkId: string): Passage => ({
  chunkId,
  documentId: `document of ${chunkId}`,
  collection: 'default',
  source: 'a.md',
  title: 'A',
  heading: '',
  version: 'v',
  language: 'en',
  text: chunkId,
  pageStarts: [],
  start: 0,
  end: chunkId.length,
  score: 0,
  ranks: { vector: null, words: null },
  similarity: null,
  wordScore: 0,
})

const embedder: Embedder = {
  id: 'm',
  dimensions: 2,
  maxTokens: 10,
  embed: async (texts) => texts.map(() => Float32Array.of(1, 0)),
  countTokens: async (texts) => texts.map((text) => text.length),
  close: async () => {},
}

/** Documents of one chunk each, in order of id; `gone` are found but were removed before they could be read. */
const parts = ({ chunks, hits, gone = [], ...more }: { chunks: string[]; hits: SearchHits; gone?: string[] } & Partial<RetrievalParts>) => {
  const asked: SearchQuery[] = []
  let clock = 0
  const all: RetrievalParts = {
    embedder: () => embedder,
    index: {
      kind: 'memory',
      search: async (query) => {
        asked.push(query)
        return hits
      },
      warm: async () => {},
      holds: async () => false,
      recall: async () => null,
      close: async () => {},
    },
    store: {
      passages: async (ids) => ids.filter((id) => !gone.includes(id)).map(passage),
      list: async (_collection, _limit, cursor) => {
        const from = cursor === null ? 0 : Number(cursor)
        const documents = chunks.slice(from, from + 2).map((id) => ({ id }) as never)
        return { documents, nextCursor: from + 2 < chunks.length ? String(from + 2) : null }
      },
      chunksOf: async (id) => [{ id } as never],
    },
    now: () => clock++,
    ...more,
  }
  return { retrieve: retrieval(all), asked }
}

const hits = (vector: string[], words: string[]): SearchHits => ({
  vector: vector.map((chunkId, index) => ({ chunkId, score: 0.9 - index / 10 })),
  words: words.map((chunkId, index) => ({ chunkId, score: 9 - index })),
})

const request = { text: 'how?', collection: 'default', limit: 3 }

test('passages come best first with their ranks, and what the question cost', async () => {
  const { retrieve, asked } = parts({ chunks: ['a', 'b', 'c'], hits: hits(['b', 'a', 'c'], ['b']) })
  const { passages, ...rest } = await retrieve(request)
  assert.deepEqual(
    passages.map(({ chunkId, ranks, wordScore, similarity }) => ({ chunkId, ranks, wordScore, similarity })),
    [
      { chunkId: 'b', ranks: { vector: 1, words: 1 }, wordScore: 9, similarity: 0.9 },
      { chunkId: 'a', ranks: { vector: 2, words: null }, wordScore: 0, similarity: 0.8 },
      { chunkId: 'c', ranks: { vector: 3, words: null }, wordScore: 0, similarity: 0.7 },
    ],
  )
  assert.deepEqual(rest, { embeddingTokens: 4, queryVector: Float32Array.of(1, 0), timingsMs: { embed: 1, search: 1, fuse: 1, load: 1 } })
  assert.deepEqual(asked[0]?.vector, { modelId: 'm', values: Float32Array.of(1, 0) })
})

test('without a model, or when it fails, words alone decide and the result says so', async () => {
  const failures: unknown[] = []
  const failing = { ...embedder, embed: async () => Promise.reject(new Error('no memory')) }
  for (const given of [null, failing]) {
    const { retrieve, asked } = parts({ chunks: ['a'], hits: hits([], ['a']), embedder: () => given, onEmbedderFailure: (error) => failures.push(error) })
    const { passages, queryVector, embeddingTokens } = await retrieve(request)
    assert.deepEqual([passages[0]?.chunkId, queryVector, embeddingTokens, asked[0]?.vector], ['a', null, 0, null])
  }
  assert.deepEqual(failures, [new Error('no memory')])
})

test('words lead where the embedding model was not made for the language of the question', async () => {
  const first = async (text: string, languages?: readonly string[]): Promise<string | undefined> => {
    const { retrieve } = parts({ chunks: ['a', 'b'], hits: hits(['a', 'b'], ['b', 'a']), embedder: () => ({ ...embedder, ...(languages && { languages }) }) })
    return (await retrieve({ ...request, text })).passages[0]?.chunkId
  }
  assert.equal(await first('这个城市有多少人？', ['en']), 'b')
  assert.equal(await first('这个城市有多少人？', ['en', 'zh']), 'a')
  assert.equal(await first('这个城市有多少人？'), 'a')
  assert.equal(await first('How many people live here?', ['en']), 'a')
  assert.equal(await first('Rooms', ['en']), 'a')
})

test('a caller who leaves while the question is embedded gets the reason, not an answer by words', async () => {
  const controller = new AbortController()
  const slow = { ...embedder, embed: async () => (controller.abort(new Error('left')), Promise.reject(new Error('stopped'))) }
  const { retrieve, asked } = parts({ chunks: ['a'], hits: hits([], ['a']), embedder: () => slow })
  await assert.rejects(retrieve(request, controller.signal), new Error('left'))
  assert.deepEqual(asked, [])
})

test('chunks that no ranking found fill up to the limit in order of document', async () => {
  const { retrieve } = parts({ chunks: ['a', 'b', 'c', 'd', 'e', 'f'], hits: hits([], ['c']) })
  const { passages } = await retrieve({ ...request, limit: 5 })
  assert.deepEqual(
    passages.map(({ chunkId }) => chunkId),
    ['c', 'a', 'b', 'd', 'e'],
  )
  assert.deepEqual(
    passages.map(({ score }) => score > 0),
    [true, false, false, false, false],
  )
})

test('a small collection gives all it has', async () => {
  const { retrieve } = parts({ chunks: ['a', 'b'], hits: hits(['b', 'a'], []) })
  assert.equal((await retrieve({ ...request, limit: 50 })).passages.length, 2)
})

test('a chunk that was removed after the search leaves its place to the next', async () => {
  const { retrieve } = parts({ chunks: ['a', 'c', 'd'], hits: hits(['a', 'b', 'c', 'd'], []), gone: ['b'] })
  assert.deepEqual(
    (await retrieve(request)).passages.map(({ chunkId }) => chunkId),
    ['a', 'c', 'd'],
  )
})
