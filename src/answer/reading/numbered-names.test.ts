import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOfAnother, namesAnother, numberedNamesOf } from './numbered-names.ts'
import { passageOf } from '../passage-for-tests.ts'

const names = numberedNamesOf('How long is the warranty of the Nightjar 2?')

test('names with a number are found, dates and counts are not', () => {
  assert.deepEqual(names, [{ name: 'Nightjar', number: '2' }])
  assert.deepEqual(numberedNamesOf('Was it on March 5, In 2010 or after 3 days?'), [])
})

test('what is said of another number is not said of this one', () => {
  assert.equal(namesAnother('The warranty of the Nightjar 3 is 36 months.', names), true)
  assert.equal(namesAnother('The Nightjar 2 and the Nightjar 3 weigh the same.', names), false)
  assert.equal(namesAnother('The warranty is 36 months.', names), false)
})

test('a range holds other numbers too', () => assert.equal(namesAnother('It needs Node 20 or newer.', numberedNamesOf('Does it run on Node 24?')), false))

test('a passage below the heading of another number tells of that one', () => {
  assert.equal(isOfAnother(passageOf('The warranty is 36 months.', { title: 'Nightjar 3' }), names), true)
  assert.equal(isOfAnother(passageOf('The warranty is 36 months.'), names), false)
})
