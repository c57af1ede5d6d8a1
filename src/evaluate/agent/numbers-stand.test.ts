import assert from 'node:assert/strict'
import { test } from 'node:test'
import { look } from './examined-for-tests.ts'
import { numbersIn, standsIn } from './numbers-stand.ts'

test('figures are numbers of a sentence; parts of names, versions and addresses are none', () => {
  const check = (text: string, wanted: readonly string[]): void => assert.deepEqual(numbersIn(text), wanted, text)
  check('The disk is 97 % full, 1,024 files are open.', ['97', '1024'])
  check('It took 2.5 s.', ['2.5'])
  check('web-2 at 10.0.0.1:8080 answers 503.', ['503'])
  check('postgres v16.2 on /data2 is well', [])
})

const seen = [look('a', { facts: [{ name: 'used_bytes', value: 3_221_225_472, labels: { mount: '/data7' }, at: new Date() }], lines: ['retry 14 of 20'] })]

test('a number stands where it was seen, in another unit perhaps', () => {
  const check = (number: string, wanted: boolean): void => assert.equal(standsIn(number, seen, 2), wanted, number)
  check('3221225472', true)
  check('3', true) // GiB
  check('3072', true) // MiB
  check('14', true)
  check('2', true) // items cited
  check('57', false)
})
