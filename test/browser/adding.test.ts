import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { failWith, startSite, type Site } from '../support/site.ts'
import { paragraph, style, table, tinyDocx } from '../support/tiny-docx.ts'
import { askOut } from './asking.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const pageOf = (title: string, words: string, links: readonly string[] = []): string =>
  `<!doctype html><title>${title}</title><main><h1>${title}</h1><p>${words}</p>${links.map((link) => `<a href="${link}">${link}</a>`).join(' ')}</main>`

const notebook = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [{ cell_type: 'markdown', metadata: {}, source: ['# Churn\n', '\n', 'The churn of the eastern region was 7 percent.'] }],
})

const docx = tinyDocx({
  body: paragraph('Night shift', 'H1') + paragraph('The pager is handed over at 06:15 by phone.') + table([['Role'], ['Duty manager']]),
  styles: style('H1', 'heading 1', { outline: 0 }),
})

describe('what can be added in a browser', { skip: noBrowser }, () => {
  let site: Site
  const visited = visitedProgram({}, async () => {
    site = await startSite({
      '/book/': pageOf('The book', 'It speaks of owls.', ['owls.html', 'lost.html', 'slow.html']),
      '/book/owls.html': pageOf('Owls', 'An owl turns its head by 270 degrees.'),
      '/book/lost.html': failWith(500),
    })
    return { ANSWERABLE_ALLOW_PRIVATE_ADDRESSES: '127.0.0.1', ANSWERABLE_CRAWL_DELAY_MS: '1100' }
  })
  after(() => site?.[Symbol.asyncDispose]())
  const visit = () => visited.visit({}, '/#/documents')

  test('a site is read page by page in sight, its failures are told, and it can be asked', async () => {
    let finish = (): void => {}
    const hurry = new Promise<void>((resolve) => (finish = resolve))
    site.pages.set('/book/slow.html', (_request, response) => {
      void hurry.then(() => response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf('Slow', 'A sloth sleeps.')))
    })
    await using visitor = await visit()
    const { page } = visitor
    await page.getByLabel('or a site').fill(`${site.url}/book/`)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText(`Reading ${site.url}/book/ …`).waitFor()
    // It goes on when the view is left.
    await page.locator('.site-progress', { hasText: /\d of 4 pages known so far · .*\/book\// }).waitFor()
    await assertAccessible(page, 'site under way')
    await page.getByRole('link', { name: 'Health' }).click()
    finish()
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.getByText(`3 pages of ${site.url}/book/ can be asked now, in “default”; 1 could not be read.`).waitFor()
    await assertAccessible(page, 'site read')
    assert.match(await page.locator('.failed-files').innerText(), /lost\.html.+500/s)
    await page.locator('.document', { hasText: 'owls.html' }).waitFor()

    await page.getByRole('link', { name: 'Ask', exact: true }).click()
    await askOut(page, 'By how many degrees does an owl turn its head?')
    assert.match(await page.locator('.exchange .reading').innerText(), /270 degrees/)
    await page.locator('.reading .citation-number').first().click()
    await page.locator('.source').getByText('An owl turns its head').waitFor()
  })

  test('after a reload a site that is still being read is followed on', async () => {
    let finish = (): void => {}
    const hurry = new Promise<void>((resolve) => (finish = resolve))
    site.pages.set('/notes/', pageOf('Notes', 'They speak of herons.', ['herons.html', 'slow.html']))
    site.pages.set('/notes/herons.html', pageOf('Herons', 'A heron stands on one leg.'))
    site.pages.set('/notes/slow.html', (_request, response) => {
      void hurry.then(() => response.writeHead(200, { 'content-type': 'text/html' }).end(pageOf('Slow', 'A tortoise sleeps.')))
    })
    await using visitor = await visit()
    const { page } = visitor
    await page.getByLabel('or a site').fill(`${site.url}/notes/`)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const progress = page.locator('.site-progress', { hasText: /\d of 3 pages known so far · \/notes\// })
    await progress.waitFor()
    await page.reload()
    await progress.waitFor()
    assert.equal(await page.locator('.uploads > li').count(), 1)
    finish()
    await page.getByText(`3 pages of ${site.url}/notes/ can be asked now, in “default”.`).waitFor()
    await page.locator('.document', { hasText: 'herons.html' }).waitFor()
    await page.reload()
    await page.locator('.document', { hasText: 'herons.html' }).waitFor()
    assert.equal(await page.locator('.uploads > li').count(), 0, 'what is over is not told again')
    assert.deepEqual(visitor.trouble, [])
  })

  test('an address that may not be read is refused in one sentence', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.getByLabel('or a site').fill('http://[::1]:9/')
    await page.keyboard.press('Enter')
    await page.getByText('http://[::1]:9/ could not be added.').waitFor()
    assert.match(
      await page.locator('.uploads .failure').innerText(),
      /^[^.]*this machine itself, and is not read\. If you mean it, set ANSWERABLE_ALLOW_PRIVATE_ADDRESSES=::1\.$/,
    )
    await assertAccessible(page, 'refused address')
    await page.getByRole('button', { name: 'Dismiss' }).click()
    assert.equal(await page.locator('.uploads li').count(), 0)
  })

  test('Word, CSV and notebook files become documents that can be asked', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.locator('#files').setInputFiles([
      { name: 'shift.docx', mimeType: 'application/octet-stream', buffer: docx },
      { name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from('region,price\nZanzibar,417\nTimbuktu,418\n') },
      { name: 'churn.ipynb', mimeType: 'application/x-ipynb+json', buffer: Buffer.from(notebook) },
    ])
    await page.getByText('3 files can be asked now, in “default”.').waitFor()
    await page.locator('.document', { hasText: 'prices.csv' }).locator('.open').click()
    await page.locator('.source-text li', { hasText: 'region: Zanzibar; price: 417' }).waitFor()
    await page.getByRole('link', { name: 'Ask', exact: true }).click()
    for (const [question, words, source] of [
      ['When is the pager handed over?', /06:15/, 'shift.docx'],
      ['What was the churn of the eastern region?', /7 percent/, 'churn.ipynb'],
    ] as const) {
      await askOut(page, question)
      const exchange = page.locator('.exchange').last()
      assert.match(await exchange.locator('.reading').first().innerText(), words)
      await exchange.locator('button.citation').first().click()
      await page.locator('.source .place', { hasText: source }).waitFor()
      await page.locator('.source-text mark').first().waitFor()
    }
  })

  test('source code is read as numbered lines, with the cited one marked', async () => {
    const code =
      '"""Keeps the budgets of keys."""\n\n__all__ = ["spend"]\n\n\ndef spend(amount):\n    # The budget of the key is charged at midnight.\n    return amount * 2 * 3\n'
    await using visitor = await visit()
    const { page } = visitor
    await page.locator('#files').setInputFiles([{ name: 'ledger.py', mimeType: 'text/x-python', buffer: Buffer.from(code) }])
    await page.getByText('ledger.py can be asked now, in “default”.').waitFor()
    assert.match(await page.locator('.document', { hasText: 'ledger.py' }).innerText(), /Python · \d+ tokens/)
    await page.getByRole('link', { name: 'Ask', exact: true }).click()
    await askOut(page, 'When is the budget of the key charged?')
    await page.locator('button.citation').first().click()
    await page.locator('.source-text .code .line mark').first().waitFor()
    // Not one character is taken for a mark of Markdown, and the numbers are not part of the text.
    assert.equal(await page.locator('.source-text .reading').evaluate((it: any) => it.textContent), code)
    assert.equal(await page.locator('.source-text .line').count(), 8)
    assert.match((await page.locator('.source-text mark').allInnerTexts()).join(''), /charged at midnight/)
    assert.equal(await page.evaluate(`getComputedStyle(document.querySelector('.source-text .line'), '::before').counterIncrement`), 'line 1')
    await page.getByRole('button', { name: 'Chunks' }).click()
    await page.locator('.chunk-label').first().waitFor()
    await assertAccessible(page, 'code')
  })
})
