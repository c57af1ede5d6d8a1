import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FindRecords } from '../../domain/record-request.ts'
import type { ReadRows, RecordStore } from '../../domain/record-store.ts'
import { findRecords, type Looking } from './find-records.ts'
import { openShop, shop } from './shop-for-tests.ts'

const lookingAt = (read: ReadRows): Looking => ({
  description: shop,
  store: { read: async () => read } as unknown as RecordStore,
  reader: { kind: 'customer', id: 'ada' },
  clock: () => 0,
})

const byNumber: FindRecords = {
  kind: 'find',
  entity: 'order',
  fields: [],
  where: [{ field: { entity: 'order', field: 'number' }, is: 'equal', values: ['A1'], words: 'order A1' }],
  order: null,
  offset: 0,
  limit: 5,
}

test('a row that is too large to be read is never told as one that is not there', async () => {
  await assert.rejects(findRecords(lookingAt({ columns: [], rows: [], isCut: true }), byNumber), { code: 'too_large' })
})

test("a day that is kept as a moment is the day in the description's zone, told and compared", async () => {
  await using opened = await openShop()
  const asDay = {
    ...shop,
    entities: shop.entities.map((it) => ({
      ...it,
      fields: it.fields.map((field) => (field.name === 'sent_at' ? { ...field, type: 'date' as const } : field)),
    })),
  }
  const sent = { entity: 'order', field: 'sent_at' }
  const looking: Looking = { description: asDay, store: opened.store, reader: { kind: 'customer', id: 'bob' }, clock: () => 0 }
  // Half past midnight in Paris, and the evening before in UTC.
  const found = await findRecords(looking, { ...byNumber, fields: [sent], where: [{ field: sent, is: 'equal', values: ['1997-05-11'], words: '11 May' }] })
  assert.deepEqual(
    found.rows.map(({ id, cells }) => [id, cells.find(({ field }) => field.field === 'sent_at')?.value]),
    [['A2', '1997-05-11']],
  )
})
