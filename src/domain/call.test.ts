import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drain } from '../base/async.ts'
import { asSystem, assertMaySee, assertMayUse, currentCall, generateWithin, owner, withinCall, type Caller } from './call.ts'

const reader: Caller = { id: 'key-1', name: 'reader', scope: 'ask', collections: ['guide'] }

test('what a call starts and awaits belongs to it, and calls that run at once stay apart', async () => {
  const seen = (caller: Caller) =>
    withinCall({ caller }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return currentCall().caller.id
    })
  assert.deepEqual(await Promise.all([seen(reader), seen(owner), currentCall().caller.id]), ['key-1', 'owner', 'system'])
})

test('a generator keeps its call whoever asks for its next step', async () => {
  async function* ids(): AsyncGenerator<string | null, string | null> {
    yield currentCall().traceId
    await Promise.resolve()
    return currentCall().traceId
  }
  const generator = generateWithin({ traceId: 'one' }, ids)
  const seen: (string | null)[] = []
  const last = await withinCall({ traceId: 'two' }, () => drain(generator, (id) => seen.push(id)))
  assert.deepEqual([...seen, last], ['one', 'one'])
})

test('who leaves a generator early ends it within its call', async () => {
  let ended: string | null = null
  async function* endless(): AsyncGenerator<number, void> {
    try {
      for (let count = 0; ; count++) yield count
    } finally {
      ended = currentCall().traceId
    }
  }
  for await (const count of generateWithin({ traceId: 'one' }, endless)) if (count === 2) break
  assert.equal(ended, 'one')
})

test('work of the system sees no caller', () => {
  assert.equal(
    withinCall({ caller: reader }, () => asSystem(() => currentCall().caller.id)),
    'system',
  )
})

test('a key sees its collections, and does what its scope holds', () => {
  assertMaySee(reader, 'guide')
  assert.throws(() => assertMaySee(reader, 'default'), /not for the collection "default"/)
  assertMayUse(reader, 'ask')
  assert.throws(() => assertMayUse(reader, 'write'), /may ask and read, and this needs one that may add and remove documents/)
  assertMayUse(owner, 'admin')
})
