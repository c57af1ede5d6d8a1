import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openEmbeddingModels } from '../../src/adapters/postgres/embedding-models.ts'
import { openMemoryIndex } from '../../src/adapters/search/memory-index.ts'
import { openPgvectorIndex } from '../../src/adapters/search/pgvector-index.ts'
import { sha256 } from '../../src/base/id.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { DocumentStore, PutInput } from '../../src/domain/document.ts'
import type { EmbeddingModels } from '../../src/domain/embedding.ts'
import type { SearchIndex } from '../../src/domain/search.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const indexes: { kind: SearchIndex['kind']; openIndex: (database: Database) => SearchIndex }[] = [
  { kind: 'memory', openIndex: openMemoryIndex },
  { kind: 'pgvector', openIndex: openPgvectorIndex },
]

for (const { name, skip, open, again } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  let lastCollection = 0
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  const check = (sentence: string, run: (ground: Ground) => Promise<void>): void => {
    test(`${name}: ${sentence}`, { skip }, () => run(groundOf(database!, `c${++lastCollection}`)))
  }

  check('a change waits for every vector, is made once, and is told by the state', async ({ store, models, collection, state }) => {
    await store.put(input(collection, 'a.md', ['one', 'two'], 'short'))
    assert.equal(await models.change(collection, 'long', 'short'), false)
    assert.deepEqual(await state(), { active: 'short', next: 'long', previous: null, declined: 'short', vectors: { short: 2 } })
    assert.equal(await models.countLacking(collection, 'long'), 2)
    await embedAll(store, 'long', 1)
    assert.deepEqual(await state(), { active: 'long', next: null, previous: 'short', declined: 'short', vectors: { long: 2, short: 2 } })
  })

  check('going back is at once while the old vectors are whole, else behind', async ({ store, models, collection, state }) => {
    await store.put(input(collection, 'a.md', ['one'], 'short'))
    await models.change(collection, 'long', null)
    await embedAll(store, 'long')
    assert.equal(await models.change(collection, 'short', 'long'), true)
    assert.equal((await state()).active, 'short')
    assert.equal(await models.change(collection, 'long', null), true)
    await store.put(input(collection, 'b.md', ['new since'], 'long'))
    assert.equal(await models.change(collection, 'short', 'long'), false)
    assert.equal((await state()).active, 'long')
    await embedAll(store, 'short')
    assert.deepEqual([(await state()).active, (await state()).vectors], ['short', { long: 2, short: 2 }])
  })

  check('asking for the active model ends a change, and what was made so far is kept for the next one', async ({ store, models, collection, state }) => {
    await store.put(input(collection, 'a.md', ['one', 'two'], 'short'))
    await models.change(collection, 'long', null)
    const [first] = await store.claimPending('long', 1, 60_000)
    await store.putVectors('long', [{ chunkId: first!.chunkId, vector: vectorOf('long', first!.text) }])
    assert.equal(await models.change(collection, 'short', 'long'), true)
    assert.deepEqual(await store.claimPending('long', 10, 60_000), [])
    assert.deepEqual(await state(), { active: 'short', next: null, previous: null, declined: 'long', vectors: { long: 1, short: 2 } })
    await models.change(collection, 'long', null)
    assert.equal((await store.claimPending('long', 10, 60_000)).length, 1)
  })

  check('old vectors stay until they are dropped; those that are searched or being made do not go', async ({ store, models, collection, state }) => {
    await store.put(input(collection, 'a.md', ['one', 'two'], 'short'))
    await models.change(collection, 'long', null)
    await embedAll(store, 'long')
    await models.change(collection, 'third', null)
    await embedSome(store, 'third')
    assert.equal(await models.dropOld(collection), 2)
    assert.deepEqual(await state(), { active: 'long', next: 'third', previous: null, declined: null, vectors: { long: 2, third: 1 } })
  })

  check('chunks without a vector of either model hold no change up, and get the new one later', async ({ store, models, collection, state }) => {
    await store.put(input(collection, 'a.md', ['one'], 'short'))
    await store.put(input(collection, 'b.md', ['never embedded']))
    assert.equal(await models.change(collection, 'long', null), false)
    const claimed = await store.claimPending('long', 10, 60_000)
    const embedded = claimed.find(({ text }) => text.endsWith('one'))!
    await store.putVectors('long', [{ chunkId: embedded.chunkId, vector: vectorOf('long', embedded.text) }])
    await models.change(collection, 'long', null)
    assert.equal((await state()).active, 'long')
    assert.equal((await store.countPending('long')) > 0, true)
  })

  check(
    'where somebody who died seems to hold a chunk still, the next look for work makes the change',
    async ({ store, models, collection, state, database: db }) => {
      await store.put(input(collection, 'a.md', ['one', 'two'], 'short'))
      await models.change(collection, 'long', null)
      const [first, second] = await store.claimPending('long', 10, 60_000)
      await store.putVectors('long', [{ chunkId: first!.chunkId, vector: vectorOf('long', first!.text) }])
      await db.query(`insert into embedding_lease (chunk_id, model_id, collection, lease_until) values ($1, 'long', $2, now())`, [first!.chunkId, collection])
      await store.putVectors('long', [{ chunkId: second!.chunkId, vector: vectorOf('long', second!.text) }])
      assert.equal((await state()).active, 'short')
      await store.claimPending('long', 10, 1)
      assert.equal((await state()).active, 'long')
    },
  )

  check('a model is remembered with how it was opened', async ({ models, collection }) => {
    const id = `m-${collection}`
    assert.equal(await models.find(id), null)
    await models.remember({ id, dimensions: 3, setting: { kind: 'catalogue', model: 'm' } })
    assert.deepEqual(await models.find(id), { id, dimensions: 3, setting: { kind: 'catalogue', model: 'm' } })
  })

  for (const { kind, openIndex } of indexes) {
    test(
      `${kind} on ${name}: whatever is put, removed, embedded and changed in whatever order, a search compares vectors of one model, all of them`,
      { skip },
      async () => {
        for (let seed = 1; seed <= 3; seed++) await interleave(groundOf(database!, `c${++lastCollection}`), openIndex(database!), seed)
      },
    )

    if (name !== 'PGlite') {
      test(`${kind} on ${name}: two processes make one change together, and both see it`, { skip }, async () => {
        const first = groundOf(database!, `c${++lastCollection}`)
        await using other = (await again(database!))!
        const second = groundOf(other, first.collection)
        const [one, two] = [openIndex(database!), openIndex(other)]
        try {
          for (let number = 0; number < 12; number++)
            await first.store.put(input(first.collection, `${number}.md`, [`text ${number}`, `more ${number}`], 'short'))
          for (const index of [one, two]) await compare(first, index, 'text 3')
          await first.models.change(first.collection, 'long', null)
          await Promise.all([embedAll(first.store, 'long', 2), embedAll(second.store, 'long', 3)])
          assert.equal(await second.models.activeModel(first.collection), 'long')
          for (const index of [one, two]) await compare(first, index, 'text 3')
        } finally {
          await Promise.all([one.close(), two.close()])
        }
      })
    }
  }
}

/** Two models whose vectors differ in length as well, so that mixing them would not even compute. */
const dimensionsOf: Readonly<Record<string, number>> = { short: 3, long: 6, third: 4 }

const vectorOf = (modelId: string, text: string): Float32Array => {
  const bytes = Buffer.from(sha256(`${modelId} ${text}`), 'hex')
  const values = Array.from({ length: dimensionsOf[modelId]! }, (_, index) => bytes[index]! - 128)
  return Float32Array.from(values, (value) => value / Math.hypot(...values))
}

interface Ground {
  readonly store: DocumentStore
  readonly models: EmbeddingModels
  readonly database: Database
  readonly collection: string
  state(): Promise<{ active: string | null; next: string | null; previous: string | null; declined: string | null; vectors: Record<string, number> }>
}

const groundOf = (database: Database, collection: string): Ground => {
  const models = openEmbeddingModels(database)
  return {
    store: openDocumentStore(database),
    models,
    database,
    collection,
    state: async () => {
      const found = (await models.states()).find((it) => it.collection === collection)!
      return {
        active: found.activeModel,
        next: found.nextModel,
        previous: found.previousModel,
        declined: found.declinedModel,
        vectors: Object.fromEntries(found.vectors.map(({ modelId, count }) => [modelId, count])),
      }
    },
  }
}

const embedSome = async (store: DocumentStore, modelId: string, limit = 1): Promise<number> => {
  const claimed = await store.claimPending(modelId, limit, 60_000)
  await store.putVectors(
    modelId,
    claimed.map(({ chunkId, text }) => ({ chunkId, vector: vectorOf(modelId, text) })),
  )
  return claimed.length
}

const embedAll = async (store: DocumentStore, modelId: string, limit = 64): Promise<void> => {
  while ((await embedSome(store, modelId, limit)) > 0);
}

/** Random steps, and after each a search that is compared with the vectors as they should be. */
const interleave = async (ground: Ground, index: SearchIndex, seed: number): Promise<void> => {
  const { store, models, collection } = ground
  const random = seededRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const steps: (() => Promise<unknown>)[] = [
    () => store.put(input(collection, `${Math.floor(random() * 6)}.md`, texts(random), pick(['short', 'long', undefined]))),
    () => store.put(input(collection, `${Math.floor(random() * 6)}.md`, texts(random), undefined)),
    () => embedSome(store, 'short', 1 + Math.floor(random() * 3)),
    () => embedSome(store, 'long', 1 + Math.floor(random() * 3)),
    () => models.change(collection, pick(['short', 'long']), null),
    async () => {
      const { documents } = await store.list(collection, 10, null)
      if (documents.length > 3) await store.remove(pick(documents).id)
    },
    () => (random() < 0.3 ? models.dropOld(collection) : Promise.resolve()),
  ]
  try {
    await store.put(input(collection, '0.md', texts(random), 'short'))
    for (let step = 0; step < 60; step++) {
      await pick(steps)()
      await compare(ground, index, `question ${step}`)
    }
    await models.change(collection, 'long', null)
    await embedAll(store, 'long')
    assert.equal(await models.activeModel(collection), 'long')
    await compare(ground, index, 'the last question')
  } finally {
    await index.close()
  }
}

const compare = async ({ store, models, database, collection }: Ground, index: SearchIndex, question: string): Promise<void> => {
  const modelId = (await models.activeModel(collection))!
  const values = vectorOf(modelId, question)
  const { vector } = await index.search({ collection, text: question, vector: { modelId, values }, limit: 100 })
  const stored = await database.query<{ chunk_id: string }>('select chunk_id from embedding where collection = $1 and model_id = $2', [collection, modelId])
  assert.deepEqual(vector.map(({ chunkId }) => chunkId).sort(), stored.map(({ chunk_id }) => chunk_id).sort())
  const passages = await store.passages(vector.map(({ chunkId }) => chunkId))
  for (const [place, { score }] of vector.entries()) {
    const expected = vectorOf(modelId, `${collection}\n\n${passages[place]!.text}`).reduce((sum, value, at) => sum + value * values[at]!, 0)
    assert.ok(Math.abs(score - expected) < 1e-5, `${passages[place]!.text}: ${score} and ${expected}`)
  }
}

const texts = (random: () => number): string[] => Array.from({ length: 1 + Math.floor(random() * 4) }, () => `words ${Math.floor(random() * 1000)}`)

const input = (collection: string, source: string, parts: readonly string[], modelId?: string): PutInput => {
  let start = 0
  const chunks = parts.map((text, ordinal) => {
    const chunk = { ordinal, start, end: start + text.length, headingPath: [], tokens: 5 }
    start += text.length + 1
    return chunk
  })
  return {
    document: {
      collection,
      source,
      title: collection,
      mediaType: 'text/plain',
      language: 'en',
      metadata: {},
      text: parts.join('\n'),
      pageStarts: [],
      origin: null,
    },
    chunks,
    pipeline: 'test',
    vectors: modelId ? { modelId, vectors: parts.map((text) => vectorOf(modelId, `${collection}\n\n${text}`)) } : null,
  }
}
