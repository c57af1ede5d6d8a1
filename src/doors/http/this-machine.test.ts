import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertThisMachine, type Caller } from './this-machine.ts'

const isLetIn = (remoteAddress: string | undefined, headers: Caller['headers'] = {}): boolean => {
  try {
    assertThisMachine({ remoteAddress, headers })
    return true
  } catch {
    return false
  }
}

test('only loopback addresses are this machine, and not what a proxy passes on', () => {
  const addresses = ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.7', '::ffff:10.0.0.7', '127.evil', undefined]
  assert.deepEqual(
    addresses.filter((it) => isLetIn(it)),
    ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'],
  )
  for (const name of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via', 'cf-connecting-ip'])
    assert.equal(isLetIn('127.0.0.1', { [name]: '127.0.0.1' }), false, name)
})
