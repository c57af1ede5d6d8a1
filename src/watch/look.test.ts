import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fact } from '../domain/capability.ts'
import type { Watch } from '../domain/watch.ts'
import { look, unseenFact, type Look } from './look.ts'
import { emptyMemory, mostThings, readMemory } from './memory.ts'
import { factOf, minute, seen, watchOf } from './scripted-for-tests.ts'

/** One look a minute; null: nothing is answered but a problem. What is remembered goes through JSON, as it does through the database. */
const looks = (watch: Watch, answers: readonly (readonly Fact[] | null)[]): Look[] => {
  let memory = emptyMemory
  return answers.map((facts, index) => {
    const result = look(watch, memory, facts ? seen(facts) : seen([], 'It is down.'), minute(index))
    memory = readMemory(JSON.parse(JSON.stringify(result.memory)))
    return result
  })
}

const values = (...them: readonly Fact['value'][]): (readonly Fact[])[] => them.map((value, index) => [factOf(value, minute(index))])
const standing = (all: readonly Look[]): string => all.map(({ signals }) => (signals.length > 0 ? '#' : '.')).join('')

test('what is wrong stands until it is right, and says its numbers', () => {
  const all = looks(watchOf(), values(80, 95, 95, 80))
  assert.equal(standing(all), '.##.')
  assert.equal(all[1]!.signals[0]!.sentence, 'disk: used_percent is 95 %, above 90 %.')
})

test('what is wrong for less than the watch asks is nothing, and what is right for less is no end', () => {
  const patient = watchOf({ forSeconds: 120, clearSeconds: 120 })
  assert.equal(standing(looks(patient, values(95, 80, 95, 95, 95, 80, 95, 80, 80, 80))), '....#####.')
})

test('a problem of the way leaves things as they are, and is a signal of its own that is no graver than a warning', () => {
  const all = looks(watchOf(), [...values(95), null, [factOf(80, minute(2))]])
  assert.deepEqual(
    all[1]!.signals.map(({ fact, grade }) => [fact.name, grade]),
    [
      ['used_percent', 'critical'],
      [unseenFact, 'warning'],
    ],
  )
  assert.match(all[1]!.problem!, /It is down/)
  assert.deepEqual(all[2]!.signals, [])
})

test('a fact that is misspelt is unseen, and what it is called is said', () => {
  const all = looks(watchOf({ fact: 'used_percnt' }), values(95, 95))
  assert.equal(standing(all), '##')
  assert.match(all[0]!.signals[0]!.sentence, /tells no "used_percnt", but "used_percent"/)
})

test('a thing that is told of no more is over, unless the watch waits for it', () => {
  const gone = [[factOf(95, minute(0))], []]
  assert.equal(standing(looks(watchOf(), gone)), '#.')
  const all = looks(watchOf({ rule: { kind: 'absent' } }), gone)
  assert.equal(standing(all), '.#')
  assert.equal(all[1]!.signals[0]!.grade, 'critical', 'that it is absent is what the watch asks for')
})

test('no number, a time in the future and a series without news are not believed, and told', () => {
  const future = new Date(minute(0).getTime() + 3_600_000)
  const old = new Date(minute(0).getTime() - 3_600_000)
  for (const [fact, why] of [
    [factOf(Number.NaN, minute(0)), /no number/],
    [factOf(null, minute(0)), /missing/],
    [factOf(99, future), /clock is wrong/],
    [factOf(99, old), /no new sample/],
  ] as const) {
    const [first] = looks(watchOf(), [[fact]])
    assert.match(first!.problem!, why)
    assert.deepEqual(
      first!.signals.map(({ fact: { name } }) => name),
      [unseenFact],
    )
  }
})

test('the same sample told again is judged once', () => {
  const again = [factOf(5, minute(0))]
  const rate = watchOf({ rule: { kind: 'rate', below: 0.001 }, fact: 'used_percent' })
  assert.equal(standing(looks(rate, [again, again, again])), '...', 'no rate is known of one sample')
})

test('a counter that was set back has no rate, and goes on with the next sample', () => {
  const rate = watchOf({ rule: { kind: 'rate', above: 1, below: 0 }, fact: 'requests_total' })
  const counts = [100, 160, 0, 60, 600].map((value, index) => [factOf(value, minute(index), {}, 'requests_total')])
  assert.equal(standing(looks(rate, counts)), '....#')
})

test('of a million series two hundred are followed, the known ones first, and the rest is told', () => {
  const flood = (count: number, at: Date): Fact[] => Array.from({ length: count }, (_, index) => factOf(50, at, { series: `s${index}` }))
  const known = factOf(95, minute(0), { series: 'known' })
  const all = looks(watchOf(), [[known], [...flood(100_000, minute(1)), factOf(96, minute(1), { series: 'known' })]])
  assert.equal(Object.keys(all[1]!.memory.things).length, mostThings)
  assert.match(all[1]!.problem!, /99801 more things/)
  assert.equal(all[1]!.signals.length, 1)
})

test('lines of a log are told by their words', () => {
  const watch = watchOf({ rule: { kind: 'burst' }, fact: 'template_lines' })
  const line = (count: number, at: number) => ({
    ...seen([factOf(count, minute(at), { template: 'ab12', severity: 'warning' }, 'template_lines')]),
    lines: [`ab12 ${count}× warning: retry <*> of payment`],
  })
  let memory = emptyMemory
  for (let at = 0; at < 8; at++) memory = look(watch, memory, line(2, at), minute(at)).memory
  const [signal] = look(watch, memory, line(90, 8), minute(8)).signals
  assert.equal(signal!.sentence, 'disk: lines like "retry <*> of payment" (warning) come 90 times, where 2 are usual.')
})

test('what stands in labels is one line of words, and bounded', () => {
  const [first] = looks(watchOf(), [[factOf(95, minute(0), { mount: `/x\u001b[2J\n${'a'.repeat(5000)}` })]])
  const { sentence } = first!.signals[0]!
  // oxlint-disable-next-line no-control-regex
  assert.doesNotMatch(sentence, /[\u0000-\u001f]/)
  assert.ok(sentence.length < 300)
})

test('what the database holds of another shape is forgotten', () => {
  for (const kept of [null, undefined, 'x', 3, [], { things: 1 }]) assert.deepEqual(readMemory(kept), emptyMemory)
})

/** One look a minute; what a log held each minute, by template. */
const logLooks = (minutes: readonly Readonly<Record<string, number>>[]): string[] =>
  looks(
    watchOf({ rule: { kind: 'burst' }, fact: 'template_lines' }),
    minutes.map((counts, index) =>
      // The last line of a kind may be long ago.
      Object.entries(counts).map(([template, count]) =>
        factOf(count, minute(index - 14), { template, severity: template.startsWith('E') ? 'error' : 'info' }, 'template_lines'),
      ),
    ),
  ).map(({ signals }) => signals.map(({ fact }) => fact.labels['template']).join(' '))

test('of a log that is known, an error of a new kind is wrong at once, other lines when they come in numbers', () => {
  const usual = Array.from({ length: 6 }, () => ({ served: 20 }))
  assert.deepEqual(logLooks([...usual, { served: 20, E1: 1, started: 2 }, { served: 22, E1: 1, started: 2 }]).slice(5), ['', 'E1', ''])
  assert.deepEqual(logLooks([...usual, { served: 200 }]).at(-1), 'served')
  assert.deepEqual(logLooks([...usual, { served: 20, retry: 80 }]).at(-1), 'retry')
  assert.deepEqual(logLooks([{ E1: 3 }, { E1: 3 }]), ['', ''], 'at first all is new')
})

test('lines that stop are no burst when they come again, and a log that is empty for once is none', () => {
  const usual = Array.from({ length: 8 }, () => ({ served: 20 }))
  assert.deepEqual(new Set(logLooks([...usual, {}, {}, ...usual])), new Set(['']))
})
