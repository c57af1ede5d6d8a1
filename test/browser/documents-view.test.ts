import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { askOut } from './asking.ts'
import { noBrowser } from './browser.ts'
import { documents } from './documents.ts'
import { visitedProgram } from './visited-program.ts'

describe('documents in a browser', { skip: noBrowser }, () => {
  const visited = visitedProgram(documents)
  const { visit } = visited

  test('an uploaded file is listed, can be asked, opened and removed; a bad one is told with its reason', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.locator('#files').setInputFiles([
      { name: 'walrus.md', mimeType: 'text/markdown', buffer: Buffer.from('# Walrus\n\nThe walrus service listens on port 9443 in every region.\n') },
      { name: 'empty.md', mimeType: 'text/markdown', buffer: Buffer.from('') },
    ])
    await page.getByText('1 of 2 files can be asked now').waitFor()
    assert.match(await page.locator('.failed-files').innerText(), /empty\.md.+\w/s)
    await page.locator('.document').filter({ hasText: 'walrus.md' }).waitFor()

    await page.getByRole('link', { name: 'Ask' }).click()
    await askOut(page, 'Which port does the walrus service listen on?')
    assert.match(await page.locator('.citations').innerText(), /Walrus/)

    await page.getByRole('link', { name: 'Documents' }).click()
    await page.getByRole('button', { name: 'Remove Walrus' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.locator('.document').filter({ hasText: 'walrus.md' }).waitFor({ state: 'detached' })

    await page.getByRole('link', { name: 'Ask', exact: true }).click()
    await page.locator('.reading .citation-number').first().click()
    await page.getByText('This document has been removed since it was cited.').waitFor()
    assert.match(await page.locator('.source .notice blockquote').innerText(), /port 9443/)
  })

  test('documents are counted, told apart and filtered by name', async () => {
    await using visitor = await visit({}, '/#/documents')
    const { page } = visitor
    await page.locator('.document').first().waitFor()
    await page.locator('.counts', { hasText: /^3 documents, [\d,]+ chunks$/ }).waitFor()
    assert.match(await page.locator('.document', { hasText: 'guide/keys.md' }).innerText(), /English.+\d+ tokens.+1 chunk.+no vectors yet/s)
    await page.getByLabel('Filter documents by name').fill('KEYS')
    await page.locator('.document', { hasText: 'report.md' }).waitFor({ state: 'detached' })
    assert.deepEqual(await page.locator('.document .place').allInnerTexts(), ['guide/keys.md'])
    await page.getByLabel('Filter documents by name').fill('nowhere')
    await page.getByText('No document of “default” has this in its name.').waitFor()
  })

  test('a document shows how it is cut into chunks', async () => {
    await using visitor = await visit({}, '/#/documents')
    const { page } = visitor
    await page.locator('.document', { hasText: 'guide/state.md' }).locator('.open').click()
    await page.locator('.source-text').getByText('atlas-state').waitFor()
    await page.getByRole('button', { name: 'Chunks' }).click()
    const labels = page.locator('.chunk-label')
    await labels.first().waitFor()
    const { documents: listed } = (await (await fetch(`${visited.server.url}/documents`)).json()) as any
    const { document_id } = listed.find(({ source }: { source: string }) => source === 'guide/state.md')
    const { chunks } = (await (await fetch(`${visited.server.url}/documents/${document_id}/chunks`)).json()) as any
    assert.equal(await labels.count(), chunks.length)
    assert.match(await labels.first().innerText(), new RegExp(`^Chunk 1 .*${chunks[0].tokens} tokens · no vector yet$`))
    await page.getByRole('button', { name: 'Chunks' }).click()
    await labels.first().waitFor({ state: 'detached' })
  })

  test('Keep keeps a document and gives the focus back', async () => {
    await using visitor = await visit({}, '/#/documents')
    const { page } = visitor
    await page.getByRole('button', { name: 'Remove Keys' }).click()
    await page.getByText('Its text, chunks and vectors go for good.').waitFor()
    await page.getByRole('button', { name: 'Keep' }).click()
    await page.waitForFunction(`document.activeElement?.getAttribute('aria-label') === 'Remove Keys'`)
    assert.equal(await page.locator('.document', { hasText: 'guide/keys.md' }).count(), 1)
  })

  test('many files tell one by one how they are doing, also when dropped', async () => {
    await using visitor = await visit({}, '/#/documents')
    const { page } = visitor
    const jobs = [
      { state: 'running', done: 1, documents: [{ source: 'a.md' }] },
      { state: 'done', done: 3, documents: [{ source: 'a.md' }, { source: 'b.md' }, { source: 'c.md' }] },
    ]
    let asked = 0
    await page.route('**/jobs/*', (route) => {
      const { state, ...progress } = jobs[Math.min(1, Math.floor(asked++ / 2))]!
      return route.fulfill({
        json: {
          job_id: 'j',
          kind: 'upload',
          state,
          progress: { ...progress, total: 3, failed: [], notes: [] },
          error: null,
          created_at: '',
          finished_at: null,
        },
      })
    })
    const transfer = await page.evaluateHandle(`(() => {
      const data = new DataTransfer()
      for (const name of ['a.md', 'b.md', 'c.md']) data.items.add(new File(['# ' + name + '\\n\\nWords of ' + name], name, { type: 'text/markdown' }))
      return data
    })()`)
    await page.dispatchEvent('.drop-zone', 'drop', { dataTransfer: transfer })
    await page.locator('.file-list [data-state=ready]', { hasText: 'a.md' }).waitFor()
    assert.deepEqual(await page.locator('.file-list li span').allInnerTexts(), ['ready', 'reading', 'waiting'])
    await page.getByText('3 files can be asked now, in “default”.').waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
  })

  test('a failed list says why', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await page.route('**/documents?*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'unavailable', detail: 'The database is busy. Try again in a moment.' }),
      }),
    )
    await page.getByRole('link', { name: 'Documents' }).click()
    await page.getByText('The database is busy. Try again in a moment.').waitFor()
  })
})
