import assert from 'node:assert/strict'
import { test } from 'node:test'
import { datesOf, isDated } from './dates.ts'
import { identifiersOf, isNamed } from './identifiers.ts'
import { isStated, quantitiesOf } from './numbers.ts'

const states = (source: string, claim: string): boolean => quantitiesOf(claim).every((one) => isStated(one, quantitiesOf(source)))

const numbers: readonly (readonly [source: string, claim: string, stated: boolean])[] = [
  ['1,500 users', '1500 users', true],
  ['1.5 million users', '1,500,000 users', true],
  ['twenty-five users', '25 users', true],
  ['24% of them', '24 percent of them', true],
  ['24% of them', '24 dollars', false],
  ['30 seconds', '30 minutes', false],
  ['90 minutes', '1.5 hours', true],
  ['the 1990s', 'the 1990’s', true],
  ['the second time', 'the third time', false],
  ['two hundred and five', '205', true],
  ['$20', '20 dollars', true],
  ['-5 degrees', '5 degrees', false],
]
for (const [source, claim, stated] of numbers)
  test(`"${claim}" is ${stated ? '' : 'not '}stated by "${source}"`, () => assert.equal(states(source, claim), stated))

const dated = (source: string, claim: string): boolean => datesOf(claim).every((one) => isDated(one, datesOf(source)))

test('a date is found in any form, and may say less than its source but not more', () => {
  assert.ok(dated('on 25 August 1830', 'August 25, 1830'))
  assert.ok(dated('on 1830-08-25', 'on 25th August 1830'))
  assert.ok(dated('on 25 August 1830', 'in August 1830'))
  assert.ok(!dated('in August 1830', 'on 25 August 1830'))
  assert.ok(!dated('on 25 August 1830', 'on 25 August 1831'))
  assert.equal(datesOf('You may 2 times').length, 0)
})

const named = (source: string, claim: string): boolean => identifiersOf(claim.replaceAll('`', ''), claim).every((one) => isNamed(one, source))

test('an identifier is found whole or not at all', () => {
  assert.ok(named('set max_tokens=5', 'the `max_tokens` setting'))
  assert.ok(!named('set max_tokens_total', 'the `max_tokens` setting'))
  assert.ok(!named('use --force-all', 'use --force'))
  assert.ok(!named('since version 1.2.3', 'since version 1.2.4'))
  assert.ok(!named('since v2.1', 'since v2'))
  assert.ok(named('since v2.', 'since v2'))
  assert.ok(!named('in /etc/hosts.d', 'in /etc/host'))
})
