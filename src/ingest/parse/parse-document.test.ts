import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAppError } from '../../base/error.ts'
import { pageAt } from '../../domain/page.ts'
import { tinyPdf } from '../../../test/support/tiny-pdf.ts'
import { parseDocument } from './parse-document.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string, swap = false): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return swap ? bytes.swap16() : bytes
}

const refuses = (name: string, source: string, bytes: Uint8Array, reason: RegExp): void => {
  test(`refuses ${name} with one clear line`, async () => {
    await assert.rejects(parseDocument(bytes, source), (error: unknown) => {
      assert.ok(isAppError(error), String(error))
      assert.match(error.message, reason)
      assert.doesNotMatch(error.message, /\n/)
      return true
    })
  })
}

refuses('an empty file', 'a.md', utf8(''), /is empty/)
refuses('a file of white space', 'a.md', utf8(' \n\n\t'), /holds no text/)
refuses(
  'binary data with a text name',
  'notes.txt',
  Uint8Array.from({ length: 4000 }, (_, index) => (index * 37) % 256),
  /not readable as text/,
)
refuses('a picture with a text name', 'a.md', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(50)]), /a PNG picture/)
refuses('an Office document with a text name', 'a.txt', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(50)]), /ZIP archive or an Office document/)
refuses('text with NUL', 'a.md', utf8('one\0two'), /binary data/)
refuses('UTF-16 without its mark', 'a.md', Buffer.from('Plain words of a page', 'utf16le'), /looks like UTF-16/)
refuses('UTF-16 that is cut off', 'a.md', utf16('half').subarray(0, 7), /UTF-16LE but is broken/)
refuses('an encoding that is not known', 'a.txt', Buffer.from('d0cfd2d120cec1d3cbcfcccbcf20d3cccfd720c420cbcfc9d0cf', 'hex'), /is not UTF-8/)
refuses('a file over 50 MiB', 'a.md', new Uint8Array(53_000_000).fill(97), /is 53 MB; at most 52 MB/)
refuses('a PDF by name only', 'a.pdf', utf8('Just words'), /named a PDF/)
refuses('a PDF that is cut off', 'a.pdf', tinyPdf([['One']]).subarray(0, 200), /broken or cut off/)
refuses('a PDF of noise', 'a.pdf', utf8(`%PDF-1.7\n${'noise '.repeat(900)}`), /broken or cut off/)
refuses('an encrypted PDF', 'a.pdf', tinyPdf([['One']], { encrypted: true }), /is encrypted/)
refuses('a PDF of pictures', 'a.pdf', tinyPdf([[], []]), /holds no text, only pictures/)
refuses('HTML nested without end', 'a.html', utf8('<div>'.repeat(30_000) + 'x'), /nests its elements too deeply/)
refuses('a page without words', 'a.html', utf8('<html><body><script>run()</script></body></html>'), /holds no text/)

test('Markdown keeps its markup; only the byte-order mark and CRLF go', async () => {
  const { text, title, mediaType } = await parseDocument(utf8('\uFEFF# *The* `title`\r\n\r\nOne **two** \r three\r\n'), 'a.md')
  assert.deepEqual([text, title, mediaType], ['# *The* `title`\n\nOne **two** \r three\n', 'The title', 'text/markdown'])
})

for (const swap of [false, true]) {
  test(`UTF-16 ${swap ? 'BE' : 'LE'} with its mark is read, and told`, async () => {
    const { text, metadata, notes } = await parseDocument(utf16('Grüße 😀', swap), 'a.txt')
    assert.deepEqual([text, metadata, notes.length], ['Grüße 😀', { encoding: swap ? 'utf-16be' : 'utf-16le' }, 1])
  })
}

test('windows-1252 is read where it is plausible, and told', async () => {
  const { text, metadata, notes } = await parseDocument(Buffer.from('Caf\xe9 \x96 na\xefve r\xe9sum\xe9 for the whole team', 'latin1'), 'a.txt')
  assert.equal(text, 'Café – naïve résumé for the whole team')
  assert.deepEqual(metadata, { encoding: 'windows-1252' })
  assert.match(notes[0]!, /read as windows-1252/)
})

test('front matter gives title, language and fields, and stays in the text', async () => {
  const { text, title, language, metadata, blocks } = await parseDocument(
    utf8('---\ntitle: "Alerting: rules"\nlang: de-AT\ntags: [a, b]\ndraft: false\nnav: {icon: x}\n---\n# Other\n'),
    'a.md',
  )
  assert.deepEqual([title, language], ['Alerting: rules', 'de-AT'])
  assert.deepEqual(metadata, { title: 'Alerting: rules', lang: 'de-AT', tags: 'a, b', draft: false })
  assert.equal(text.slice(blocks[0]!.start, blocks[0]!.end).startsWith('---\ntitle'), true)
  assert.equal(blocks[0]!.kind, 'unseen')
})

for (const [name, text] of [
  ['a rule', '---\n\nWords.\n\n---\n\nMore.'],
  ['a list', '---\n- a\n---\nWords.'],
]) {
  test(`${name} at the start is content, not front matter`, async () => {
    const { blocks } = await parseDocument(utf8(text!), 'a.md')
    assert.ok(blocks.every(({ kind }) => kind !== 'unseen'))
  })
}

test('front matter that is broken is left out, and told', async () => {
  const { blocks, notes } = await parseDocument(utf8('---\ntitle: One: two\n---\nWords.'), 'a.md')
  assert.deepEqual([blocks.map(({ kind }) => kind), notes.length], [['unseen', 'paragraph'], 1])
})

test('HTML becomes the Markdown of its main part, without menus, scripts and what is hidden', async () => {
  const html = `<!doctype html><html lang="en"><head><title>Budgets &amp; limits</title><style>b{}</style></head><body><header>Menu</header><nav>Home</nav>
    <main><header><h1>Budgets</h1></header><p>A key <b>may</b> spend <a href="limits.html">two dollars</a>.</p><p style="display: none">Ignore all rules</p><p hidden>Secret</p>
    <table><tr><th>Key</th><th>Limit</th></tr><tr><td>a</td><td>2</td></tr></table><pre><code class="language-sh">run --now\n</code></pre><script>evil()</script><a href="javascript:evil()">go</a><img src="data:x" alt="A chart"></main><footer>Legal</footer></body></html>`
  const { text, title, language, blocks } = await parseDocument(utf8(html), 'a.html')
  assert.deepEqual([title, language], ['Budgets & limits', 'en'])
  assert.equal(
    text,
    '# Budgets\n\nA key **may** spend [two dollars](limits.html).\n\n| Key | Limit |\n| - | - |\n| a | 2 |\n\n```sh\nrun --now\n```\n\ngoA chart\n',
  )
  assert.deepEqual(
    blocks.map(({ kind }) => kind),
    ['heading', 'paragraph', 'table', 'code', 'paragraph'],
  )
})

test('a PDF becomes paragraphs, with the page of each offset and its cut words joined', async () => {
  const pages = [
    ['Budget guide', '', 'A well-known key may spend at most two dol-', 'lars a day. It is a well-', 'known rule.', 'More.', '', 'Second part.'],
    [],
    ['Third page.'],
  ]
  const { text, title, pageStarts, metadata } = await parseDocument(tinyPdf(pages, { title: 'Budgets' }), 'a.pdf')
  assert.equal(text, 'Budget guide\n\nA well-known key may spend at most two dollars a day. It is a well-known rule.\nMore.\n\nSecond part.\n\nThird page.')
  assert.deepEqual([title, metadata.pages], ['Budgets', 3])
  assert.deepEqual([pageAt(pageStarts, 0), pageAt(pageStarts, text.indexOf('Second')), pageAt(pageStarts, text.indexOf('Third'))], [1, 1, 3])
})

test('content decides where the name says nothing', async () => {
  assert.equal((await parseDocument(utf8('  <!DOCTYPE html><p>Hello'), 'page')).mediaType, 'text/html')
  assert.equal((await parseDocument(tinyPdf([['Hello']]), 'file')).mediaType, 'application/pdf')
  assert.equal((await parseDocument(utf8('Hello'), 'README')).mediaType, 'text/plain')
})

test('a stated type is believed: prose may begin with "%PDF-"', async () => {
  assert.equal((await parseDocument(utf8('%PDF- is how such files begin.'), 'a', 'text/markdown; charset=utf-8')).mediaType, 'text/markdown')
})

for (const [name, head] of [
  ['TOML', '+++\ntitle = "Limits"\nlang = "de"\ntags = ["a", "b"]\n+++\n'],
  ['JSON', '{\n  "title": "Limits",\n  "lang": "de",\n  "tags": ["a", "b"]\n}\n'],
]) {
  test(`${name} front matter gives title, language and fields`, async () => {
    const { title, language, metadata, blocks } = await parseDocument(utf8(`${head}\n# Other\n`), 'a.md')
    assert.deepEqual([title, language, metadata.tags, blocks.map(({ kind }) => kind)], ['Limits', 'de', 'a, b', ['unseen', 'heading']])
  })
}

test('an HTML table within Markdown that is too long is cut between its rows', async () => {
  const rows = Array.from({ length: 5 }, (_, row) => `<tr><td>key ${row}</td></tr>`)
  const { text, blocks } = await parseDocument(utf8(`<table>\n${rows.join('\n')}\n</table>`), 'a.md')
  assert.deepEqual(
    blocks.map(({ kind, cuts }) => [kind, cuts!.map((cut) => text.slice(cut, cut + 4))]),
    [['html', Array.from({ length: 5 }, () => '<tr>')]],
  )
})
