import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const time = (second: number): string => new Date(Date.parse('2026-11-20T10:00:00Z') + second * 1000).toISOString()
const lines = [
  ...Array.from({ length: 300 }, (_, index) => `${time(index * 10)} INFO http: GET /items/${index} took ${index % 7} ms`),
  ...Array.from({ length: 20 }, (_, index) => `${time(1505 + index)} ERROR pool: <img src=x onerror="window.hacked=1"> refused, attempt ${index}`),
].toSorted()
const quiet = lines.filter((line) => line.includes('INFO'))
const fileOf = (name: string, some: readonly string[]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(some.map((line) => `${line}\n`).join('')) })
const summary = JSON.stringify({
  happened: [{ text: 'The pool was refused again and again.', templates: ['T1'], lines: [] }],
  causes: [],
  next: [{ text: 'Check the pool, which was refused 999 times.', templates: ['T1'], lines: [] }],
})

describe('logs in a browser', { skip: noBrowser }, () => {
  let stub: StubModel | undefined
  after(() => stub?.close())
  const visited = visitedProgram({}, async () => {
    stub = await startStubModel({ text: summary })
    return { ANSWERABLE_GENERATOR: `compatible:writer@${stub.url}/v1`, ANSWERABLE_UPLOAD_LIMIT_MB: '1' }
  })
  const overflows = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > innerWidth')
  const choose = (page: Page, name: string, some: readonly string[]): Promise<void> => page.getByLabel('Log to read').setInputFiles(fileOf(name, some))

  for (const [look, options] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' },
    phone: { viewport: { width: 360, height: 740 }, hasTouch: true },
  } as const))
    test(`${look}: a log is read to what happened, its timeline, its templates and its lines`, async () => {
      await using visitor = await visited.visit(options, '/#/logs')
      const { page } = visitor
      await page.getByText('Nothing is read yet.').waitFor()
      await assertAccessible(page, `logs, ${look}, empty`)
      await choose(page, 'app.log', lines)
      await page.getByText('The pool was refused again and again.').waitFor()
      await page.getByText('and 1 that did not hold was dropped').waitFor()
      const burst = page.locator('.findings .burst')
      assert.match(await burst.innerText(), /came 20 times from 2026-11-20 10:25:05 to 10:25:24/)
      await page.getByRole('img', { name: /Lines over time/ }).waitFor()
      assert.ok((await page.locator('.timeline .burst').count()) >= 1)
      await assertAccessible(page, `logs, ${look}, read`)
      assert.equal(await overflows(page), false)
      // A finding's line, as it stands in the file.
      await burst.getByRole('button', { name: /^line/ }).first().click()
      const dialog = page.getByRole('dialog')
      const wanted = lines.findIndex((line) => line.includes('ERROR')) + 1
      assert.equal(await dialog.locator('.target code').innerText(), lines[wanted - 1])
      await assertAccessible(page, `logs, ${look}, lines`)
      await dialog.getByRole('button', { name: 'Earlier' }).click()
      await dialog.getByRole('heading', { name: `Lines ${wanted - 55} to` }).waitFor()
      await dialog.getByRole('button', { name: 'Close' }).click()
      // Its template.
      await burst.getByRole('button', { name: 'Template 1 of this finding' }).click()
      const opened = page.locator('.templates details[open]')
      await opened.getByText('attempt 0').first().waitFor()
      await assertAccessible(page, `logs, ${look}, template`)
      assert.equal(await overflows(page), false)
      assert.equal(await page.evaluate('window.hacked'), undefined)
      assert.deepEqual(visitor.trouble, [])
    })

  test('a span of the timeline leads to its lines, by keys too, and templates are searched', async () => {
    await using visitor = await visited.visit({}, '/#/logs')
    const { page } = visitor
    await page.getByLabel('Have the language model').uncheck()
    await choose(page, 'app.log', lines)
    await page.locator('.templates').waitFor()
    assert.equal(await page.getByText('What happened').count(), 0)
    await page.getByText('Each span as a table').click()
    const span = page.locator('.timeline tbody button', { hasText: '(burst)' }).first()
    await span.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('refused, attempt').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByLabel('Severity').selectOption('error')
    await page.getByText('1 of 2').waitFor()
    await page.getByLabel('Severity').selectOption('all')
    await page.getByLabel('Search').fill('no such words')
    await page.getByText('No template is like that.').waitFor()
  })

  test('a log in which nothing stands out says so, an empty one too, and one that is too large is refused in a sentence', async () => {
    await using visitor = await visited.visit({}, '/#/logs')
    const { page } = visitor
    await page.getByLabel('Have the language model').uncheck()
    await choose(page, 'quiet.log', quiet)
    await page.getByText('Nothing: no errors, no bursts').waitFor()
    await assertAccessible(page, 'logs, nothing wrong')
    await choose(page, 'empty.log', [])
    await page.getByText('The log is empty.').waitFor()
    await choose(
      page,
      'huge.log',
      [...Array(20_000).keys()].map((index) => `${index} ${Math.sin(index)} ${'x'.repeat(40)}`),
    )
    await page
      .getByRole('alert')
      .getByText(/larger than an upload may be|does not answer/)
      .waitFor()
    await assertAccessible(page, 'logs, failed')
  })
})
