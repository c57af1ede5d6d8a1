import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { reportOf } from '../report/findings.ts'
import { at, statisticsOf, steadyLog } from '../log-for-tests.ts'
import type { Claim } from './claim-schema.ts'
import { evidenceOf } from './evidence.ts'
import { checkClaim } from './verify-claim.ts'

const log = [
  ...steadyLog(21),
  ...Array.from({ length: 45 }, (_, index) => at(7_205 + index, `ERROR pool: connection to db-1:5432 refused, attempt ${index + 100}`)),
  ...Array.from({ length: 12 }, (_, index) => at(7_300 + index, `WARN mailer: could not deliver letter ${index} to relay mx-2`)),
].toSorted()
const report = reportOf(statisticsOf(log))
const { evidence } = evidenceOf(report, (text) => text)
const find = (words: RegExp) => evidence.find(({ template }) => words.test(template.template))!
const [pool, mailer] = [find(/connection to/), find(/deliver letter/)]

const check = (text: string, about = [pool], rest: Partial<Claim> = {}): string | null =>
  checkClaim({ kind: 'summary', text, templates: about.map(({ handle }) => handle), lines: [about[0]?.template.firstLine ?? 1], ...rest }, evidence, report)

test('a claim that says what the counts say is kept', () => {
  for (const text of [
    `Connections to db-1 were refused 45 times.`,
    `The pool was refused its connection to db-1:5432 45 times, from line ${pool.template.firstLine} on.`,
    `The connection to db-1 was refused from 02:00:05 to 02:00:49.`,
    `The connection to db-1 was refused on 2026-11-20 at 02:00.`,
    `Connection refused by db-1, 45 of ${report.lines} lines.`,
    `"connection to db-1:5432 refused" came ${((100 * 45) / report.lines).toFixed(1)} % of the time.`,
    'Dozens of connections to db-1 were refused.',
  ])
    assert.equal(check(text), null, text)
  assert.equal(check('Connections were refused 45 times, and letters could not be delivered 12 times.', [pool, mailer]), null)
  assert.equal(check('Connections were refused and letters not delivered, 57 times together.', [pool, mailer]), null)
  assert.equal(check('Twelve letters to relay mx-2 could not be delivered.', [mailer]), null)
})

test('a wrong number is dropped, whatever role it has', () => {
  for (const text of [
    'Connections to db-1 were refused 46 times.',
    'Connections to db-1 were refused 5432 times.',
    'Connections to db-1 were refused 100 times.',
    'The connection to db-1 was refused from 03:00:05 on.',
    'The connection to db-1 was refused on 2026-11-21.',
    'Connections to db-1 were refused, 99 % of all lines.',
    'Connections to db-1 were refused from line 3 on.',
    'Hundreds of connections to db-1 were refused.',
    'Connections to db-1 were refused twice.',
    'Half of the connections to db-1 were refused.',
    'The connection to db-1:5433 was refused.',
    'Connections to db-1 were refused for 10 minutes.',
  ])
    assert.equal(check(text), 'number', text)
})

test('a number in another script, a fraction, a measure or a pace is none that was counted', () => {
  for (const text of [
    '９９ times',
    '٩٩ times',
    '९९ times',
    '𝟗𝟗 times',
    '⑨ times',
    '½ of the time',
    '45 hours',
    '45 seconds',
    'ninety times',
    'in their nineties',
  ])
    assert.equal(check(`Connections to db-1 were refused ${text}.`), 'number', text)
  for (const text of [
    '45 times a second',
    '45 times per minute',
    'every minute',
    'for hours',
    'at midnight',
    'only once',
    'rarely',
    'more often than letters',
    'most of the time',
  ])
    assert.match(String(check(`Connections to db-1 were refused ${text}.`)), /order|number/, text)
  assert.equal(check('The letters were refused many times by relay mx-2.', [mailer]), null)
  assert.equal(check('The most frequent error was the refused connection to db-1.'), null)
  assert.equal(check('The most frequent line was the refused connection to db-1.'), 'order')
})

test('what is said to come first comes first', () => {
  const both = [pool, mailer]
  assert.equal(check('Connections to db-1 were refused before letters could not be delivered to relay mx-2.', both), null)
  assert.equal(check('The letters could not be delivered to relay mx-2 after connections to db-1 were refused.', both), null)
  assert.equal(check('The letters could not be delivered to relay mx-2 before connections to db-1 were refused.', both), 'order')
  assert.equal(check('Connections to db-1 were refused after letters could not be delivered to relay mx-2.', both), 'order')
})

test('a right number of another template is a wrong one', () => {
  assert.equal(check('Connections to db-1 were refused 12 times.'), 'number')
  assert.equal(check('Connections were refused 12 times, and letters could not be delivered 45 times.', [pool, mailer]), 'number')
})

test('a name that the templates do not have is dropped, and so is a sentence about something else', () => {
  for (const text of [
    'Connections to db-7 were refused.',
    'Connections to PostgreSQL were refused.',
    'Kafka refused the connection of the pool.',
    'The connection to "the billing server" was refused.',
    'The connection to db_main.users was refused.',
  ])
    assert.match(String(check(text)), /name|number/, text)
  assert.equal(check('A certificate had expired during the night.'), 'apart')
  assert.equal(check('Connections to db-1 were refused. A certificate had expired during the night.'), 'apart')
  assert.equal(check('The ships ran aground because the lamps were out of oil.', [pool], { kind: 'cause' }), 'apart')
})

test('pointers must exist: templates that were shown, lines that they have', () => {
  const text = 'Connections to db-1 were refused.'
  assert.equal(check(text, [pool], { templates: [] }), 'pointers')
  assert.equal(check(text, [pool], { templates: [pool.handle, 'T99'] }), 'pointers')
  assert.equal(check(text, [pool], { templates: [pool.template.id] }), 'pointers')
  assert.equal(check(text, [pool], { lines: [pool.template.firstLine, 999_999] }), 'lines')
  assert.equal(check(text, [pool], { lines: [mailer.template.firstLine] }), 'lines')
  assert.equal(check(text, [pool], { lines: [Number.NaN] }), 'lines')
})

test('nothing that a page, a terminal or a shell would obey passes', () => {
  for (const text of [
    'Connections to db-1 were refused, see https://evil.example/x.',
    'Connections to db-1 were refused [more](evil).',
    '<b>Connections</b> to db-1 were refused.',
    'Connections to db-1 were refused; run `rm -rf /`.',
    'Connections to db-1 were refused, so run sudo reboot.',
    'Connections to db-1 were refused | sh',
    'Connections to db-1 were \u001b[31mrefused.',
    'Connections to db-1 were \u202Erefused.',
    'Connections refused'.padEnd(300, ' refused'),
    'refused',
  ])
    assert.equal(check(text), 'shape', text)
})

test('whatever integer stands as the count, only true ones pass', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20_000 }), (count) => {
      const isTrue = count === 45 || count === report.lines
      const verdict = check(`Connections to db-1 were refused ${count} times.`)
      return isTrue ? verdict === null : verdict === 'number'
    }),
    { numRuns: 2_000 },
  )
})

test('no text makes the check fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.integer()), (text, lines) => (check(text, [pool], { lines }), true)),
    { numRuns: 2_000 },
  )
})
