/** The page of a customer: asking, and what the answers rest on; nothing of whoever runs the server. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { run } from '../support/program.ts'
import { openIssuer } from '../support/token-issuer.ts'
import { askOut, until } from './asking.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const description = `
collection: shop
source: { files: [customers.json, orders.json] }
customers:
  entity: customer
  tokens: [{ issuer: 'https://login.shop.example', audience: answerable, jwks_file: jwks.json }]
entities:
  customer: { table: customers, key: customer_id, owner: customer_id, fields: { customer_id: id } }
  order:
    table: orders
    key: order_id
    owner: customer_id
    fields:
      order_id: { type: id, like: '#W1001' }
      customer_id: { type: id, visible_to: staff }
      status: { type: choice, values: [pending, delivered], usual: true }
      note: text
relations: [order.customer_id -> customer.customer_id]
`
const fromElsewhere = { extraHTTPHeaders: { 'x-forwarded-for': '203.0.113.9' } }

describe('a customer in a browser', { skip: noBrowser }, () => {
  let token = ''
  const visited = visitedProgram({}, async ({ home, documents, data }) => {
    await using login = await openIssuer()
    token = await login.sign({ sub: 'ada' })
    const folder = join(home, 'records')
    mkdirSync(folder)
    const files = {
      'records.yaml': description,
      'jwks.json': JSON.stringify({ keys: login.publicKeys }),
      'customers.json': JSON.stringify([{ customer_id: 'ada' }, { customer_id: 'bo' }]),
      'orders.json': JSON.stringify([
        { order_id: '#W1001', customer_id: 'ada', status: 'pending', note: 'Ring <b>twice</b>: http://127.0.0.1:9/' },
        { order_id: '#W2002', customer_id: 'bo', status: 'delivered', note: '' },
      ]),
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    writeFileSync(join(documents, 'returns.md'), '# Returns\n\nAn order can be returned within 30 days of its delivery.')
    for (const words of [
      ['records', 'connect', join(folder, 'records.yaml')],
      ['ingest', documents, '--collection', 'shop'],
    ]) {
      const { code, stderr } = await run([...words, '--data', data])
      assert.equal(code, 0, stderr)
    }
    return {}
  })
  const visit = async () => {
    const visitor = await visited.visit(fromElsewhere)
    await visitor.page.getByLabel('Key').fill(token)
    await visitor.page.getByRole('button', { name: 'Log in' }).click()
    await visitor.page.getByRole('heading', { name: 'How can we help?' }).waitFor()
    return visitor
  }

  test('logs in with a token, and finds a field to ask in and no place of whoever runs the server', async () => {
    await using visitor = await visit()
    const { page, trouble } = visitor
    await page.getByText('Signed in as ada').waitFor()
    assert.deepEqual(await page.getByRole('navigation').getByRole('link').allTextContents(), ['Ask'])
    await page.evaluate(`location.hash = '#/documents'`)
    await page.getByRole('heading', { name: 'How can we help?' }).waitFor()
    assert.equal(await page.getByRole('heading', { name: 'Documents' }).count(), 0)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('heading', { name: 'Log in' }).waitFor()
    assert.deepEqual(trouble, [])
  })

  test('opens the record that a sentence rests on, and sees of a document the words that were cited', async () => {
    await using visitor = await visit()
    const { page, trouble } = visitor
    await askOut(page, 'Where is my order #W1001?')
    await page.locator('button.citation', { hasText: 'status' }).click()
    const panel = page.getByRole('complementary', { name: 'Source' })
    await panel.locator('mark', { hasText: 'pending' }).waitFor()
    assert.match(await panel.innerText(), /note: Ring < b>twice< \/b>: http: \/\/127\.0\.0\.1:9\//)
    assert.equal(await panel.locator('b, a').count(), 0)
    assert.equal(await panel.getByRole('button', { name: 'Chunks' }).count(), 0)

    await askOut(page, 'Within how many days can an order be returned?')
    await page.locator('button.citation').last().click()
    await panel.getByText('These are the words that the answer rests on.').waitFor()
    // The note stands before the source's own text has come.
    await until(async () => /within 30 days/.test(await panel.innerText()))
    assert.deepEqual(
      trouble.filter((it) => !it.includes('403')),
      [],
    )
  })

  test('is told of an order of somebody else what is told of one that is not there', async () => {
    await using visitor = await visit()
    const { page } = visitor
    await askOut(page, 'Where is order #W2002?')
    const answer = async (): Promise<string> => (await page.locator('.exchange').last().innerText()).replaceAll(/#W\d+|\d+ ms/g, '')
    const foreign = await answer()
    await askOut(page, 'Where is order #W9009?')
    assert.equal(await answer(), foreign)
  })
})
