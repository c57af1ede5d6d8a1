import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { openBodies } from './bodies.ts'

const body = () => Object.assign(new PassThrough(), { headers: {} }) as PassThrough & IncomingMessage
const limits = { mostBytes: 100, timeoutMs: 60_000 }

test('bodies that arrive together hold no more than their room: the oldest goes first, and its room is free again', async () => {
  const bodies = openBodies(100)
  const [trickling, second, third] = [body(), body(), body()]
  const first = assert.rejects(bodies.read(trickling, limits), { code: 'unavailable' })
  trickling.write('a'.repeat(50))
  const readings = [bodies.read(second, limits), bodies.read(third, limits)]
  second.end('b'.repeat(40))
  third.write('c'.repeat(40))
  await first
  third.end('c'.repeat(20))
  assert.deepEqual(await Promise.all(readings), ['b'.repeat(40), 'c'.repeat(60)])
})

test('one body alone may be larger than the room, and never larger than its limit', async () => {
  const bodies = openBodies(10)
  const [whole, large] = [body(), body()]
  const reading = bodies.read(whole, limits)
  whole.end('a'.repeat(100))
  assert.equal(await reading, 'a'.repeat(100))
  const refused = assert.rejects(bodies.read(large, limits), { code: 'FST_ERR_CTP_BODY_TOO_LARGE' })
  large.write('a'.repeat(101))
  await refused
})

test('a body that does not come in time is refused with 408, one whose client left is cancelled', async () => {
  const bodies = openBodies(10)
  await assert.rejects(bodies.read(body(), { mostBytes: 100, timeoutMs: 5 }), { statusCode: 408 })
  const left = body()
  const reading = assert.rejects(bodies.read(left, limits), { code: 'cancelled' })
  left.destroy(new Error('aborted'))
  await reading
})
