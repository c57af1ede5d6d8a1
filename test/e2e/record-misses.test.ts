/** What customers asked for in vain: one answer to them, two entries in the audit log. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { run, serve, workplace } from '../support/program.ts'

const description = `
collection: shop
source: { files: [customers.json, orders.json] }
customers: { entity: customer, tokens: [{ issuer: 'https://login.shop.example', audience: answerable, jwks_file: jwks.json }] }
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
relations: [order.customer_id -> customer.customer_id]
`
const files = {
  'records.yaml': description,
  'customers.json': JSON.stringify([{ customer_id: 'ada' }, { customer_id: 'bo' }]),
  'orders.json': JSON.stringify([
    { order_id: '#W1001', customer_id: 'ada', status: 'pending' },
    { order_id: '#W2002', customer_id: 'bo', status: 'delivered' },
  ]),
}

test('an order of somebody else and one that is not there are the same to a customer, and told apart in the audit log', async () => {
  using place = workplace({})
  const folder = join(place.home, 'records')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const command = async (...words: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await run([...words, '--data', place.data, '--json'])
    assert.equal(code, 0, stderr)
    return JSON.parse(stdout)
  }
  await command('records', 'connect', join(folder, 'records.yaml'))
  writeFileSync(join(folder, 'twin.yaml'), description.replace('collection: shop', 'collection: twin'))
  const twin = await run(['records', 'connect', join(folder, 'twin.yaml'), '--data', place.data])
  assert.match(twin.stderr, /Tokens of "https:\/\/login\.shop\.example" for "answerable" name the customers of "shop" already\./)
  const { key } = (await command('keys', 'create', '--name', 'ada', '--collection', 'shop', '--customer', 'ada')) as { key: string }
  {
    await using server = await serve(['--data', place.data])
    const ask = async (order: string): Promise<string> => {
      const response = await fetch(`${server.url}/ask`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ question: `Where is my order ${order}?` }),
      })
      assert.equal(response.status, 200)
      const { answer, citations, sources, abstained } = (await response.json()) as Record<string, unknown>
      // Hashes over a card in which the order is named.
      return JSON.stringify({ answer, citations, sources, abstained }).replace(/"(document_id|version)":"[^"]+"/g, '')
    }
    assert.match(await ask('#W1001'), /pending/)
    const [foreign, missing] = [await ask('#W2002'), await ask('#W9009')]
    assert.equal(foreign.replaceAll('#W2002', '#W9009'), missing)
    // Stopped at once: what was asked in vain is noted all the same.
  }
  const { records } = (await command('audit', 'list')) as { records: { kind: string; caller: string; detail: Record<string, unknown> }[] }
  const noted = records.filter(({ kind }) => kind === 'record_miss')
  assert.deepEqual(
    noted.map(({ detail: { trace: _trace, ...detail } }) => detail),
    [
      { collection: 'shop', customer: 'ada', entity: 'order', exists: 'no', field: 'order_id', id: '#W9009' },
      { collection: 'shop', customer: 'ada', entity: 'order', exists: 'yes', field: 'order_id', id: '#W2002' },
    ],
  )
  assert.match(noted[0]!.caller, /^[0-9a-f]{12}$/)
  assert.equal(((await command('audit', 'verify')) as { intact: boolean }).intact, true)
  const refused = (await run(['records', 'refused', 'shop', '--data', place.data])).stdout
  assert.match(refused, /ada asked for the order #W9009: there is none\n.*ada asked for the order #W2002: it is somebody else's\n/)
})
