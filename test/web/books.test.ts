/** Real books as their generators would publish them, read from a server on loopback. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { bookSite } from '../support/book-site.ts'
import { themes } from '../support/book-themes.ts'
import { root } from '../support/program.ts'
import { startSite } from '../support/site.ts'
import { counts, openLaboratory, sentences } from './laboratory.ts'

let laboratory: Awaited<ReturnType<typeof openLaboratory>>
before(async () => (laboratory = await openLaboratory()))
after(() => laboratory.close())

const shared = join(root, '../shared/data')
const skip = existsSync(shared) ? false : 'the books of ../shared/data are not here'

for (const [name, theme] of Object.entries(themes)) {
  test(`the handbook of this project, published with ${name}, is read whole and without what surrounds it`, async () => {
    const pages = bookSite(join(root, 'docs'), '/book/', theme)
    await using site = await startSite(pages)
    const ground = laboratory.ground()
    const progress = await ground.crawl(`${site.url}/book/`)
    const documents = await ground.all()
    const expected = Object.keys(pages).filter((path) => path !== '/book/toc.html')
    const absent = expected.filter((path) => !documents.some(({ source }) => source === site.url + path))
    assert.deepEqual(absent, [], sentences(progress))
    const text = await ground.text('/book/storage.html')
    assert.match(text, /^(?:Version: 3\.2\n\n)?# /)
    assert.doesNotMatch(text, /Permalink|¶|Edit this page|Copyright|Table of contents/)
    assert.deepEqual(counts(await ground.crawl(`${site.url}/book/`)), [0, 0, documents.length, 0, progress.failed.length])
  })
}

for (const book of ['terraform-best-practices', 'prometheus-docs']) {
  test(`${book}, published, gives the pages that its folder has`, { skip }, async () => {
    const pages = bookSite(join(shared, book), '/', themes['mkDocs']!, 60)
    await using site = await startSite(pages)
    const ground = laboratory.ground()
    if (!('/' in pages))
      site.pages.set(
        '/',
        `<main><h1>Contents</h1><p>A book.</p></main><nav>${Object.keys(pages)
          .map((path) => `<a href="${path}">x</a>`)
          .join('')}</nav>`,
      )
    const progress = await ground.crawl(`${site.url}/`, { maxPages: 500 })
    const sources = (await ground.all()).map(({ source }) => source.replace(site.url, ''))
    const absent = Object.keys(pages).filter((path) => path !== '/toc.html' && !sources.includes(path))
    // Its chapters' own pages are front matter alone.
    const isEmpty = (path: string): boolean =>
      /<article[^>]*>(.*)<\/article>/s
        .exec(pages[path]!)![1]!
        .replace(/<aside.*?<\/aside>|<[^>]*>/gs, '')
        .trim() === ''
    assert.deepEqual(
      absent.filter((path) => !isEmpty(path) && !sentences(progress).includes(`${path}: This was left out: it has the same text`)),
      [],
      sentences(progress),
    )
    assert.deepEqual(
      progress.failed.filter(({ reason }) => !reason.includes('(404)')),
      [],
    )
  })
}
