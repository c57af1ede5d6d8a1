import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { post } from '../support/program.ts'
import { assertAccessible } from './axe.ts'
import { noBrowser } from './browser.ts'
import { visitedProgram } from './visited-program.ts'

const attack = '<img src=x onerror="window.hacked=1">'
const description = `
collection: shop
title: Corner shop
source: { files: [customers.json, orders.json] }
zone: Europe/London
currency: GBP
customers: { entity: customer }
entities:
  customer:
    table: customers
    plural: customers
    key: customer_id
    owner: customer_id
    fields:
      customer_id: { type: id }
      name: { type: text }
  order:
    table: orders
    plural: orders
    key: order_id
    owner: customer_id
    newest_by: ordered
    fields:
      order_id: { type: id, like: "A-1001" }
      customer_id: { type: id, visible_to: staff }
      status: { type: choice, values: { sent: [shipped], waiting: [] }, usual: true }
      ordered: { type: date, usual: true }
      total: { type: money, usual: true }
      note: { type: text, usual: true }
questions:
  - Where is my latest order?
`
const rows = {
  'customers.json': [
    { customer_id: 'ada', name: 'Ada' },
    { customer_id: 'bob', name: 'Bob' },
  ],
  'orders.json': [
    { order_id: 'A-1001', customer_id: 'ada', status: 'sent', ordered: '2026-10-01', total: 12.5, note: attack },
    { order_id: 'A-1002', customer_id: 'bob', status: 'waiting', ordered: '2026-10-02', total: 99, note: 'none' },
  ],
}

describe('records in a browser', { skip: noBrowser }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-records-'))
  after(() => rmSync(folder, { recursive: true }))
  for (const [name, content] of Object.entries(rows)) writeFileSync(join(folder, name), JSON.stringify(content))
  writeFileSync(join(folder, 'records.yaml'), description)
  const visited = visitedProgram({})

  test('what is connected is shown with its check, a customer’s answers, and what was asked for in vain', async () => {
    await using visitor = await visited.visit({}, '/#/records')
    const { page } = visitor
    await page.getByText('No records are connected.').waitFor()
    await assertAccessible(page, 'records, none')
    const connected = await post(new URL(page.url()).origin, '/records', { file: join(folder, 'records.yaml') })
    assert.equal(connected.status, 200, await connected.text())

    await page.reload()
    await page.getByRole('heading', { name: 'Corner shop' }).waitFor()
    await page.getByText('Can be asked').waitFor()
    await page.getByRole('button', { name: 'Check it' }).click()
    await page.getByText('Sound: the file fits its database').waitFor()
    await page.locator('.tried').getByText('Where is my latest order?').waitFor()
    await assertAccessible(page, 'records, checked')

    await page.getByLabel('Customer', { exact: true }).fill('ada')
    await page.getByLabel('Question').fill('What is the note of order A-1001?')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.locator('.answered').getByText('< img src=x').first().waitFor()
    assert.equal(await page.evaluate('window.hacked'), undefined, 'what stands in a row is text')
    await assertAccessible(page, 'records, answered')

    await page.getByLabel('Question').fill('Where is order A-1002?')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page
      .locator('.answered')
      .waitFor({ state: 'detached' })
      .catch(() => {})
    await page.locator('.answered').waitFor()
    assert.doesNotMatch(await page.locator('.answered').innerText(), /waiting|99/)
    assert.deepEqual(visitor.trouble, [])
  })
})
