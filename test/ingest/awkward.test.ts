/** Documents that are no fun to read, through the real parser: each ends in a text with sound chunks, or in one clear line. */
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { openParser } from '../../src/adapters/parsing/parser.ts'
import { openFolder } from '../../src/adapters/sources/folder.ts'
import { isAppError } from '../../src/base/error.ts'
import type { DocumentParser, ParsedFile } from '../../src/domain/source.ts'
import { defaultChunkSettings } from '../../src/ingest/chunk/chunk-settings.ts'
import { preparation } from '../../src/ingest/prepare.ts'
import { readPage } from '../../src/ingest/book/read-page.ts'
import type { Awkward } from '../fixtures/awkward/awkward.ts'
import { csv } from '../fixtures/awkward/csv.ts'
import { docx } from '../fixtures/awkward/docx.ts'
import { html } from '../fixtures/awkward/html.ts'
import { json } from '../fixtures/awkward/json.ts'
import { markdown } from '../fixtures/awkward/markdown.ts'
import { books } from '../fixtures/awkward/mdbook.ts'
import { mdx } from '../fixtures/awkward/mdx.ts'
import { notebooks } from '../fixtures/awkward/notebook.ts'
import { pdf } from '../fixtures/awkward/pdf.ts'
import { text } from '../fixtures/awkward/text.ts'

let parser: DocumentParser
before(() => {
  parser = openParser({ preparation, tokenizerPath: () => null })
})
after(() => parser.close())

const quotesOf = ({ text: stored, chunks }: ParsedFile): string[] => chunks!.map(({ start, end }) => stored.slice(start, end))

const checkChunks = (parsed: ParsedFile): void => {
  let last = 0
  for (const [index, { ordinal, start, end, tokens }] of parsed.chunks!.entries()) {
    assert.equal(ordinal, index)
    assert.ok(start >= last && start < end && end <= parsed.text.length, `chunk ${index} lies at ${start}…${end}, after ${last}`)
    const quote = parsed.text.slice(start, end)
    assert.equal(quote, quote.trim())
    assert.ok(quote.isWellFormed(), 'a surrogate pair was cut')
    assert.ok(tokens <= defaultChunkSettings.maxTokens, `${tokens} tokens`)
    last = end
  }
}

const checkAwkward = async ({ content, has = [], lacks = [], under = [], note, refused, source }: Awkward, name: string): Promise<void> => {
  // A copy, because the parser takes the bytes over.
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  const parsing = parser.parse(bytes, { source: source ?? name })
  if (refused) {
    return assert.rejects(parsing, (error) => {
      assert.ok(isAppError(error), String(error))
      assert.match(error.message, refused)
      assert.doesNotMatch(error.message, /\n/)
      return true
    })
  }
  const parsed = await parsing
  checkChunks(parsed)
  const quotes = quotesOf(parsed)
  for (const words of has)
    assert.ok(
      quotes.some((quote) => quote.includes(words.trim())),
      `"${words}" is in no chunk of: ${parsed.text.slice(0, 500)}`,
    )
  for (const words of lacks) assert.ok(!quotes.some((quote) => quote.includes(words)), `"${words}" is in a chunk`)
  for (const [words, heading] of under) {
    const path = parsed.chunks!.find((_, index) => quotes[index]!.includes(words))?.headingPath
    assert.equal(path?.at(-1), heading, `"${words}" stands under ${path?.join(' › ')}`)
  }
  if (note) assert.match(parsed.notes.join(' '), note)
}

const formats: Readonly<Record<string, readonly Awkward[]>> = { csv, docx, html, ipynb: notebooks, json, md: markdown, mdx, pdf, txt: text }
for (const [extension, documents] of Object.entries(formats)) {
  for (const awkward of documents) test(`${extension}: ${awkward.name}`, () => checkAwkward(awkward, `a.${extension}`))
}

for (const { name, files, text: expected, note } of books) {
  test(`book: ${name}`, async () => {
    const root = await mkdtemp(join(tmpdir(), 'answerable-awkward-'))
    try {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(root, path)), { recursive: true })
        await writeFile(join(root, path), content)
      }
      const { bytes, notes } = await readPage(await openFolder(root, { accepts: () => true }), 'a.md', true)
      const parsed = await parser.parse(bytes, { source: 'a.md' })
      checkChunks(parsed)
      assert.match(parsed.text, expected)
      assert.match(notes.join(' '), note ?? /^$/)
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  })
}
