import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { post, run } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

describe('usage in a browser', { skip: noBrowser }, () => {
  let stub: StubModel | undefined
  after(() => stub?.close())
  const visited = visitedProgram({ 'gateway.md': '# Gateway\n\nThe gateway listens on port 8080.\n' }, async () => {
    stub = await startStubModel({ mode: 'priced' })
    return { ANSWERABLE_GENERATOR: `compatible:writer@${stub.url}`, ANSWERABLE_PRICES: 'writer=1000/2000' }
  })
  const { visit } = visited
  const view = '/#/usage'
  const overflows = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth > innerWidth')

  test('before any model was called it says what would be counted', async () => {
    await using visitor = await visit({}, view)
    await visitor.page.getByText('No model was called in these 30 days.').waitFor()
    await visitor.page.getByText('Nothing is limited here.').waitFor()
    await assertAccessible(visitor.page, 'usage, empty')
  })

  test('calls are charted and added up as one likes, and budgets say what is left', async () => {
    assert.equal((await post(visited.server.url, '/ask', { question: 'Which port does the gateway listen on?' })).status, 200)
    for (const words of [
      ['--system', '--per', 'day', '--usd', '1'],
      ['--collection', 'default', '--per', 'month', '--tokens', '1000000'],
    ])
      assert.equal((await run(['budgets', 'set', ...words, '--data', visited.place.data])).code, 0)
    await using visitor = await visit({}, view)
    const { page } = visitor
    await page.getByRole('img', { name: /^Calls: 1$/ }).waitFor()
    const [bill] = stub!.billed
    const cost = ((bill!.input * 1000 + bill!.output * 2000) / 1e6).toFixed(2)
    await page.getByRole('img', { name: `Cost: $${cost}` }).waitFor()
    await page.getByRole('row', { name: new RegExp(`writer 1 ${bill!.input} 0 ${bill!.output} \\$${cost.replace('.', '\\.')}`) }).waitFor()
    await page.getByRole('button', { name: 'Task' }).click()
    await page.getByRole('row', { name: /^answer 1/ }).waitFor()
    await page.getByRole('button', { name: 'Key' }).click()
    await page.getByRole('row', { name: /^owner 1/ }).waitFor()
    await page.getByRole('img', { name: `$${(1 - Number(cost)).toFixed(2)} of $1.00 left` }).waitFor()
    await page.getByRole('img', { name: `${(1_000_000 - bill!.input - bill!.output).toLocaleString('en')} of 1,000,000 tokens left` }).waitFor()
    await assertAccessible(page, 'usage')
    await page.setViewportSize({ width: 360, height: 740 })
    assert.equal(await overflows(page), false)
  })

  test('a question that no budget has room for is refused with the sentence that says so, and when it renews', async () => {
    await run(['budgets', 'set', '--system', '--per', 'day', '--usd', '0.01', '--data', visited.place.data])
    const response = await post(visited.server.url, '/ask', { question: 'On which port is the gateway?' })
    assert.equal(response.status, 429)
    assert.ok(Number(response.headers.get('retry-after')) > 0)
    assert.match(((await response.json()) as { detail: string }).detail, /budget of the whole system for this day.*renews at/)
    await using visitor = await visit({}, view)
    await visitor.page.getByRole('img', { name: '$0 of $0.01 left' }).waitFor()
    await assertAccessible(visitor.page, 'usage, a budget used up')
  })
})
