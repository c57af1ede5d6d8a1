/** Keys of customers and of staff, as they are made and listed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openKeyedServer } from '../support/keyed-server.ts'

test('a key of a customer or of staff asks, in one collection, and the list says whose it is', async () => {
  await using server = await openKeyedServer()
  const admin = { authorization: `Bearer ${(await server.makeKey({ scope: 'admin' })).text}` }
  const make = async (wanted: object): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await server.call('POST', '/keys', { headers: admin, body: { name: 'test', ...wanted } })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const customer = await make({ collections: ['shop'], customer: 'yusuf_rossi_9620' })
  const staff = await make({ collections: ['shop'], staff: true })
  assert.deepEqual([customer.status, customer.body['scope'], customer.body['customer'], customer.body['staff']], [201, 'ask', 'yusuf_rossi_9620', false])
  assert.deepEqual([staff.status, staff.body['scope'], staff.body['customer'], staff.body['staff']], [201, 'ask', null, true])
  assert.deepEqual(customer.body['notes'], ['No records are connected to the collection "shop" yet: "answerable records connect FILE" does it.'])
  const { keys } = (await (await server.call('GET', '/keys', { headers: admin })).json()) as { keys: Record<string, unknown>[] }
  assert.deepEqual(
    keys.slice(0, 2).map((key) => [key['customer'], key['staff']]),
    [
      [null, true],
      ['yusuf_rossi_9620', false],
    ],
  )

  const refused: [object, RegExp][] = [
    [{ customer: 'a' }, /one collection: name it/],
    [{ staff: true }, /one collection: name it/],
    [{ customer: 'a', collections: ['shop', 'bank'] }, /one collection: name it/],
    [{ customer: 'a', staff: true, collections: ['shop'] }, /not for both/],
    [{ customer: 'a', collections: ['shop'], scope: 'write' }, /leave "scope" out/],
    [{ staff: true, collections: ['shop'], scope: 'admin' }, /leave "scope" out/],
    ...['', ' a', 'a\0', 'a\nb', 'a'.repeat(201), '\ud800'].map((id): [object, RegExp] => [{ customer: id, collections: ['shop'] }, /customer: /]),
  ]
  for (const [wanted, sentence] of refused) {
    const { status, body } = await make(wanted)
    assert.equal(status, 422, JSON.stringify(wanted))
    assert.match(String(body['detail']), sentence)
  }
})

test('the table of keys holds it too', async () => {
  await using server = await openKeyedServer()
  const make = (wanted: object): Promise<unknown> => server.makeKey({ collections: ['shop'], customer: 'a', ...wanted })
  await make({})
  for (const wanted of [
    { scope: 'admin' },
    { collections: '*' },
    { collections: ['shop', 'bank'] },
    { isStaff: true },
    { customer: null, isStaff: true, scope: 'write' },
  ])
    await assert.rejects(make(wanted), JSON.stringify(wanted))
})
