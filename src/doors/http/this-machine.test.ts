import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFromThisMachine, isLoopbackHost } from './this-machine.ts'

test('only loopback addresses are this machine, and not what a proxy passes on', () => {
  const addresses = ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.7', '::ffff:10.0.0.7', '127.evil', undefined]
  assert.deepEqual(
    addresses.filter((remoteAddress) => isFromThisMachine({ remoteAddress, headers: {} })),
    ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'],
  )
  for (const name of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via', 'cf-connecting-ip'])
    assert.equal(isFromThisMachine({ remoteAddress: '127.0.0.1', headers: { [name]: '127.0.0.1' } }), false, name)
})

test('a server is open to others unless it listens on loopback', () => {
  const hosts = ['localhost', '127.0.0.1', '::1', '0.0.0.0', '::', '10.0.0.7', 'answers.example.com', 'localhost.evil.com']
  assert.deepEqual(
    hosts.filter((host) => !isLoopbackHost(host)),
    ['0.0.0.0', '::', '10.0.0.7', 'answers.example.com', 'localhost.evil.com'],
  )
})
