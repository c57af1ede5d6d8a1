/** Sites that are endless, busy, oddly encoded or lie about themselves: each costs little and is told in a line. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { failWith, startSite, type Answer } from '../support/site.ts'
import { tinyPdf } from '../support/tiny-pdf.ts'
import { counts, openLaboratory, sentences } from './laboratory.ts'

let laboratory: Awaited<ReturnType<typeof openLaboratory>>
before(async () => (laboratory = await openLaboratory()))
after(() => laboratory.close())

const html = (text: string, links: readonly string[] = []): string =>
  `<title>T</title><nav>${links.map((href) => `<a href="${href}">x</a>`).join('')}</nav><main><p>${text}</p></main>`

const endless =
  (linksOf: (path: string) => string[]): Answer =>
  (request, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end(html(`This is ${request.url}.`, linksOf(request.url!)))

/** A site whose every path is a page. */
const startEndless = async (linksOf: (path: string) => string[]) => {
  const site = await startSite({})
  const get = site.pages.get.bind(site.pages)
  site.pages.get = (path: string) => get(path) ?? (path.startsWith('/book/') && !path.endsWith('.xml') ? endless(linksOf) : undefined)
  return site
}

test('paths that grow with each link end soon', async () => {
  await using site = await startEndless((path) => [`${path}a/`, `${path}b/c/`])
  const progress = await laboratory.ground().crawl(`${site.url}/book/`, { maxPages: 2000 })
  assert.ok(progress.added < 100, `${progress.added} pages`)
  assert.match(sentences(progress), /more were left out: its path repeats itself/)
})

test('a calendar ends, and what else the site has is read', async () => {
  const day = (path: string): number => Number(/day\/(\d+)/.exec(path)?.[1] ?? 0)
  await using site = await startEndless((path) => [`/book/day/${day(path) + 1}/`, `/book/day/${day(path) + 2}/`, '/book/chapter/'])
  const ground = laboratory.ground()
  const progress = await ground.crawl(`${site.url}/book/`, { maxPages: 2000 })
  assert.ok(progress.added < 450, `${progress.added} pages`)
  assert.match(sentences(progress), /more than 400 addresses differ from it only in their numbers/)
  assert.ok((await ground.all()).some(({ source }) => source.endsWith('/chapter/')))
})

test('sorting and sessions of one page are one page', async () => {
  let visits = 0
  await using site = await startEndless(() => [`/book/list?sort=${++visits}`, `/book/list;jsessionid=${visits}`, `/book/list?sid=${visits}`])
  assert.equal((await laboratory.ground().crawl(`${site.url}/book/`)).added, 2)
})

test('a site that addresses its pages by query is read when its start page has one', async () => {
  await using site = await startSite({
    '/wiki.php?title=Owl': html('Owls hunt.', ['/wiki.php?title=Barn&utm_source=x', '/wiki.php?sid=9&title=Owl']),
    '/wiki.php?title=Barn': html('Barn owls are white.'),
  })
  const ground = laboratory.ground()
  await ground.crawl(`${site.url}/wiki.php?title=Owl`)
  assert.deepEqual((await ground.all()).map(({ source }) => source.replace(site.url, '')).sort(), ['/wiki.php?title=Barn', '/wiki.php?title=Owl'])
})

test('a busy server is waited for as long as it asks, and not for ever', async () => {
  let asked = 0
  await using site = await startSite({
    '/book/': html('Start.', ['busy.html', 'closed.html']),
    '/book/busy.html': (request, response) => (++asked < 3 ? failWith(429, { 'retry-after': '1' }) : endless(() => []))(request, response),
    '/book/closed.html': failWith(503, { 'retry-after': '86400' }),
  })
  const progress = await laboratory.ground().crawl(`${site.url}/book/`)
  assert.deepEqual(counts(progress), [2, 0, 0, 0, 1])
  assert.match(sentences(progress), /closed\.html: The server failed \(503\)\. Try again later\./)
  assert.equal(asked, 3)
})

test('text comes out right in the encoding that the server, the page or its first bytes name', async () => {
  const text = 'Käuzchen fliegen über Öfen'
  const latin = (before: string): Uint8Array => Buffer.from(`${before}<main><p>${text}</p></main>`, 'latin1')
  const rows: Record<string, { type: string; body: Uint8Array | string; expected?: string }> = {
    'header.html': { type: 'text/html; charset=ISO-8859-1', body: latin('') },
    'quoted.html': { type: 'text/html; charset="iso-8859-1"', body: latin('') },
    'meta.html': { type: 'text/html', body: latin('<meta charset="windows-1252">') },
    'equiv.html': { type: 'text/html', body: latin('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">') },
    'utf16.html': { type: 'text/html', body: Buffer.from(`\uFEFF<main><p>${text}</p></main>`, 'utf16le') },
    'mark-wins.html': { type: 'text/html; charset=iso-8859-1', body: `\uFEFF<main><p>${text}</p></main>` },
    'unknown.html': { type: 'text/html; charset=nonsense', body: `<main><p>${text}</p></main>` },
    'lies-of-utf16.html': { type: 'text/html', body: `<meta charset="utf-16"><main><p>${text}</p></main>` },
    'russian.html': { type: 'text/html; charset=koi8-r', body: Uint8Array.from([0x3c, 0x70, 0x3e, 0xf3, 0xcf, 0xd7, 0xc1]), expected: 'Сова' },
    'japanese.txt': { type: 'text/plain; charset=shift_jis', body: Uint8Array.from([0x83, 0x74, 0x83, 0x4e, 0x83, 0x8d, 0x83, 0x45]), expected: 'フクロウ' },
  }
  const names = Object.keys(rows)
  // Each stands alone, or the text would be taken for a copy of another page's.
  for (const name of names) {
    const { type, body, expected = text } = rows[name]!
    await using site = await startSite({ [`/${name}`]: { type, body } })
    const ground = laboratory.ground()
    const progress = await ground.crawl(`${site.url}/${name}`)
    assert.match(await ground.text(name), new RegExp(expected), `${name} ${sentences(progress)}`)
  }
})

test('what a page is decides, where its server calls it something else', async () => {
  await using site = await startSite({
    '/book/': html('Start.', ['a.pdf', 'b', 'c.md', 'd.html', 'e.html', 'f.html', 'g.thing', 'h.html']),
    '/book/a.pdf': { type: 'text/html', body: tinyPdf([['A map of the nests.']]) },
    '/book/b': { type: 'application/octet-stream', body: 'Bytes of no kind.' },
    '/book/c.md': { type: 'text/plain', body: '# Markdown\n\nServed as plain text.' },
    '/book/d.html': { type: 'text/html', body: '' },
    '/book/e.html': { type: 'text/html', body: Buffer.from([0, 1, 2, 3, 0, 255]) },
    '/book/f.html': { type: 'video/mp4', body: 'not read' },
    '/book/g.thing': { type: 'application/x-thing', body: 'not read' },
    '/book/h.html': { type: 'application/xhtml+xml', body: '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>An XHTML page.</p></body></html>' },
  })
  const ground = laboratory.ground()
  const progress = await ground.crawl(`${site.url}/book/`)
  const kinds = (await ground.all()).map(({ source, mediaType }) => [source.split('/').at(-1), mediaType])
  assert.deepEqual(kinds.sort(), [
    ['', 'text/html'],
    ['a.pdf', 'application/pdf'],
    ['c.md', 'text/markdown'],
    ['h.html', 'text/html'],
  ])
  assert.deepEqual(progress.skipped, { 'application/octet-stream': 1, 'video/mp4': 1, 'application/x-thing': 1 })
  assert.match(sentences(progress), /d\.html: This is empty\./)
  assert.match(sentences(progress), /e\.html: This is not readable as text/)
})
