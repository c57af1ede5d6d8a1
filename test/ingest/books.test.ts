/** Books as mdBook and GitBook write them: real folders, the real parser, the real database. */
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { openParser } from '../../src/adapters/parsing/parser.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openFolder } from '../../src/adapters/sources/folder.ts'
import { drain } from '../../src/base/async.ts'
import type { DocumentParser, SyncProgress } from '../../src/domain/source.ts'
import { preparation } from '../../src/ingest/prepare.ts'
import { syncRoot } from '../../src/ingest/sync.ts'
import { openTemporaryPglite } from '../support/stores.ts'

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

const write = async (root: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
}

const bookOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'answerable-book-'))
  folders.push(root)
  await write(root, files)
  return root
}

let lastCollection = 0

const ground = () => {
  const collection = `book${++lastCollection}`
  const store = openDocumentStore(database, [collection])
  return {
    sync: async (root: string): Promise<SyncProgress> =>
      drain(
        syncRoot({ rootExists: async () => true, store, parser })({
          collection,
          folder: await openFolder(root, { accepts: (path) => path.endsWith('.md') }),
          prefix: '',
        }),
      ),
    sources: async () => (await store.list(collection, 1000, null)).documents.map(({ source }) => source).sort(),
    page: async (source: string) => {
      const { documents } = await store.list(collection, 1000, null)
      const { id } = documents.find((document) => document.source === source)!
      const document = (await store.get(id))!
      for (const { start, end } of await store.chunksOf(id)) assert.equal(document.text.slice(start, end), document.text.slice(start, end).trim())
      return document
    },
  }
}

const book = {
  'book.toml': '[book]\ntitle = "The Ferry Book"\n',
  'src/SUMMARY.md':
    '# Summary\n\n[Foreword](foreword.md)\n\n# Part One\n\n- [Sailing](sailing.md)\n  - [Knots](sailing/knots.md)\n- [Not yet]()\n\n---\n\n[Thanks](thanks.md)\n',
  'src/foreword.md': '# Foreword\n\nThis book is about ferries.\n',
  'src/thanks.md': '# Thanks\n\nTo all.\n',
  'src/sailing.md':
    '# Sailing\n\n{{#title Sailing a ferry}}\n\n```rust\n{{#include ../listings/main.rs:speed}}\n```\n\n{{#include parts/warning.md}}\n\nWritten as \\{{#include x}}.\n',
  'src/sailing/knots.md': '# Knots\n\n```rust\n{{#rustdoc_include ../../listings/main.rs:1:2}}\n```\n\n{{#playground ../../listings/main.rs editable}}\n',
  'src/parts/warning.md': 'Never sail in fog.\n\n{{#include ../parts/depth.md}}\n',
  'src/parts/depth.md': 'The harbour is four metres deep.\n',
  'listings/main.rs': 'fn main() {\n    start();\n    // ANCHOR: speed\n    let knots = 14;\n    // ANCHOR_END: speed\n}\n',
}

test('an mdBook page holds what it includes: whole files, lines and anchors, in a chain', async () => {
  const { sync, page } = ground()
  const root = await bookOf(book)
  assert.deepEqual((await sync(root)).notes, [])
  const sailing = await page('src/sailing.md')
  assert.equal(
    sailing.text,
    '# Sailing\n\n\n\n```rust\n    let knots = 14;\n```\n\nNever sail in fog.\n\nThe harbour is four metres deep.\n\nWritten as {{#include x}}.\n',
  )
  const knots = await page('src/sailing/knots.md')
  assert.equal(knots.text, '# Knots\n\n```rust\nfn main() {\n    start();\n```\n\n```rust\nfn main() {\n    start();\n    let knots = 14;\n}\n```\n')
  assert.deepEqual([knots.title, knots.metadata], ['Knots', { book_order: 3, book_title: 'The Ferry Book', book_path: 'Part One › Sailing' }])
  assert.deepEqual((await page('src/thanks.md')).metadata, { book_order: 4, book_title: 'The Ferry Book' })
})

test('what pages of a book include is no document of its own; what nobody includes is, and what lies outside of the book', async () => {
  const { sync, sources } = ground()
  const root = await bookOf({
    ...Object.fromEntries(Object.entries(book).map(([path, content]) => [`book/${path}`, content])),
    'book/src/alone.md': '# Alone\n\nIn no table of contents.\n',
    'book/src/thanks.md': '# Thanks\n\n{{#include ../../guide.md}}\n',
    'guide.md': '# Guide\n\nBy itself as well.\n',
  })
  const first = await sync(root)
  const own = ['book/src/alone.md', 'book/src/foreword.md', 'book/src/sailing.md', 'book/src/sailing/knots.md', 'book/src/thanks.md', 'guide.md']
  assert.deepEqual(await sources(), own)
  assert.deepEqual([first.skipped, first.done], [{ '.rs': 1, '.toml': 1, 'on their own, as a page of the book includes them': 2 }, first.total])
  assert.deepEqual((await sync(root)).unchanged, own.length)
  await write(root, { 'book/src/sailing.md': '# Sailing\n\nNever in fog.\n' })
  assert.equal((await sync(root)).added, 2)
  await write(root, { 'book/src/sailing.md': book['src/sailing.md'] })
  assert.equal((await sync(root)).removed, 2)
  assert.deepEqual(await sources(), own)
})

test('a page is read again when a file that it includes has changed, gone or come, and only then', async () => {
  const { sync, page } = ground()
  const root = await bookOf(book)
  await sync(root)
  assert.equal((await sync(root)).unchanged, 4)
  await write(root, { 'src/parts/depth.md': 'The harbour is now five metres deep.\n' })
  assert.deepEqual([(await sync(root)).changed, (await sync(root)).changed], [1, 0])
  assert.match((await page('src/sailing.md')).text, /now five metres/)
  await rm(join(root, 'listings/main.rs'))
  const { changed, notes } = await sync(root)
  assert.deepEqual(
    [changed, notes.map(({ reason }) => reason).sort()],
    [
      2,
      [
        'It includes "../../listings/main.rs", which is not there.',
        'It includes "../../listings/main.rs", which is not there.',
        'It includes "../listings/main.rs", which is not there.',
      ],
    ],
  )
  await write(root, { 'listings/main.rs': book['listings/main.rs'] })
  assert.equal((await sync(root)).changed, 2)
})

test('what a page must not include is left out, and told', async () => {
  const { sync, page } = ground()
  const root = await bookOf({
    'SUMMARY.md': '- [A](a.md)\n',
    'a.md': ['# A', '../outside.md', '/etc/hostname', '.env', 'link.md', 'a.md', 'b.md', 'c.md:nowhere', 'https://example.org/x']
      .map((file) => (file.startsWith('#') ? file : `{{#include ${file}}}`))
      .join('\n\n'),
    'b.md': 'Words of b.\n\n{{#include a.md}}',
    'c.md': 'Words of c.',
    '.env': 'SECRET=1',
  })
  await symlink('/etc/hostname', join(root, 'link.md'))
  const notes = (await sync(root)).notes.filter(({ source }) => source === 'a.md').map(({ reason }) => reason)
  assert.equal((await page('a.md')).text.replace(/\n+/g, ' ').trim(), '# A Words of b.')
  assert.deepEqual(notes, [
    'It includes "../outside.md", which lies outside of this folder and was not read.',
    'It includes "/etc/hostname", which lies outside of this folder and was not read.',
    'It includes ".env", which is hidden and was not read.',
    'It includes "link.md", which is not there.',
    'It includes "a.md", which includes it in turn.',
    'It includes "a.md", which includes it in turn.',
    'It includes "c.md", which has no part "nowhere".',
    'It includes "https://example.org/x", which lies outside of this folder and was not read.',
  ])
})

test('includes that multiply end at a limit', async () => {
  const { sync, page } = ground()
  const levels = Object.fromEntries(
    Array.from({ length: 12 }, (_, level) => [`l${level}.md`, `level ${level}\n${`{{#include l${level + 1}.md}}\n`.repeat(10)}`]),
  )
  const root = await bookOf({ 'SUMMARY.md': '- [A](l0.md)\n', ...levels })
  const { notes, failed } = await sync(root)
  assert.deepEqual(failed, [])
  assert.ok(notes.some(({ reason }) => reason.endsWith('beyond what one page may include.')))
  assert.match((await page('l0.md')).text, /level 9/)
})

test('a GitBook page holds what it includes, from its own hidden folder too', async () => {
  const { sync, page } = ground()
  const root = await bookOf({
    'SUMMARY.md': '* [Guide](guide/a.md)\n',
    'guide/a.md': '# Guide\n\n{% include "../.gitbook/includes/limits.md" %}\n\n{% hint style="info" %}\nMind it.\n{% endhint %}\n',
    '.gitbook/includes/limits.md': 'A key may spend two dollars.\n',
  })
  assert.deepEqual((await sync(root)).notes, [])
  assert.match((await page('guide/a.md')).text, /^# Guide\n\nA key may spend two dollars\.\n/)
})
