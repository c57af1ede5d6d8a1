import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openParser } from '../../src/adapters/parsing/parser.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { drain } from '../../src/base/async.ts'
import { AppError } from '../../src/base/error.ts'
import type { DocumentStore } from '../../src/domain/document.ts'
import type { DocumentParser } from '../../src/domain/source.ts'
import type { Embedder } from '../../src/domain/model.ts'
import { ingestDocument, type IngestEvent, type IngestInput } from '../../src/ingest/ingest-document.ts'
import { preparation } from '../../src/ingest/prepare.ts'
import { openTemporaryPglite } from '../support/stores.ts'

let database: Database & AsyncDisposable
let parser: DocumentParser
let store: DocumentStore
before(async () => {
  database = await openTemporaryPglite()
  parser = openParser({ preparation, tokenizerPath: () => null })
  store = openDocumentStore(database, ['put'])
})
after(async () => {
  await parser.close()
  await database[Symbol.asyncDispose]()
})

const embedder: Embedder = {
  id: 'lengths',
  dimensions: 2,
  maxTokens: 512,
  embed: async (texts) => texts.map(() => Float32Array.of(1, 0)),
  countTokens: async (texts) => texts.map((text) => text.length),
  close: async () => {},
}

const put = (input: Omit<IngestInput, 'collection'>, live: () => Embedder | null = () => embedder, onEvent?: (event: IngestEvent) => void) =>
  drain(ingestDocument({ store, parser, embedder: live })({ collection: 'put', ...input }), onEvent)

test('a text is stored with its vectors, then replaced, then unchanged', async () => {
  const first = await put({ source: 'guide', content: '# Guide\n\nOne.' })
  const second = await put({ source: 'guide', content: '# Guide\n\nTwo.' })
  const third = await put({ source: 'guide', content: '# Guide\n\nTwo.' })
  assert.deepEqual(
    [first, second, third].map(({ outcome, embedded, documentId }) => [outcome, embedded, documentId]),
    ['added', 'changed', 'unchanged'].map((outcome) => [outcome, true, first.documentId]),
  )
  const document = await store.get(first.documentId)
  assert.deepEqual([document!.title, document!.mediaType, document!.source, document!.origin], ['Guide', 'text/markdown', 'guide', null])
})

test('an embedder that is missing or fails costs the vectors, not the document', async () => {
  const failing = { ...embedder, embed: () => Promise.reject(new AppError('upstream', 'down')) }
  for (const [source, live] of [
    ['without', () => null],
    ['failing', () => failing],
  ] as const) {
    const { outcome, embedded } = await put({ source, content: 'Words.' }, live)
    assert.deepEqual([outcome, embedded], ['added', false])
  }
})

test('what is stated wins over what the text says', async () => {
  const { documentId } = await put({
    source: 'a.txt',
    content: '# Not a heading here',
    title: 'Stated',
    mediaType: 'text/plain',
    metadata: { team: 'ops' },
    language: 'de',
  })
  const { title, mediaType, metadata, language, text } = (await store.get(documentId))!
  assert.deepEqual([title, mediaType, metadata, language, text], ['Stated', 'text/plain', { team: 'ops' }, 'de', '# Not a heading here'])
})

test('half a character in a text is replaced, NUL is refused, and both leave what was there', async () => {
  const { documentId } = await put({ source: 'odd', content: 'Half \ud83d of it' })
  assert.equal((await store.get(documentId))!.text, 'Half \uFFFD of it')
  await assert.rejects(put({ source: 'odd', content: 'with \0' }), /binary data/)
  assert.equal((await store.get(documentId))!.text, 'Half \uFFFD of it')
})

test('how bytes were read is told', async () => {
  const notes: IngestEvent[] = []
  await put(
    { source: 'latin.txt', content: Buffer.from('Un caf\xe9 et une na\xefvet\xe9', 'latin1') },
    undefined,
    (event) => event.type === 'note' && notes.push(event),
  )
  assert.match(JSON.stringify(notes), /windows-1252/)
})

test('cancelling stores nothing', async () => {
  const stop = new AbortController()
  const slow = { ...embedder, embed: async () => (stop.abort(new Error('left')), Promise.reject(stop.signal.reason)) }
  await assert.rejects(
    drain(ingestDocument({ store, parser, embedder: () => slow })({ collection: 'put', source: 'left', content: 'Words.' }, stop.signal)),
    /left/,
  )
  assert.equal(
    (await store.list('put', 100, null)).documents.some(({ source }) => source === 'left'),
    false,
  )
})
