import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../../base/error.ts'
import { loginAttempts } from './login-attempts.ts'

const wrong = async (): Promise<never> => {
  throw new AppError('unauthorised', 'Wrong.')
}
const right = async (): Promise<string> => 'session'

const codesOf = async (count: number, attempt: (i: number) => Promise<unknown>): Promise<Record<string, number>> => {
  const codes = await Promise.all(
    Array.from({ length: count }, (_, i) =>
      attempt(i).then(
        () => 'right',
        (error: AppError) => error.code,
      ),
    ),
  )
  return Object.fromEntries(Object.entries(Object.groupBy(codes, String)).map(([code, all]) => [code, all!.length]))
}

test('wrong keys of one address are refused after a few, another address is not, and a second later one more is heard', async () => {
  let time = 0
  const { attempt } = loginAttempts(() => time)
  assert.deepEqual(await codesOf(100, (i) => attempt('a', `key ${i}`, wrong)), { unauthorised: 20, limited: 80 })
  await assert.rejects(attempt('a', 'mine', right), { code: 'limited', details: { retryAfterMs: 1_000 } })
  await assert.rejects(attempt('b', 'key', wrong), { code: 'unauthorised' })
  time = 1_000
  assert.equal(await attempt('a', 'mine', right), 'session')
})

test('many addresses together are slowed as well, and their number is forgotten with time', async () => {
  let time = 0
  const { attempt } = loginAttempts(() => time)
  assert.deepEqual(await codesOf(1_000, (i) => attempt(`address ${i}`, `key ${i}`, wrong)), { unauthorised: 200, limited: 800 })
  time = 1_000
  assert.deepEqual(await codesOf(100, (i) => attempt(`other ${i}`, `key ${i}`, wrong)), { unauthorised: 20, limited: 80 })
})

test('right keys take nothing from anybody, and one that was right before does not wait for the wrong ones of others', async () => {
  const { attempt } = loginAttempts(() => 0)
  assert.deepEqual(await codesOf(20, (i) => attempt('a', `right ${i}`, right)), { right: 20 })
  assert.deepEqual(await codesOf(21, (i) => attempt('a', `wrong ${i}`, wrong)), { unauthorised: 20, limited: 1 })
  assert.equal(await attempt('a', 'right 0', right), 'session')
  // Revoked meanwhile: heard once more, then it is one of the wrong.
  await assert.rejects(attempt('a', 'right 1', wrong), { code: 'unauthorised' })
  await assert.rejects(attempt('a', 'right 1', wrong), { code: 'limited' })
})
