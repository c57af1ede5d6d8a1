import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActionCheck } from '../domain/action.ts'
import type { Capability, Fact, Observation } from '../domain/capability.ts'
import { holdCheck } from './hold-check.ts'

const check: ActionCheck = {
  capability: 'http_probe',
  params: { probe: 'shop' },
  fact: 'status',
  labels: { probe: 'shop' },
  expect: { equals: 200 },
  withinSeconds: 5,
}

/** Looks at each of these in turn, then at the last one again and again; a second passes between them. */
const held = async (looks: readonly (readonly Partial<Fact>[])[], wanted: Partial<ActionCheck> = {}): Promise<readonly [boolean, string, number]> => {
  let [now, asked] = [0, 0]
  const observe = async (): Promise<Observation> => {
    const facts = (looks[asked++] ?? looks.at(-1)!).map((it): Fact => ({ name: 'status', value: 200, labels: { probe: 'shop' }, at: new Date(now), ...it }))
    return { id: '', capability: '', params: {}, startedAt: new Date(now), durationMs: 0, facts, lines: [], problem: facts.length === 0 ? 'It is down.' : null }
  }
  const list = [{ name: 'http_probe', facts: ['status', 'is_reachable'] } as unknown as Capability]
  const parts = { capabilities: { list, observe }, now: () => new Date(now), sleep: async (ms: number) => void (now += ms) }
  const { held: holds, sentence } = await holdCheck(parts, { ...check, ...wanted }, new AbortController().signal)
  return [holds, sentence, asked]
}

test('it is looked at again until it holds, and no longer', async () => {
  assert.deepEqual(await held([[{}]]), [true, '"status" is 200 as it must.', 1])
  assert.deepEqual(await held([[], [{ value: 502 }], [{ value: 200 }]]), [true, '"status" is 200 as it must.', 3])
})

test('when the time is over it says what was seen last, or why nothing was', async () => {
  assert.deepEqual(await held([[{ value: 502 }]]), [false, '"status" is 502 after 5 s.', 6])
  assert.deepEqual(await held([[]]), [false, '"status" was not seen (It is down.) after 5 s.', 6])
})

test('facts of other things, of other types, and one bad thing among good ones do not make it hold', async () => {
  for (const facts of [[{ labels: { probe: 'other' } }], [{ value: '200' }], [{}, { value: 500 }], [{ name: 'state' }]])
    assert.equal((await held([facts]))[0], false)
  assert.equal((await held([[{ value: '9' }]], { expect: { above: 5 } }))[0], false)
  assert.equal((await held([[{ value: 9 }]], { expect: { above: 5, below: 10 } }))[0], true)
})

test('a fact that the capability never tells ends it before anything is looked at, and names what it tells', async () => {
  assert.deepEqual(await held([[{}]], { fact: 'code' }), [false, '"http_probe" never tells "code"; it tells status, is_reachable.', 0])
})
