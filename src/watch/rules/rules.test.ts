import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rule } from '../../domain/watch.ts'
import { judge } from './judge.ts'
import { poissonTail } from './burst.ts'

const minuteMs = 60_000

/** Which samples, one a minute (or every `stepMs`), a rule calls wrong. Its memory goes through JSON. */
const wrongAt = (rule: Rule, values: readonly number[], { stepMs = minuteMs, name = 'value' } = {}): number[] => {
  let memory: unknown = null
  return values.flatMap((value, index) => {
    const verdict = judge(rule, memory, { name, value, atMs: index * stepMs })
    memory = JSON.parse(JSON.stringify(verdict.memory))
    return verdict.wrong === null ? [] : [index]
  })
}

test('a forecast tells of a limit that is reached at the pace of late, not of a line that goes up and down', () => {
  const rule: Rule = { kind: 'forecast', reaches: 100, withinSeconds: 3600 }
  const climbs = Array.from({ length: 60 }, (_, index) => 20 + index)
  assert.equal(wrongAt(rule, climbs)[0], 20, '60 minutes before it is full')
  const swings = Array.from({ length: 60 }, (_, index) => 60 + 30 * Math.sin(index / 3))
  assert.deepEqual(wrongAt(rule, swings), [])
  assert.deepEqual(wrongAt(rule, climbs.toReversed()), [], 'it goes away from the limit')
  const spiked = climbs.map((value, index) => (index === 15 ? 95 : value))
  assert.equal(wrongAt(rule, spiked)[0], 20, 'one wild value does not bend the line')
})

test('a forecast of free space counts down', () => {
  const falls = Array.from({ length: 40 }, (_, index) => 100 - index)
  assert.ok(wrongAt({ kind: 'forecast', reaches: 0, withinSeconds: 5400 }, falls).length > 0)
})

test('a burst is far more than before; quiet, a busy log and a slow climb are none', () => {
  const rule: Rule = { kind: 'burst' }
  const usual = [3, 5, 4, 2, 6, 4, 3, 5, 4, 4]
  assert.deepEqual(wrongAt(rule, [...usual, 60, 4]), [10])
  assert.deepEqual(wrongAt(rule, [...usual, 9, 10, 8]), [])
  assert.deepEqual(wrongAt(rule, [0, 0, 0, 0, 0, 0, 40]), [6])
  assert.deepEqual(wrongAt(rule, [0, 0, 0, 0, 0, 0, 2]), [])
  const busy = usual.map((value) => value * 1000)
  assert.deepEqual(wrongAt(rule, [...busy, 20_000]), [10], 'five times the usual thousands is much')
})

test('the tail of Poisson is as tables have it', () => {
  assert.ok(Math.abs(poissonTail(3, 1) - 0.0803) < 1e-4)
  assert.ok(Math.abs(Math.log10(poissonTail(30, 4)) + 16.25) < 0.3, String(poissonTail(30, 4)))
  assert.equal(poissonTail(0, 2), 1)
})

/** Deterministic noise of standard deviation about 1. */
const noise = (index: number): number => {
  const hash = (seed: number): number => {
    const x = Math.sin(index * 12.9898 + seed * 78.233) * 43758.5453
    return x - Math.floor(x)
  }
  return [1, 2, 3, 4].reduce((sum, seed) => sum + hash(seed) - 0.5, 0) * 1.7
}

const fiveMinutes = { stepMs: 5 * minuteMs }
const perDay = 288
const deviation: Rule = { kind: 'deviation', falseAlarmsPerDay: 0.5 }

test('a deviation learns for a day, then finds a spike and an hour that is off', () => {
  const calm = Array.from({ length: 4 * perDay }, (_, index) => 50 + noise(index))
  const spike = 3 * perDay + 20
  const shift = 3 * perDay + 120
  const values = calm.map((value, index) => (index === spike ? 90 : index >= shift && index < shift + 24 ? value + 4 : value))
  const wrong = wrongAt(deviation, values, fiveMinutes)
  assert.ok(wrong.includes(spike))
  assert.ok(wrong.some((index) => index >= shift && index < shift + 24))
  assert.ok(
    wrong.every((index) => index >= perDay),
    'nothing on the first day',
  )
})

test('a deviation knows the hour of the day: the night value at noon is wrong, the usual peak is not', () => {
  const daily = (index: number): number => 100 + 80 * Math.sin((2 * Math.PI * index) / perDay) + 2 * noise(index)
  const values = Array.from({ length: 10 * perDay }, (_, index) => daily(index))
  const noon = 9 * perDay + 72
  const broken = values.map((value, index) => (index >= noon && index < noon + 12 ? 60 : value))
  const wrong = wrongAt(deviation, broken, fiveMinutes)
  assert.ok(
    wrong.some((index) => index >= noon && index < noon + 12),
    'a value that is usual at night',
  )
  const days = wrong.filter((index) => index >= 5 * perDay && index < noon).length
  assert.ok(days < 10, `${days} wrong samples in four days of an honest season`)
})

test('a deviation says nothing of a series that never moves, and something of its first move', () => {
  const still = Array.from({ length: 3 * perDay }, () => 7)
  assert.deepEqual(wrongAt(deviation, still, fiveMinutes), [])
  assert.deepEqual(wrongAt(deviation, [...still, 20], fiveMinutes).slice(0, 1), [3 * perDay])
})

test('what a deviation remembers is small', () => {
  let memory: unknown = null
  for (let index = 0; index < 2000; index++) memory = judge(deviation, memory, { name: 'value', value: 1e9 * noise(index), atMs: index * 300_000 }).memory
  assert.ok(JSON.stringify(memory).length < 4096)
})
