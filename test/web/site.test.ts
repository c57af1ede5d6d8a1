/** Crawls of real sites on loopback, into the real database, by the real parser. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tinyPdf } from '../support/tiny-pdf.ts'
import { failWith, redirectTo, startSite, type Page, type Site } from '../support/site.ts'
import { counts, openLaboratory, sentences, type Ground } from './laboratory.ts'

let laboratory: Awaited<ReturnType<typeof openLaboratory>>
before(async () => (laboratory = await openLaboratory()))
after(() => laboratory.close())

const page = (title: string, text: string, links: readonly string[] = [], head = ''): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><nav>${links.map((href) => `<a href="${href}">${href}</a>`).join(' ')}</nav>` +
  `<main><h1>${title}</h1><p>${text}</p></main></body></html>`

const book = (): Record<string, Page> => ({
  '/docs/': page('Owls', 'Owls hunt at night.', ['barn.html', 'snowy/', '/other/', 'https://elsewhere.example/docs/']),
  '/docs/barn.html': page('Barn owl', 'A barn owl weighs 500 grams.', ['./', 'food.md', 'chart.png']),
  '/docs/snowy/': page('Snowy owl', 'Snowy owls are white.', ['../map.pdf', '/docs/index.html']),
  '/docs/food.md': '# Food\n\nOwls eat mice. See [more](notes.txt).\n',
  '/docs/notes.txt': 'Pellets are found below the nest.\n',
  '/docs/map.pdf': tinyPdf([['The map shows ten nests.']]),
  '/other/': page('Other', 'Cats are not owls.'),
})

const paths = async (ground: Ground, { url }: Site): Promise<string[]> => (await ground.all()).map(({ source }) => source.replace(url, '')).sort()

test('the start page and the pages below it are read, of every kind that is known, each by its address', async () => {
  await using site = await startSite(book())
  const ground = laboratory.ground()
  const progress = await ground.crawl(`${site.url}/docs/`)
  assert.deepEqual(counts(progress), [6, 0, 0, 0, 0])
  assert.deepEqual(await paths(ground, site), ['/docs/', '/docs/barn.html', '/docs/food.md', '/docs/map.pdf', '/docs/notes.txt', '/docs/snowy/'])
  assert.equal(await ground.text('/docs/barn.html'), '# Barn owl\n\nA barn owl weighs 500 grams.\n')
  assert.deepEqual(
    (await ground.all()).map(({ title }) => title).filter((title) => title.includes('owl')),
    ['Barn owl', 'Snowy owl'],
  )
  assert.deepEqual(
    site.requests.filter(({ path }) => path.includes('png') || path.startsWith('/other')),
    [],
  )
})

test('a second run asks whether pages changed, and is sent only those that did', async () => {
  await using site = await startSite(book())
  const ground = laboratory.ground()
  await ground.crawl(`${site.url}/docs/`)
  site.requests.length = 0
  assert.deepEqual(counts(await ground.crawl(`${site.url}/docs/`)), [0, 0, 6, 0, 0])
  assert.equal(
    site.requests.filter(({ path }) => path.startsWith('/docs') && !path.endsWith('.xml')).every(({ condition }) => condition !== undefined),
    true,
  )

  site.pages.set('/docs/barn.html', page('Barn owl', 'A barn owl weighs 450 grams.', ['new.html']))
  site.pages.set('/docs/new.html', page('New', 'Owls turn their heads by 270 degrees.'))
  site.pages.delete('/docs/food.md')
  assert.deepEqual(counts(await ground.crawl(`${site.url}/docs/`)), [1, 1, 4, 1, 0])
  assert.match(await ground.text('/docs/barn.html'), /450 grams/)
  assert.deepEqual(await paths(ground, site), ['/docs/', '/docs/barn.html', '/docs/map.pdf', '/docs/new.html', '/docs/notes.txt', '/docs/snowy/'])
})

test('a site without validators is unchanged too when it sends the same again', async () => {
  await using site = await startSite(book(), { etags: false })
  const ground = laboratory.ground()
  await ground.crawl(`${site.url}/docs/`)
  assert.deepEqual(counts(await ground.crawl(`${site.url}/docs/`)), [0, 0, 6, 0, 0])
})

test('a page that fails for now keeps its last version and is told; a start page that fails removes nothing', async () => {
  await using site = await startSite(book())
  const ground = laboratory.ground()
  await ground.crawl(`${site.url}/docs/`)
  site.pages.set('/docs/barn.html', failWith(500))
  const progress = await ground.crawl(`${site.url}/docs/`)
  assert.deepEqual(counts(progress), [0, 0, 5, 0, 1])
  assert.match(sentences(progress), /barn\.html: The server failed \(500\)\. Try again later\./)
  site.pages.delete('/docs/')
  await assert.rejects(ground.crawl(`${site.url}/docs/`), /There is no such page \(404\)\. Nothing was removed\./)
  assert.equal((await ground.all()).length, 6)
})

test('robots.txt, meta tags, headers and rel=nofollow are respected, and told', async () => {
  await using site = await startSite({
    '/robots.txt': 'User-agent: *\nDisallow: /docs/private/\n\nUser-agent: Answerable\nDisallow: /docs/ours/\n',
    '/docs/': page('Home', 'Start.', ['private/a.html', 'ours/b.html', 'hidden.html', 'header.html', 'dead-end.html']),
    '/docs/private/a.html': page('A', 'Forbidden to others only.'),
    '/docs/ours/b.html': page('B', 'Forbidden to us.'),
    '/docs/hidden.html': page('Hidden', 'Not to be kept.', ['below.html'], '<meta name="robots" content="noindex">'),
    '/docs/below.html': page('Below', 'Named by a page that is not kept.'),
    '/docs/header.html': { body: page('Header', 'Not to be kept.'), headers: { 'x-robots-tag': 'noindex' } },
    '/docs/dead-end.html':
      page('Dead end', 'Its links are not followed.', ['never.html'], '<meta name="robots" content="nofollow">') + '<a rel="nofollow" href="never2.html">x</a>',
    '/docs/never.html': page('Never', 'Never.'),
  })
  const ground = laboratory.ground()
  const progress = await ground.crawl(`${site.url}/docs/`)
  assert.deepEqual(await paths(ground, site), ['/docs/', '/docs/below.html', '/docs/dead-end.html', '/docs/private/a.html'])
  assert.match(sentences(progress), /ours\/b\.html: This was left out: robots\.txt asks not to read it\./)
  assert.match(sentences(progress), /and 1 more were left out: it asks not to be kept \(noindex\)\./)
  assert.deepEqual(
    site.requests.filter(({ path }) => path.includes('/ours/') || path.includes('never')),
    [],
  )
})

test('a robots.txt that cannot be asked for stops everything, one that is not there nothing', async () => {
  await using site = await startSite({ ...book(), '/robots.txt': failWith(500) })
  await assert.rejects(laboratory.ground().crawl(`${site.url}/docs/`), { code: 'upstream', message: /robots\.txt of .* could not be asked for \(status 500\)/ })
  assert.deepEqual(
    site.requests.map(({ path }) => path),
    ['/robots.txt'],
  )
  site.pages.set('/robots.txt', failWith(403))
  assert.equal((await laboratory.ground().crawl(`${site.url}/docs/`)).added, 6)
  site.pages.set('/robots.txt', 'User-agent: *\nDisallow: /\n')
  await assert.rejects(laboratory.ground().crawl(`${site.url}/docs/`), { code: 'forbidden', message: /asks programs not to read/ })
})

test('spellings of one page are one page; copies of a text are kept once', async () => {
  await using site = await startSite({
    '/docs/': page('Home', 'Start.', [
      '/docs',
      'index.html',
      './#part',
      'guide/',
      'guide',
      'guide/index.html',
      'a.html?utm_source=mail',
      'a.html?session_id=1',
      'copy.html',
    ]),
    '/docs/guide/': page('Guide', 'The guide.'),
    '/docs/a.html': page('A', 'The one text.'),
    '/docs/copy.html': page('A', 'The one text.'),
  })
  const ground = laboratory.ground()
  const progress = await ground.crawl(`${site.url}/docs/`)
  assert.deepEqual(await paths(ground, site), ['/docs/', '/docs/a.html', '/docs/guide/'])
  assert.match(sentences(progress), /copy\.html: This was left out: it has the same text as another page\./)
  assert.equal(new Set(site.requests.map(({ path }) => path)).size, site.requests.length)
})

test('redirects are followed inside the site and not out of it; what moved for good is known by its new address', async () => {
  await using site = await startSite({
    '/docs/': page('Home', 'Start.', ['old.html', 'out.html', 'loop.html', 'dir']),
    '/docs/old.html': page('Old', 'This will move.'),
    '/docs/out.html': redirectTo('/login'),
    '/docs/loop.html': redirectTo('/docs/loop2.html'),
    '/docs/loop2.html': redirectTo('/docs/loop.html'),
    '/docs/dir': redirectTo('/docs/dir/', 301),
    '/docs/dir/': page('Directory', 'With a slash.'),
    '/login': page('Login', 'Who are you?'),
  })
  const ground = laboratory.ground()
  const progress = await ground.crawl(`${site.url}/docs/`)
  assert.deepEqual(await paths(ground, site), ['/docs/', '/docs/dir/', '/docs/old.html'])
  assert.match(sentences(progress), /out\.html: This was left out: it leads out of the site\./)
  site.pages.set('/docs/old.html', redirectTo('/docs/new.html', 301))
  site.pages.set('/docs/new.html', page('Old', 'This has moved.'))
  assert.deepEqual(counts(await ground.crawl(`${site.url}/docs/`)), [1, 0, 2, 1, 0])
})

test('the start page may lead on within its site, not to another', async () => {
  await using other = await startSite({ '/docs/': page('Other', 'Elsewhere.') }, { host: '::1' })
  await using site = await startSite({
    '/': redirectTo('/en/latest/'),
    '/en/latest/': page('Latest', 'The newest book.', ['a.html', '/en/old/b.html']),
    '/en/latest/a.html': page('A', 'A page.'),
    '/en/old/b.html': page('B', 'Another version.'),
    '/away/': redirectTo(`${other.url}/docs/`),
    '/circle/': redirectTo('/circle/'),
  })
  const ground = laboratory.ground()
  await ground.crawl(`${site.url}/`)
  assert.deepEqual(await paths(ground, site), ['/en/latest/', '/en/latest/a.html'])
  await assert.rejects(ground.crawl(`${site.url}/away/`), {
    code: 'invalid',
    message: /leads to another site, .* If that is the one you mean, ingest that address\./,
  })
  assert.equal(other.connections(), 0)
  await assert.rejects(ground.crawl(`${site.url}/circle/`), /from redirect to redirect without an end/)
})

test('pages that only a sitemap names are read as well', async () => {
  await using site = await startSite({
    '/docs/': page('Home', 'Start.'),
    '/docs/lonely.html': page('Lonely', 'Nobody links here.'),
    '/docs/sitemap.xml': '<urlset><url><loc>SITE/docs/lonely.html</loc></url><url><loc>SITE/other/x.html</loc></url></urlset>',
  })
  site.pages.set('/docs/sitemap.xml', String(site.pages.get('/docs/sitemap.xml')).replaceAll('SITE', site.url))
  const ground = laboratory.ground()
  await ground.crawl(`${site.url}/docs/`)
  assert.deepEqual(await paths(ground, site), ['/docs/', '/docs/lonely.html'])
})

test('no more pages are asked for than allowed, and the rest is counted; pages beyond it are not taken for gone', async () => {
  const links = Array.from({ length: 30 }, (_, index) => `p${index}.html`)
  await using site = await startSite({
    '/docs/': page('Home', 'Start.', links),
    ...Object.fromEntries(links.map((name, index) => [`/docs/${name}`, page(`Page ${index}`, `Text ${index}.`)])),
  })
  const ground = laboratory.ground()
  assert.equal((await ground.crawl(`${site.url}/docs/`)).added, 31)
  const progress = await ground.crawl(`${site.url}/docs/`, { maxPages: 10 })
  assert.deepEqual(counts(progress), [0, 0, 10, 0, 0])
  assert.match(sentences(progress), /21 more pages were found and not read, because at most 10 were asked for\. Raise --max-pages/)
  assert.equal((await ground.all()).length, 31)
})

test('a crawl that was interrupted goes on where it stopped: what it stored is not asked for again', async () => {
  const links = Array.from({ length: 12 }, (_, index) => `p${index}.html`)
  await using site = await startSite(
    {
      '/docs/': page('Home', 'Start.', links.slice(0, 6)),
      ...Object.fromEntries(links.map((name, index) => [`/docs/${name}`, page(`Page ${index}`, `Text ${index}.`, [links[index + 6] ?? './'])])),
    },
    { etags: false },
  )
  const ground = laboratory.ground()
  const stop = new AbortController()
  const onProgress = ({ done }: { done: number }): void => void (done >= 5 && stop.abort(new Error('killed')))
  await assert.rejects(ground.crawl(`${site.url}/docs/`, { run: 'the-run', signal: stop.signal, onProgress }), /killed/)
  const stored = (await paths(ground, site)).filter((path) => path !== '/docs/')
  assert.ok(stored.length >= 4, `${stored.length} pages were stored`)
  site.requests.length = 0
  assert.deepEqual(counts(await ground.crawl(`${site.url}/docs/`, { run: 'the-run' })), [13, 0, 0, 0, 0])
  assert.deepEqual(
    site.requests.filter(({ path }) => stored.includes(path)),
    [],
  )
})

test('a client’s document keeps its name: a page of that address is told, not stored', async () => {
  await using site = await startSite(book())
  const ground = laboratory.ground()
  const source = `${site.url}/docs/barn.html`
  const document = {
    collection: ground.collection,
    source,
    title: 'Mine',
    mediaType: 'text/markdown',
    language: 'en',
    metadata: {},
    text: 'Mine.\n',
    pageStarts: [],
    origin: null,
  }
  await ground.store.put({ document, chunks: [{ ordinal: 0, headingPath: [], start: 0, end: 5, tokens: 2 }], pipeline: 'test', vectors: null })
  const progress = await ground.crawl(`${site.url}/docs/`)
  assert.match(sentences(progress), /barn\.html: A program or an upload has put a document of this name/)
  assert.equal(await ground.text('/docs/barn.html'), 'Mine.\n')
})
