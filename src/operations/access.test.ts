import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { z } from 'zod'
import type { AccessScope, Caller, Visible } from '../domain/call.ts'
import { isAppError } from '../base/error.ts'
import type { App } from './app.ts'
import { operations } from './index.ts'
import { accessOf, perform, type Operation } from './operation.ts'

/** Whatever an operation would reach for. */
const untouchable = new Proxy({} as App, {
  get: (_app, part) => {
    // Those that stand before every operation.
    if (part === 'admission') return undefined
    throw new Error(`reached ${String(part)}`)
  },
})

const caller = (scope: AccessScope, collections: Visible): Caller => ({ id: 'k', name: 'k', scope, collections })

const outcome = async (it: Operation, input: unknown, who: Caller): Promise<string> => {
  try {
    await perform(untouchable, it, input, { caller: who })
    return 'let in'
  } catch (error) {
    return isAppError(error) && error.code === 'forbidden' ? 'forbidden' : 'let in'
  }
}

const order = ['ask', 'write', 'admin', 'owner'] as const

test('no door needs to know what a key is good for: every operation refuses by itself, those without a route too', async () => {
  const wrong: string[] = []
  for (const it of operations) {
    for (const scope of ['ask', 'write', 'admin'] as const) {
      for (const collections of ['*', ['alpha']] as const) {
        const needed = accessOf(it)
        const has = scope === 'admin' && collections === '*' ? 'owner' : scope
        const want = needed === null || order.indexOf(has) >= order.indexOf(needed) ? 'let in' : 'forbidden'
        const got = await outcome(it, { nothing_of_the_kind: 1 }, caller(scope, collections))
        if (got !== want) wrong.push(`${it.name}: ${scope} of ${collections} is ${got}`)
      }
    }
  }
  assert.deepEqual(wrong, [])
})

/** Each of them was thought about: what is new is refused until it stands here. */
const forCustomers: readonly string[] = ['ask', 'giveFeedback', 'recordCard']

test('a customer is refused whatever is not meant for customers; staff may do what every key that asks may', async () => {
  const customer: Caller = { ...caller('ask', ['alpha']), customer: { id: 'yusuf_rossi_9620', by: 'token' } }
  const staff: Caller = { ...caller('ask', ['alpha']), isStaff: true }
  const letIn: string[] = []
  for (const it of operations) {
    if ((await outcome(it, { nothing_of_the_kind: 1 }, customer)) === 'let in' && accessOf(it) !== null) letIn.push(it.name)
    const ordinary = await outcome(it, { nothing_of_the_kind: 1 }, caller('ask', ['alpha']))
    assert.equal(await outcome(it, { nothing_of_the_kind: 1 }, staff), ordinary, it.name)
  }
  assert.deepEqual(letIn, forCustomers)
})

test('a collection that a key is not for is refused wherever one can be named, whether it exists or not', async () => {
  const wrong: string[] = []
  let named = 0
  for (const it of operations) {
    const shape = (it.input as z.ZodObject).shape ?? {}
    if (!('collection' in shape)) continue
    named += 1
    // Only the fields that must be there, with something that fits each.
    const input = { ...fitting(it), collection: 'beta' }
    const access = accessOf(it)
    if (access === 'owner' || !it.input.safeParse(input).success) {
      if (access !== 'owner') wrong.push(`${it.name}: the test knows no input that fits`)
      continue
    }
    if ((await outcome(it, input, caller('admin', ['alpha']))) !== 'forbidden') wrong.push(it.name)
  }
  assert.deepEqual(wrong, [])
  assert.ok(named > 5)
})

const samples: Readonly<Record<string, unknown>> = {
  question: 'Which port?',
  query: 'port',
  source: 'a.md',
  text: 'A port.',
  texts: ['A port.'],
  url: 'https://example.com/',
  files: [{ name: 'a.md', path: '/nowhere' }],
  paths: ['/nowhere'],
  entity: 'order',
  id: '7',
}

const fitting = (it: Operation): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries((it.input as z.ZodObject).shape).flatMap(([name, schema]) =>
      (schema as z.ZodType).safeParse(undefined).success ? [] : [[name, samples[name]]],
    ),
  )
