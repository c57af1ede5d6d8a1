import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fetched, WebClient } from '../domain/site.ts'
import { pacedClient } from './paced-client.ts'

const url = new URL('https://example.org/')
const options = { limitOf: () => 1 }

/** A clock that only sleeping moves, and a server that answers by a list. */
const world = (delayMs: number, answers: Fetched[] = []) => {
  let nowMs = 0
  const asked: number[] = []
  const inner: WebClient = {
    get: async () => {
      asked.push(nowMs)
      return answers.shift() ?? { type: 'unchanged' }
    },
    close: async () => {},
  }
  const sleep = async (ms: number): Promise<void> => void (nowMs += ms)
  return { asked, client: pacedClient(inner, { delayMs, now: () => nowMs, sleep }) }
}

const busy = (retryAfterMs: number | null, status = 429): Fetched => ({ type: 'failed', status, retryAfterMs })

test('requests keep the distance that is set, or the larger one that the site asks for', async () => {
  const { asked, client } = world(250)
  await client.get(url, options)
  await client.get(url, options)
  client.pace(2000)
  await client.get(url, options)
  await client.get(url, options)
  assert.deepEqual(asked, [0, 250, 500, 2500])
  client.pace(10)
  await client.get(url, options)
  await client.get(url, options)
  assert.deepEqual(asked.slice(4), [4500, 4750])
})

test('a site that asks for very long pauses is still read, every ten seconds', async () => {
  const { asked, client } = world(0)
  client.pace(3_600_000)
  await client.get(url, options)
  await client.get(url, options)
  assert.deepEqual(asked, [0, 10_000])
})

test('a busy server is waited for as long as it says, else longer each time, three times at most', async () => {
  const told = world(0, [busy(7000), busy(3000, 503)])
  assert.deepEqual(await told.client.get(url, options), { type: 'unchanged' })
  assert.deepEqual(told.asked, [0, 7000, 10_000])

  const silent = world(0, [busy(null), busy(null), busy(null), busy(null)])
  assert.deepEqual(await silent.client.get(url, options), busy(null))
  assert.deepEqual(silent.asked, [0, 1000, 3000])

  const closed = world(0, [busy(86_400_000)])
  assert.deepEqual(await closed.client.get(url, options), busy(86_400_000))
  assert.deepEqual(closed.asked, [0])

  const broken = world(0, [busy(null, 500)])
  assert.deepEqual(await broken.client.get(url, options), busy(null, 500))
})
