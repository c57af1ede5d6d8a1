import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FieldType } from '../../domain/record-description.ts'
import { readDescription } from '../describe/read-description.ts'
import { saidCondition } from './said-condition.ts'
import { clauseOf, clauseOfNothing, partOf } from './tell-field.ts'
import { showValue } from './show-value.ts'

const described = (name: string, type: FieldType, more = '') =>
  readDescription(
    `
collection: clinic
title: Clinic
source: { files: [a.csv] }
zone: Europe/Berlin
currency: EUR
customers: { entity: patient }
entities:
  patient: { table: patients, key: id, owner: id, fields: { id: { type: id } } }
  visit: { table: visits, key: id, owner: patient, fields: { id: { type: id }, patient: { type: id }, ${name}: { type: ${type}${more} } } }
relations: [visit.patient -> patient.id]
`,
    'clinic.yaml',
  )
const visit = (description: ReturnType<typeof described>) => description.entities.find(({ name }) => name === 'visit')!
const told = (name: string, type: FieldType, value: string, question = '', more = '') => {
  const description = described(name, type, more)
  return clauseOf(description, visit(description).fields.at(-1)!, value, false, question)
}

test('a date is told by the verb that its name is, and by a noun where it is none', () => {
  for (const [name, clause] of [
    ['placed_at', 'was placed on 5 May 2026'],
    ['shipped_date', 'was shipped on 5 May 2026'],
    ['date_paid', 'was paid on 5 May 2026'],
    ['last_seen_on', 'was last seen on 5 May 2026'],
    ['lent', 'was lent on 5 May 2026'],
    ['starts_at', 'starts on 5 May 2026'],
    ['ends_on', 'ends on 5 May 2026'],
    ['began', 'began on 5 May 2026'],
    ['due', 'is due on 5 May 2026'],
    ['due_back', 'is due back on 5 May 2026'],
    ['due_date', 'is due on 5 May 2026'],
    ['expected_on', 'is expected on 5 May 2026'],
    ['required', 'is required by 5 May 2026'],
    ['valid_until', 'is valid until 5 May 2026'],
    ['order_date', null],
    ['delivery_date', null],
    ['feed', null],
  ] as const)
    assert.equal(told(name, 'date', '2026-05-05'), clause, name)
  assert.equal(told('ordered', 'date', '2026-05-05', 'when was it placed?', ', called: [placed]'), 'was placed on 5 May 2026')
  assert.equal(told('starts_at', 'date', '2026-05-05', 'what is its start?', ', called: [start]'), 'starts on 5 May 2026')
  const description = described('cancelled_on', 'date')
  assert.equal(clauseOfNothing(visit(description).fields.at(-1)!, false, ''), 'was cancelled')
})

test('what is so or not is told as a sentence would', () => {
  for (const [name, yes, no] of [
    ['confirmed', 'is confirmed', 'is not confirmed'],
    ['is_overdue', 'is overdue', 'is not overdue'],
    ['for_children', 'is for children', 'is not for children'],
    ['in_stock', 'is in stock', 'is not in stock'],
    ['has_insurance', 'has insurance', 'has no insurance'],
    ['has_been_read', 'is read', 'is not read'],
    ['can_renew', 'can renew', 'cannot renew'],
    ['auto_renews', 'auto renews', 'does not auto renew'],
    ['gift', 'is marked “gift: yes”', 'is marked “gift: no”'],
  ] as const) {
    assert.equal(told(name, 'boolean', 'true'), yes)
    assert.equal(told(name, 'boolean', 'false'), no)
  }
  const description = described('gift', 'boolean')
  assert.equal(partOf(description, visit(description).fields.at(-1)!, false, ''), 'gift: no')
})

test('conditions follow the name of what they are of', () => {
  for (const [name, type, is, values, words] of [
    ['placed_at', 'date', 'between', ['1996-01-01', '1997-01-01'], 'placed in 1996'],
    ['placed_at', 'date', 'between', ['1996-03-01', '1996-04-01'], 'placed in March 1996'],
    ['placed_at', 'date', 'between', ['1996-03-01', '1996-03-02'], 'placed on 1 March 1996'],
    ['placed_at', 'date', 'between', ['1996-03-01', '1996-03-08'], 'placed from 1 March 1996 to 7 March 1996'],
    ['placed_at', 'date', 'missing', [], 'not placed'],
    ['starts_at', 'time', 'at_least', ['1996-03-01'], 'starting from 1 March 1996 on'],
    ['due', 'date', 'less', ['1996-03-01'], 'due before 1 March 1996'],
    ['due', 'date', 'missing', [], 'with no due date'],
    ['delivery_date', 'date', 'between', ['1996-01-01', '1997-01-01'], 'with a delivery date in 1996'],
    ['fee', 'money', 'more', ['100'], 'with a fee over €100.00'],
    ['confirmed', 'boolean', 'equal', ['false'], 'that are not confirmed'],
    ['gift', 'boolean', 'equal', ['true'], 'marked “gift: yes”'],
    ['doctor', 'text', 'equal', ['Dr. Sun'], 'with doctor Dr. Sun'],
  ] as const) {
    const description = described(name, type)
    assert.equal(saidCondition(description, { field: { entity: 'visit', field: name }, is, values, words: '' }, 'visit'), words)
  }
})

test('a stored choice is told in letters that people use, and a code with what it means', () => {
  const shown = (values: string, value: string) => {
    const description = described('state', 'choice', `, values: ${values}`)
    return showValue(visit(description).fields.at(-1)!, value, description)
  }
  assert.equal(shown('{ on_hold: [waiting], done: [] }', 'on_hold'), 'on hold')
  assert.equal(shown('{ ON_HOLD: [], READY: [] }', 'READY'), 'ready')
  assert.equal(shown('{ PU: [picked up], VISA: [] }', 'PU'), 'picked up (PU)')
  assert.equal(shown('{ PU: [picked up], VISA: [] }', 'VISA'), 'VISA')
  assert.equal(shown('{ overdue_1: [first reminder sent] }', 'overdue_1'), 'first reminder sent (overdue_1)')
  assert.equal(shown('{ "0": [still sold] }', '0'), 'still sold (0)')
})
