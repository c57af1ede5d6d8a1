import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Condition, FindRecords, RecordRequest } from '../domain/record-request.ts'
import { checkRequest } from './check-request.ts'
import { northwind, retail } from './read/domains-for-tests.ts'

const find: FindRecords = { kind: 'find', entity: 'order', fields: [], where: [], order: null, offset: 0, limit: 10 }
const where = (entity: string, field: string, is: Condition['is'], ...values: string[]): FindRecords => ({
  ...find,
  where: [{ field: { entity, field }, is, values, words: '' }],
})
const faults = (request: RecordRequest, isStaff = false, { description } = northwind): readonly string[] => checkRequest(description, request, isStaff)

test('what is described and visible may be asked for', () => {
  assert.deepEqual(faults(find), [])
  assert.deepEqual(faults(where('order', 'ordered', 'between', '1997-01-01', '1998-01-01')), [])
  assert.deepEqual(faults(where('product', 'name', 'contains', 'Chai')), [])
  assert.deepEqual(
    faults({
      kind: 'figure',
      entity: 'line',
      figure: 'sum',
      of: { entity: 'line', field: 'line_total' },
      where: [],
      by: { entity: 'product', field: 'name' },
      limit: 10,
    }),
    [],
  )
})

test('what says whose rows are meant is refused, but for staff', () => {
  assert.match(faults(where('customer', 'customer_id', 'equal', 'ALFKI'))[0]!, /credential/)
  assert.match(faults(where('order', 'customer_id', 'equal', 'ALFKI'))[0]!, /may be asked for/)
  assert.deepEqual(faults(where('order', 'customer_id', 'equal', 'ALFKI'), true), [])
})

test('what is hidden and what is not there are told alike', () => {
  const told = (field: string): string => faults({ ...find, entity: 'product', fields: [{ entity: 'product', field }] })[0]!.replace(field, '…')
  assert.equal(told('in_stock'), told('nonsense'))
  assert.equal(faults({ ...find, entity: 'employee' }).length, 1)
  assert.equal(faults({ ...find, entity: 'employee', fields: [{ entity: 'employee', field: 'born' }] }, true).length, 1)
})

test('values are of the type of their field', () => {
  for (const request of [
    where('order', 'ordered', 'equal', '1997-02-30'),
    where('order', 'ordered', 'between', '1997-01-01'),
    where('order', 'freight', 'more', '1e9'),
    where('order', 'freight', 'more', '1; drop table'),
    where('order', 'freight', 'contains', '1'),
    where('order', 'address', 'equal', 'x'.repeat(201)),
    where('order', 'address', 'equal', 'a\0b'),
    where('product', 'discontinued', 'equal', '2'),
  ])
    assert.equal(faults(request).length, 1, JSON.stringify(request.where))
  assert.equal(checkRequest(retail.description, where('item', 'options', 'equal', 'blue'), false).length, 1)
})

test('a row tells one value of a field, so what may be several is asked for by itself', () => {
  assert.match(faults({ ...find, fields: [{ entity: 'line', field: 'quantity' }] })[0]!, /ask for line itself/)
  assert.match(
    faults({ kind: 'figure', entity: 'order', figure: 'sum', of: { entity: 'line', field: 'quantity' }, where: [], by: null, limit: 1 })[0]!,
    /ask for line itself/,
  )
})

test('limits hold', () => {
  assert.equal(faults({ ...find, limit: 51 }).length, 1)
  assert.equal(faults({ ...find, limit: 0 }).length, 1)
  assert.equal(faults({ ...find, offset: -1 }).length, 1)
  assert.equal(
    faults({
      ...find,
      where: Array.from({ length: 13 }, () => ({ field: { entity: 'order', field: 'freight' }, is: 'present' as const, values: [], words: '' })),
    }).length,
    1,
  )
})

test('what says which is newer may order rows though nobody sees it', () => {
  const order = { by: { entity: 'order', field: 'position' }, descending: true }
  assert.deepEqual(checkRequest(retail.description, { ...find, order }, false), [])
  assert.equal(checkRequest(retail.description, { ...find, fields: [order.by] }, false).length, 1)
})
