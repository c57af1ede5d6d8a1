import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import type { Worker } from 'node:worker_threads'
import { openTemporaryPglite } from '../../../test/support/stores.ts'
import type { Database } from '../postgres/database.ts'
import { openDocumentStore } from '../postgres/document-store.ts'
import { openMemoryIndex } from './memory-index.ts'

const put = (database: Database, source: string, text: string): Promise<unknown> =>
  openDocumentStore(database).put({
    document: { collection: 'default', source, title: '', mediaType: 'text/plain', language: 'en', metadata: {}, text, pageStarts: [], origin: null },
    chunks: [{ ordinal: 0, start: 0, end: text.length, headingPath: [], tokens: 2 }],
    pipeline: 'test',
    vectors: null,
  })

const apples = { collection: 'default', text: 'apples', vector: null, limit: 10 }

test('a search thread that died is started again by the next question', async () => {
  await using database = await openTemporaryPglite()
  const started: Worker[] = []
  const remember = (worker: Worker): void => void started.push(worker)
  process.on('worker', remember)
  const index = openMemoryIndex(database)
  await put(database, 'a.md', 'red apples')
  assert.equal((await index.search(apples)).words.length, 1)
  await Promise.all([once(started[0]!, 'exit'), started[0]!.terminate()])
  assert.equal((await index.search(apples)).words.length, 1)
  assert.equal(started.length, 2)
  process.off('worker', remember)
  await index.close()
})

test('a collection that was removed and made anew is read anew, although its revisions begin again', async () => {
  await using database = await openTemporaryPglite()
  const index = openMemoryIndex(database)
  for (const source of ['a.md', 'b.md', 'c.md']) await put(database, source, 'red apples')
  assert.equal((await index.search(apples)).words.length, 3)
  await database.query('delete from collection where name = $1', ['default'])
  assert.deepEqual(await index.search(apples), { vector: [], words: [] })
  for (const source of ['a.md', 'b.md', 'c.md', 'd.md']) await put(database, source, 'green apples')
  assert.equal((await index.search(apples)).words.length, 4)
  await database.query('delete from collection where name = $1', ['default'])
  await put(database, 'a.md', 'yellow apples')
  assert.equal((await index.search(apples)).words.length, 1)
  await index.close()
})

test('only what changed is read: the text of an untouched document is not asked for again', async () => {
  await using database = await openTemporaryPglite()
  const asked: unknown[] = []
  const listening: Pick<Database, 'query'> = {
    query: (sql, values, scope) => {
      if (sql.includes('kept.text')) asked.push(values?.[0])
      return database.query(sql, values, scope)
    },
  }
  const index = openMemoryIndex(listening)
  await put(database, 'a.md', 'red apples')
  await put(database, 'b.md', 'green apples')
  await index.search(apples)
  await put(database, 'b.md', 'yellow apples')
  assert.equal((await index.search(apples)).words.length, 2)
  assert.deepEqual(
    asked.map((ids) => (ids as string[]).length),
    [2, 1],
  )
  await index.close()
})
