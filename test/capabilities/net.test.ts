import assert from 'node:assert/strict'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net'
import { test } from 'node:test'
import { selfSigned } from '../support/self-signed.ts'
import { openForTests, valueOf } from './open-for-tests.ts'

const listening = async (server: Server): Promise<AsyncDisposable & { port: number }> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: async () => void server.close() }
}
const probeOf = (port: number, timeoutMs = 700, path = '/') => ({
  probes: [{ name: 'shop', url: `http://127.0.0.1:${port}${path}`, service: null, expectStatus: [200], timeoutMs }],
})
const probed = async (answer: RequestListener, timeoutMs?: number) => {
  await using server = await listening(createHttp(answer))
  const { observe } = await openForTests(probeOf(server.port, timeoutMs))
  return await observe('http_probe', { probe: 'shop' })
}

test('a probe tells status, times and size; words of a good page stay where they are', async () => {
  const seen = await probed((_, response) => void response.setHeader('content-type', 'text/html').end('<p>Hello Ann'))
  assert.deepEqual([valueOf(seen, 'is_expected'), valueOf(seen, 'status'), valueOf(seen, 'body_bytes')], [true, 200, 12])
  assert.deepEqual(seen.lines, [])
})

test('a failing page shows its first words, masked', async () => {
  const seen = await probed(
    (_, response) => void response.writeHead(500, { 'content-type': 'text/plain' }).end('api_key=9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c \u001b[31mred'),
  )
  assert.deepEqual([valueOf(seen, 'is_expected'), valueOf(seen, 'status')], [false, 500])
  assert.equal(seen.lines.length, 1)
  assert.ok(!seen.lines[0]!.includes('9f8a7b6c') && !seen.lines[0]!.includes('\u001b'), seen.lines[0])
})

test('a server that changes to another protocol is reached as little as one that does not answer', async () => {
  await using server = await listening(createTcp((socket) => void socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')))
  const { observe } = await openForTests(probeOf(server.port))
  const seen = await observe('http_probe', { probe: 'shop' })
  assert.deepEqual([valueOf(seen, 'is_reachable'), valueOf(seen, 'is_expected'), valueOf(seen, 'failure')], [false, false, 'EPROTO'])
})

test('a redirect is told and not followed', async () => {
  let asked = 0
  const seen = await probed((_, response) => {
    asked++
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  assert.deepEqual([asked, valueOf(seen, 'status'), valueOf(seen, 'is_redirect')], [1, 302, true])
})

test('a server that drips, hangs, floods or breaks off ends in a fact', async () => {
  const dripping = await probed((_, response) => {
    const timer = setInterval(() => response.write('x'), 50)
    response.on('close', () => clearInterval(timer))
  })
  assert.deepEqual([valueOf(dripping, 'is_expected'), valueOf(dripping, 'failure')], [false, 'ETIMEDOUT'])
  const hanging = await probed(() => {})
  assert.equal(valueOf(hanging, 'failure'), 'ETIMEDOUT')
  const flooding = await probed((_, response) => {
    const more = (): void => void (response.destroyed || (response.write(Buffer.alloc(65_536)), setImmediate(more)))
    more()
  }, 5000)
  assert.deepEqual([valueOf(flooding, 'is_body_cut'), valueOf(flooding, 'body_bytes')], [true, 1024 * 1024])
  const broken = await probed((request) => request.socket.destroy())
  assert.equal(valueOf(broken, 'failure'), 'ECONNRESET')
})

test('a port that nobody listens on and a name that nobody has are facts', async () => {
  const closed = await listening(createTcp())
  await closed[Symbol.asyncDispose]()
  const endpoints = [
    { name: 'cache', host: '127.0.0.1', port: closed.port, service: null },
    { name: 'ghost', host: 'nobody.invalid', port: 80, service: null },
  ]
  const { observe } = await openForTests({ endpoints })
  const cache = await observe('tcp_connect', { endpoint: 'cache' })
  assert.deepEqual([valueOf(cache, 'is_reachable'), valueOf(cache, 'failure')], [false, 'ECONNREFUSED'])
  assert.equal(valueOf(await observe('dns_lookup', { endpoint: 'ghost' }), 'is_resolved'), false)
})

test('a clock that is wrong is seen by what its server says of the time', async () => {
  await using server = await listening(createHttp((_, response) => void response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString()).end()))
  const { observe } = await openForTests(probeOf(server.port))
  const skew = Number(valueOf(await observe('clock_skew', { probe: 'shop' }), 'skew_seconds'))
  assert.ok(Math.abs(skew - 3600) <= 2, `${skew} s`)
})

test('a certificate is read in the handshake, trusted or not', async () => {
  await using server = await listening(createHttps(selfSigned))
  const certificates = [{ name: 'shop', host: 'localhost', port: server.port, service: null }]
  const { observe } = await openForTests({ certificates })
  const seen = await observe('certificate', { certificate: 'shop' })
  assert.deepEqual(
    [valueOf(seen, 'is_reachable'), valueOf(seen, 'is_expired'), valueOf(seen, 'is_trusted'), valueOf(seen, 'matches_name')],
    [true, false, false, true],
  )
  assert.equal(valueOf(seen, 'distrust'), 'DEPTH_ZERO_SELF_SIGNED_CERT')
  assert.ok(Number(valueOf(seen, 'days_left')) > 365)
})

test('a server that takes the connection and never shakes hands ends in the limit of the look', async () => {
  await using server = await listening(createTcp(() => {}))
  const certificates = [{ name: 'shop', host: '127.0.0.1', port: server.port, service: null }]
  const { observe } = await openForTests({ certificates })
  const seen = await observe('certificate', { certificate: 'shop' })
  assert.match(`${valueOf(seen, 'failure')} ${seen.problem}`, /ETIMEDOUT|EUNKNOWN|within 5 s/)
})
