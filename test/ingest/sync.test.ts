/** Real folders, the real parser thread, the real database. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { openParser } from '../../src/adapters/parsing/parser.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openFolder } from '../../src/adapters/sources/folder.ts'
import { drain } from '../../src/base/async.ts'
import { AppError } from '../../src/base/error.ts'
import type { DocumentStore, DocumentSummary } from '../../src/domain/document.ts'
import type { DocumentParser, SourceFolder, SyncProgress } from '../../src/domain/source.ts'
import { isDocumentName } from '../../src/ingest/parse/detect-type.ts'
import { ingestDocument } from '../../src/ingest/ingest-document.ts'
import { preparation } from '../../src/ingest/prepare.ts'
import { syncRoot } from '../../src/ingest/sync.ts'
import { openTemporaryPglite } from '../support/stores.ts'
import { tinyPdf } from '../support/tiny-pdf.ts'

let database: Database & AsyncDisposable
let parser: DocumentParser
const folders: string[] = []
before(async () => {
  database = await openTemporaryPglite()
  parser = openParser({ preparation, tokenizerPath: () => null })
})
after(async () => {
  await parser.close()
  await database[Symbol.asyncDispose]()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

type Files = Readonly<Record<string, string | Uint8Array>>

const write = async (root: string, files: Files): Promise<void> => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
}

const folderOf = async (files: Files): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'answerable-sync-'))
  folders.push(root)
  await write(root, files)
  return root
}

const rootExists = async (root: string): Promise<boolean> => existsSync(root)

let lastCollection = 0

/** A collection of its own in the shared database. */
const ground = (): {
  store: DocumentStore
  collection: string
  sync: (root: string, prefix?: string) => Promise<SyncProgress>
  all: () => Promise<DocumentSummary[]>
} => {
  const collection = `sync${++lastCollection}`
  const store = openDocumentStore(database, [collection])
  return {
    store,
    collection,
    sync: async (root, prefix = '') =>
      drain(syncRoot({ rootExists, store, parser })({ collection, folder: await openFolder(root, { accepts: isDocumentName }), prefix })),
    all: async () => (await store.list(collection, 1000, null)).documents,
  }
}

const counts = ({ added, changed, unchanged, removed, failed }: SyncProgress): number[] => [added, changed, unchanged, removed, failed.length]
const sources = (documents: readonly DocumentSummary[]): string[] => documents.map(({ source }) => source).sort()

test('a run brings in only what changed and removes what has gone', async () => {
  const { sync, all } = ground()
  const root = await folderOf({ 'a.md': '# A\n\nOne.', 'guide/b.txt': 'Two.', 'c.html': '<h1>C</h1><p>Three.</p>', 'd.pdf': tinyPdf([['Four.']]) })
  assert.deepEqual(counts(await sync(root)), [4, 0, 0, 0, 0])
  assert.deepEqual(counts(await sync(root)), [0, 0, 4, 0, 0])

  await write(root, { 'a.md': '# A\n\nOne, changed.' })
  await utimes(join(root, 'c.html'), new Date(), new Date())
  await rm(join(root, 'd.pdf'))
  assert.deepEqual(counts(await sync(root)), [0, 1, 2, 1, 0])
  assert.deepEqual(counts(await sync(root)), [0, 0, 3, 0, 0])
  assert.deepEqual(sources(await all()), ['a.md', 'c.html', 'guide/b.txt'])
})

test('a file whose stamp is known is not read', async () => {
  const { store, collection, sync } = ground()
  const root = await folderOf({ 'a.md': 'One.', 'b.md': 'Two.' })
  await sync(root)
  const folder = await openFolder(root, { accepts: isDocumentName })
  const unreadable: SourceFolder = { ...folder, read: () => Promise.reject(new Error('was read')) }
  assert.deepEqual(counts(await drain(syncRoot({ rootExists, store, parser })({ collection, folder: unreadable, prefix: '' }))), [0, 0, 2, 0, 0])
})

test('another pipeline reads everything again', async () => {
  const { store, collection, sync } = ground()
  const root = await folderOf({ 'a.md': 'One.' })
  await sync(root)
  const folder = await openFolder(root, { accepts: isDocumentName })
  const result = await drain(syncRoot({ rootExists, store, parser: { ...parser, pipeline: 'other' } })({ collection, folder, prefix: '' }))
  assert.deepEqual(counts(result), [0, 1, 0, 0, 0])
})

test('a sync removes only what came from its own root', async () => {
  const { store, collection, sync, all } = ground()
  const [one, two] = [await folderOf({ 'a.md': 'One.', 'b.md': 'Two.' }), await folderOf({ 'c.md': 'Three.' })]
  await sync(one, 'one/')
  await sync(two, 'two/')
  await drain(ingestDocument({ store, parser, embedder: () => null })({ collection, source: 'one/put.md', content: 'Put.' }))
  await rm(join(one, 'a.md'))
  await rm(join(one, 'b.md'))
  assert.deepEqual(counts(await sync(one, 'one/')), [0, 0, 0, 2, 0])
  assert.deepEqual(sources(await all()), ['one/put.md', 'two/c.md'])
})

test('a root that has gone removes nothing and says so', async () => {
  const { sync, all } = ground()
  const root = await folderOf({ 'a.md': 'One.' })
  await sync(root)
  const folder = await openFolder(root, { accepts: isDocumentName })
  await rename(root, `${root}-away`)
  folders.push(`${root}-away`)
  await assert.rejects(sync(root), /There is no folder or file .* Nothing was removed/)
  await assert.rejects(drain(syncRoot({ rootExists, store: ground().store, parser })({ collection: 'sync', folder, prefix: '' })))
  assert.deepEqual(sources(await all()), ['a.md'])
})

test('an empty folder is valid; so is a single file of any name', async () => {
  const { sync, all } = ground()
  assert.deepEqual(counts(await sync(await folderOf({}))), [0, 0, 0, 0, 0])
  const root = await folderOf({ 'NOTES.unknown': 'Words.', 'other.md': 'Not this.' })
  assert.deepEqual(counts(await sync(join(root, 'NOTES.unknown'))), [1, 0, 0, 0, 0])
  assert.deepEqual(sources(await all()), ['NOTES.unknown'])
})

test('hidden, ignored and foreign files are left out', async () => {
  const { sync, all } = ground()
  const root = await folderOf({
    'a.md': 'One.',
    '.hidden/b.md': 'x',
    'node_modules/p/readme.md': 'x',
    'build/c.md': 'x',
    'docs/draft.md': 'x',
    'docs/kept.md': 'Two.',
    'photo.png': 'x',
    'main.exe': 'x',
    'notes/private.md': 'x',
    'notes/public.md': 'Three.',
    '.answerableignore': 'private*\n!docs/**\n!notes/\n!notes/public.md\n',
    '.gitignore': 'build/\n*.md\n!a.md\n!docs/*.md\n',
    'docs/.gitignore': 'draft*',
  })
  const result = await sync(root)
  assert.deepEqual(sources(await all()), ['a.md', 'docs/kept.md', 'notes/public.md'])
  assert.deepEqual(result.skipped, { '.png': 1, '.exe': 1 })
})

test('each bad file is one line with its reason, and the others come in', async () => {
  const { sync, all } = ground()
  const root = await folderOf({
    'good.md': 'Words.',
    'empty.md': '',
    'binary.txt': Uint8Array.from({ length: 3000 }, (_, index) => (index * 37) % 256),
    'cyrillic.txt': Buffer.from('d0cfd2d120cec1d3cbcfcccbcf20d3cccfd720c420cbcfc9d0cf', 'hex'),
    'broken.pdf': tinyPdf([['One']]).subarray(0, 200),
    'locked.pdf': tinyPdf([['One']], { encrypted: true }),
    'sub/deep.md': 'Words.',
  })
  const huge = await open(join(root, 'huge.md'), 'w')
  await huge.truncate(500_000_000) // sparse: takes no room
  await huge.close()
  await symlink('..', join(root, 'sub/loop'))
  await symlink('/etc/hostname', join(root, 'outside.md'))
  await symlink('/etc', join(root, 'etc'))
  await symlink('nowhere.md', join(root, 'dangling.md'))
  await symlink('circle.md', join(root, 'circle.md'))
  const { failed, added } = await sync(root)
  const reasons = Object.fromEntries(failed.map(({ source, reason }) => [source, reason]))
  assert.equal(added, 2)
  assert.deepEqual(sources(await all()), ['good.md', 'sub/deep.md'])
  for (const [source, reason] of Object.entries({
    'empty.md': /empty/,
    'binary.txt': /not readable as text/,
    'cyrillic.txt': /not UTF-8/,
    'broken.pdf': /broken or cut off/,
    'locked.pdf': /encrypted/,
    'huge.md': /500 MB; at most 52 MB/,
    'sub/loop': /leads back to a folder above/,
    'outside.md': /leads out of the folder/,
    etc: /leads out of the folder/,
    'dangling.md': /leads to nothing/,
    'circle.md': /circle/,
  })) {
    assert.match(reasons[source] ?? 'no line', reason, source)
    delete reasons[source]
  }
  assert.deepEqual(reasons, {})
})

test('a link is read where it leads to something not listed otherwise, as mounted configuration does', async () => {
  const { sync, all } = ground()
  const root = await folderOf({ '..2026/page.md': 'Mounted.', 'docs/v2/a.md': 'Two.' })
  await symlink('..2026', join(root, '..data'))
  await symlink('..data/page.md', join(root, 'page.md'))
  await symlink('v2', join(root, 'docs/current'))
  assert.deepEqual(counts(await sync(root)), [2, 0, 0, 0, 0])
  assert.deepEqual(sources(await all()), ['docs/v2/a.md', 'page.md'])
})

test('a file deleted, or turned into a way out, after it was listed is one line', async () => {
  const { store, collection } = ground()
  const root = await folderOf({ 'a.md': 'One.', 'b.md': 'Two.', 'c.md': 'Three.' })
  const folder = await openFolder(root, { accepts: isDocumentName })
  const changing: SourceFolder = {
    ...folder,
    read: async (path, signal) => {
      if (path === 'a.md') await rm(join(root, 'a.md'), { force: true })
      if (path === 'b.md') await rm(join(root, 'b.md')).then(() => symlink('/etc/hostname', join(root, 'b.md')))
      return folder.read(path, signal)
    },
  }
  const { added, failed } = await drain(syncRoot({ rootExists, store, parser })({ collection, folder: changing, prefix: '' }))
  assert.equal(added, 1)
  assert.deepEqual(failed.map(({ source, reason }) => `${source}: ${reason}`).sort(), [
    'a.md: This file has gone while the folder was read.',
    'b.md: This link leads out of the folder and was not followed.',
  ])
})

test('what a file was stays when it can no longer be read', async () => {
  const { sync, all } = ground()
  const root = await folderOf({ 'a.md': 'One.' })
  await sync(root)
  await write(root, { 'a.md': '' })
  assert.deepEqual(counts(await sync(root)), [0, 0, 0, 0, 1])
  assert.deepEqual(sources(await all()), ['a.md'])
})

test('what lies in a folder that cannot be opened is not taken for removed', async () => {
  const { store, collection, sync, all } = ground()
  const root = await folderOf({ 'locked/a.md': 'One.', 'b.md': 'Two.', 'gone.md': 'Three.' })
  await sync(root)
  await rm(join(root, 'gone.md'))
  const folder = await openFolder(root, { accepts: isDocumentName })
  // Written out, because root may open any folder: it is what the walk yields for one that is locked.
  const locked: SourceFolder = {
    ...folder,
    list: async function* (signal) {
      for await (const item of folder.list(signal)) if (!item.path.startsWith('locked')) yield item
      yield { type: 'problem', path: 'locked', reason: 'Permission to read this was denied.', hides: true }
    },
  }
  assert.deepEqual(counts(await drain(syncRoot({ rootExists, store, parser })({ collection, folder: locked, prefix: '' }))), [0, 0, 1, 1, 1])
  assert.deepEqual(sources(await all()), ['b.md', 'locked/a.md'])
})

test('SUMMARY.md gives the pages of a git-book their titles and order, and is no page itself', async () => {
  const { sync, all } = ground()
  const root = await folderOf({
    'SUMMARY.md': '* [Start](README.md)\n  * [The guide](guide.md)\n',
    'README.md': '# Hello\n\nOne.',
    'guide.md': '# Guide\n\nTwo.',
  })
  await sync(root)
  const bySource = (await all()).toSorted((a, b) => Number(a.metadata.book_order) - Number(b.metadata.book_order))
  assert.deepEqual(
    bySource.map(({ source, title, metadata }) => [source, title, metadata.book_order, metadata.book_path]),
    [
      ['README.md', 'Start', 1, undefined],
      ['guide.md', 'The guide', 2, 'Start'],
    ],
  )
  await write(root, { 'SUMMARY.md': '* [Start](README.md)\n* [A guide](guide.md)\n' })
  assert.deepEqual(counts(await sync(root)), [0, 1, 1, 0, 0])
})

test('a database that cannot be written ends the sync and blames no file', async () => {
  const { store, collection } = ground()
  const folder = await openFolder(await folderOf({ 'a.md': 'One.', 'b.md': 'Two.' }), { accepts: isDocumentName })
  const full = { ...store, put: () => Promise.reject(new AppError('no_space', 'The disk is full.')) }
  await assert.rejects(drain(syncRoot({ rootExists, store: full, parser })({ collection, folder, prefix: '' })), /The disk is full/)
})

test('a write that another writer got in the way of is tried again', async () => {
  const { store, collection } = ground()
  const folder = await openFolder(await folderOf({ 'a.md': 'One.' }), { accepts: isDocumentName })
  let refused = 0
  const busy: DocumentStore = { ...store, put: (input) => (refused++ < 2 ? Promise.reject(new AppError('conflict', 'Try again.')) : store.put(input)) }
  assert.deepEqual(counts(await drain(syncRoot({ rootExists, store: busy, parser })({ collection, folder, prefix: '' }))), [1, 0, 0, 0, 0])
})

test('a sync that was stopped goes on where it was', async () => {
  const { store, collection, sync } = ground()
  const root = await folderOf(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.md`, `Page ${index}.`])))
  const stop = new AbortController()
  const folder = await openFolder(root, { accepts: isDocumentName })
  const partly = drain(
    syncRoot({ rootExists, store, parser })({ collection, folder, prefix: '' }, stop.signal),
    ({ done }) => done === 10 && stop.abort(new Error('stopped')),
  )
  await assert.rejects(partly, /stopped/)
  const { added, unchanged } = await sync(root)
  assert.equal(added + unchanged, 30)
  assert.ok(unchanged >= 10, `${unchanged} were there`)
})

test('progress counts up to a total that is known after the walk', async () => {
  const { store, collection } = ground()
  const folder = await openFolder(await folderOf({ 'a.md': 'One.', 'b.md': 'Two.', 'c.md': '' }), { accepts: isDocumentName })
  const seen: (readonly [number, number | null])[] = []
  await drain(syncRoot({ rootExists, store, parser })({ collection, folder, prefix: '' }), ({ done, total }) => seen.push([done, total]))
  assert.deepEqual(seen.at(-1), [3, 3])
  assert.ok(seen.some(([, total]) => total === null))
  assert.deepEqual(
    seen.map(([done]) => done),
    seen.map(([done]) => done).toSorted((a, b) => a - b),
  )
})

test('a folder never takes over a document of another folder or of a program, until that folder has gone', async () => {
  const { store, collection, sync, all } = ground()
  const first = await folderOf({ 'README.md': 'Of the first folder.' })
  const second = await folderOf({ 'README.md': 'Of the second folder.', 'own.md': 'Own.' })
  await drain(ingestDocument({ store, parser, embedder: () => null })({ collection, source: 'own.md', content: 'Put by a program.' }))
  await sync(first)

  const refused = await sync(second)
  assert.deepEqual(counts(refused), [0, 0, 0, 0, 2])
  assert.match(refused.failed.find(({ source }) => source === 'README.md')!.reason, new RegExp(`came from "${first}".*--collection`))
  assert.match(refused.failed.find(({ source }) => source === 'own.md')!.reason, /program or an upload/)
  assert.equal((await all()).length, 2)

  await rm(first, { recursive: true })
  assert.deepEqual(counts(await sync(second)), [0, 1, 0, 0, 1])
})

test('a file named by itself is the same document as in its folder', async () => {
  const { sync, all } = ground()
  const root = await folderOf({ 'a.md': 'One.' })
  await sync(root)
  await writeFile(join(root, 'a.md'), 'Two.')
  assert.deepEqual(counts(await sync(join(root, 'a.md'))), [0, 1, 0, 0, 0])
  assert.equal((await all()).length, 1)
})
