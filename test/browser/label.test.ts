import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { run } from '../support/program.ts'
import { until } from './asking.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const documents = {
  'keys.md': '# Keys\n\nThe signing key is rotated every 42 days.\n\n## Storage\n\nKeys are stored in the vault of Norrholm.\n',
  'ports.md': '# Ports\n\nThe walrus service listens on port 9443.\n',
}

const suite = `name: rated
cases:
  - question: How often is the signing key rotated?
    reference: Every 42 days.
  - question: Which port does the walrus service listen on?
  - question: Where are keys stored?
  - question: Who won the football world cup in 1998?
    abstain: true
variants:
  - name: variant-secret-one
    model: extractive
  - name: variant-secret-two
    model: extractive
    top_k: 1
`

describe('people rate answers in a browser', { skip: noBrowser }, () => {
  const visited = visitedProgram(documents)

  const makeSheet = async (...words: string[]): Promise<string> => {
    const path = join(visited.place.home, 'suite.yaml')
    writeFileSync(path, suite)
    const { code, stdout, stderr } = await run(['eval', 'label', path, '--json', '--data', visited.place.data, ...words])
    assert.equal(code, 0, stderr)
    return JSON.parse(stdout).made.sheet_id
  }
  const resultsOf = async (sheetId: string): Promise<Json> =>
    JSON.parse((await run(['eval', 'label', '--results', sheetId, '--json', '--data', visited.place.data])).stdout).results

  const begin = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel('Your name').fill(name)
    await page.keyboard.press('Enter')
    await page.locator('.to-rate').waitFor()
  }
  const progress = (page: Page): Promise<string> => page.locator('.rate-progress span').first().innerText()
  const isAt = (page: Page, words: string): Promise<void> => until(async () => (await progress(page)) === words)

  test('two people rate the same answers by keyboard, each in an order of their own, and neither is shown who wrote them or what the other said', async () => {
    const sheetId = await makeSheet('--name', 'Norrholm')
    const bodies: string[] = []
    const orders: string[][] = []
    for (const [name, accuracy] of [
      ['Ana', 5],
      ['Ben', 2],
    ] as const) {
      await using visitor = await visited.visit({}, `/#/label/${sheetId}`)
      const { page } = visitor
      page.on('response', async (response) => /\/evaluation\//.test(response.url()) && bodies.push(await response.text().catch(() => '')))
      await begin(page, name)
      const order: string[] = []
      for (let at = 1; at <= 8; at++) {
        await isAt(page, `${at} of 8`)
        order.push(await page.locator('.to-rate h1').innerText())
        assert.equal(await page.locator('.to-rate input:checked').count(), 0)
        await page.keyboard.press(String(accuracy))
        await page.keyboard.press('Shift+Digit4')
        await page.keyboard.press('Enter')
      }
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      orders.push(order)
      assert.deepEqual(visitor.trouble, [])
    }
    assert.notDeepEqual(orders[0], orders[1])
    assert.deepEqual(orders[0]!.toSorted(), orders[1]!.toSorted())
    assert.ok(bodies.length >= 32)
    assert.ok(bodies.some((it) => it.includes('"declined":true')))
    assert.ok(
      !/variant|secret|extractive|word for word|verdict|score|top_k|model/i.test(bodies.join('\n')),
      'what raters are sent tells nothing of who wrote it',
    )

    const { sheet, variants, pairs } = await resultsOf(sheetId)
    assert.deepEqual([sheet.people, sheet.ratings], [2, 16])
    assert.deepEqual(variants.map((it: Json) => [it.variant, it.answers, it.ratings, it.accuracy.value, it.helpfulness.value]).toSorted(), [
      ['variant-secret-one', 4, 8, 3.5, 4],
      ['variant-secret-two', 4, 8, 3.5, 4],
    ])
    assert.deepEqual([pairs[0].raters, pairs[0].answers, pairs[0].same], [['ana', 'ben'], 8, 0])
  })

  test('one skips, goes back, changes, reloads and goes on; what was said twice counts once', async () => {
    const sheetId = await makeSheet('--sample', '2', '--models', 'extractive')
    await using visitor = await visited.visit({}, `/#/label/${sheetId}`)
    const { page } = visitor
    await begin(page, 'Ana')
    const first = await page.locator('.to-rate h1').innerText()
    await page.keyboard.press('s')
    await isAt(page, '2 of 2')
    await page.getByRole('radio', { name: '1, wrong' }).check()
    await page.getByRole('radio', { name: '5, all that was asked' }).check()
    await page.getByText('Comment').click()
    await page.getByLabel('Comment').fill('1 of 2 is s5 wrong.')
    const save = page.getByRole('button', { name: 'Save and go on' })
    await save.dblclick()
    await page.getByRole('heading', { name: '1 answer skipped' }).waitFor()
    await page.getByRole('button', { name: 'Rate the skipped' }).click()
    await isAt(page, '1 of 2')
    await page.reload()
    await isAt(page, '1 of 2')
    assert.equal(await page.locator('.to-rate h1').innerText(), first)
    await page.locator('.to-rate h1').focus()
    await page.keyboard.press('3')
    await page.keyboard.press('Shift+Digit3')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()

    await page.getByRole('button', { name: 'Back to the last answer' }).click()
    await isAt(page, '2 of 2')
    assert.equal(await page.getByLabel('Comment').inputValue(), '1 of 2 is s5 wrong.')
    assert.ok(await page.getByRole('radio', { name: '1, wrong' }).isChecked())
    await page.locator('.to-rate h1').focus()
    await page.keyboard.press('Backspace')
    await isAt(page, '1 of 2')
    await page.locator('.to-rate h1').focus()
    await page.keyboard.press('5')
    await page.keyboard.press('Enter')
    await isAt(page, '2 of 2')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Thank you' }).waitFor()

    const { sheet, variants, comments } = await resultsOf(sheetId)
    assert.deepEqual([sheet.people, sheet.ratings, variants[0].accuracy.value], [1, 2, 3])
    assert.deepEqual(
      comments.map((it: Json) => it.comment),
      ['1 of 2 is s5 wrong.'],
    )
    assert.deepEqual(visitor.trouble, [])
  })

  test('a quote is found in its source, beside the answer', async () => {
    const sheetId = await makeSheet('--models', 'extractive')
    await using visitor = await visited.visit({}, `/#/label/${sheetId}`)
    const { page } = visitor
    await begin(page, 'Ana')
    while (!(await page.locator('.to-rate h1').innerText()).includes('signing key')) {
      const at = await progress(page)
      await page.keyboard.press('s')
      await until(async () => (await progress(page)) !== at)
    }
    await page.locator('.to-rate .citation-number').first().click()
    await page.locator('.source-text mark').first().waitFor()
    assert.match(await page.locator('.source-text').innerText(), /rotated every 42 days/)
    await page.getByRole('button', { name: 'Close the source' }).click()
    await page.getByText(/^What was found/).click()
    await page.locator('.passages button').first().waitFor()
  })

  test('an answer whose document was removed is not shown, and the page says so', async () => {
    const { document_id }: Json = await (
      await fetch(`${visited.server.url}/documents`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ source: 'ports.md', text: documents['ports.md'] }),
      })
    ).json()
    const sheetId = await makeSheet('--models', 'extractive')
    await fetch(`${visited.server.url}/documents/${document_id}`, { method: 'DELETE' })
    await using visitor = await visited.visit({}, `/#/label/${sheetId}`)
    const { page } = visitor
    await begin(page, 'Ana')
    await page.getByText(/gone with removed documents, not shown/).waitFor()
    assert.match(await progress(page), /^1 of [123]$/)
    const body = await (await fetch(`${visited.server.url}/evaluation/sheets/${sheetId}/next?rater=Ana`)).text()
    assert.ok(!body.includes('9443'))
  })

  test('a sheet that is not there, and a server that went away, say so', async () => {
    await using visitor = await visited.visit({}, '/#/label/01a20741-9e98-7cbd-95cc-3b910b98cfbb')
    const { page } = visitor
    await page.getByLabel('Your name').fill('Ana')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('There is no sheet').waitFor()
    const sheetId = await makeSheet('--models', 'extractive')
    await page.goto(`${visited.server.url}/#/label/${sheetId}`)
    await page.locator('.to-rate').waitFor()
    await page.context().setOffline(true)
    await page.keyboard.press('4')
    await page.keyboard.press('Shift+Digit4')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('does not answer').waitFor()
    assert.ok(await page.getByRole('radio', { name: '4' }).first().isChecked(), 'what was chosen is still there')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Save and go on' }).click()
    await isAt(page, '2 of 4')
  })

  const looks = { light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: { width: 390, height: 844 }, hasTouch: true } } as const
  for (const [look, options] of Object.entries(looks)) {
    test(`${look}: axe finds nothing in any state of rating`, async () => {
      const sheetId = await makeSheet('--sample', '1', '--models', 'extractive')
      await using visitor = await visited.visit(options, '/#/label')
      const { page } = visitor
      const check = (state: string): Promise<void> => assertAccessible(page, `${look}, ${state}`)
      await page.locator('.sheets li').first().waitFor()
      await check('list of sheets')
      await page.goto(`${visited.server.url}/#/label/${sheetId}`)
      await page.getByLabel('Your name').waitFor()
      await check('name')
      await begin(page, 'Ana')
      await page.keyboard.press('2')
      const found = page.getByText(/^What was found/)
      if (await found.isVisible()) await found.click()
      await page.getByText('Comment').click()
      await check('answer')
      await page.locator('.to-rate h1').focus()
      await page.keyboard.press('s')
      await page.getByRole('heading', { name: '1 answer skipped' }).waitFor()
      await check('skipped')
      await page.getByRole('button', { name: 'Rate the skipped' }).click()
      await page.locator('.to-rate').waitFor()
      await page.keyboard.press('2')
      await page.keyboard.press('Shift+Digit4')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Thank you' }).waitFor()
      await check('end')
      const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      assert.ok((width as number) <= 0, 'nothing is wider than the page')
    })
  }
})
