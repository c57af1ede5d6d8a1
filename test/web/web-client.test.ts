/** Servers that lie, dawdle and break off: each ends in one clear line, within its limits. */
import assert from 'node:assert/strict'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { openWebClient, type WebTimeouts } from '../../src/adapters/web/web-client.ts'
import type { Fetched } from '../../src/domain/site.ts'
import { startSite, redirectTo, type Answer, type Page } from '../support/site.ts'
import { selfSigned } from '../support/self-signed.ts'

const get = async (page: Page, limitBytes = 1e6, timeouts: Partial<WebTimeouts> = {}): Promise<Fetched> => {
  await using site = await startSite({ '/': page })
  const client = openWebClient({ userAgent: 'Answerable/test', allowed: ['127.0.0.1'], timeouts })
  try {
    return await client.get(new URL(site.url), { limitOf: (mediaType) => (mediaType === 'image/png' ? 0 : limitBytes) })
  } finally {
    await client.close()
  }
}

const textOf = (fetched: Fetched): string => (fetched.type === 'page' ? Buffer.from(fetched.bytes).toString() : fetched.type)

const raw =
  (...pieces: readonly string[]): Answer =>
  (_request, { socket }) => {
    for (const piece of pieces) socket!.write(piece)
    socket!.end()
  }

test('packed pages are unpacked, whichever way they are packed', async () => {
  const body = 'Owls hunt at night. '.repeat(100)
  for (const [encoding, packed] of Object.entries({
    gzip: gzipSync(body),
    deflate: deflateSync(body),
    br: brotliCompressSync(body),
    'gzip, br': brotliCompressSync(gzipSync(body)),
  }))
    assert.equal(textOf(await get({ body: packed, headers: { 'content-encoding': encoding } })), body, encoding)
  await assert.rejects(get({ body, headers: { 'content-encoding': 'gzip' } }), { code: 'upstream', message: /cannot be unpacked/ })
  await assert.rejects(get({ body, headers: { 'content-encoding': 'zstd' } }), { code: 'upstream', message: /packed this page as "zstd"/ })
  await assert.rejects(get({ body, headers: { 'content-encoding': 'gzip,gzip,gzip' } }), { code: 'upstream', message: /3 times over/ })
})

test('a page may not be larger than its limit, whatever its head says and however small it is packed', async () => {
  await assert.rejects(get('x'.repeat(2_000_000)), { code: 'too_large', message: /larger than 1 MB/ })
  const bomb = gzipSync(Buffer.alloc(200_000_000))
  assert.ok(bomb.length < 250_000)
  await assert.rejects(get({ body: bomb, headers: { 'content-encoding': 'gzip' } }), { code: 'too_large' })
  const endless: Answer = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    const more = (): void => void (response.destroyed || (response.write('x'.repeat(100_000)) ? setImmediate(more) : response.once('drain', more)))
    more()
  }
  await assert.rejects(get(endless), { code: 'too_large' })
})

test('of a kind that is not wanted nothing is read', async () => {
  assert.deepEqual(await get({ type: 'image/png', body: Buffer.alloc(5_000_000) }), { type: 'unwanted', mediaType: 'image/png' })
})

test('servers that dawdle are given up: no head, a head byte by byte, a body byte by byte, a body that stops', async () => {
  const slowly =
    (start: string, everyMs: number): Answer =>
    (_request, { socket }) => {
      socket!.write(start)
      const timer = setInterval(() => (socket!.destroyed ? clearInterval(timer) : socket!.write('x')), everyMs)
      socket!.on('close', () => clearInterval(timer))
    }
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n'
  const late = { code: 'upstream_timeout' }
  await assert.rejects(
    get(() => {}, 1e6, { headMs: 300 }),
    late,
  )
  await assert.rejects(get(slowly(`${head}x-slow: `, 20), 1e6, { totalMs: 400 }), { ...late, message: /took more than 0\.4 s/ })
  await assert.rejects(get(slowly(`${head}content-length: 100000\r\n\r\n`, 20), 1e6, { totalMs: 400 }), late)
  await assert.rejects(get(slowly(`${head}content-length: 100000\r\n\r\nx`, 1e6), 1e6, { idleMs: 300 }), late)
})

test('a page that breaks off is never taken for a whole one', async () => {
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n'
  const rows: [string, Answer][] = [
    ['shorter than announced', raw(`${head}content-length: 100\r\n\r\nonly this`)],
    ['chunks without an end', raw(`${head}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`)],
    ['a chunk cut in two', raw(`${head}transfer-encoding: chunked\r\n\r\n9\r\nhel`)],
    ['no HTTP at all', raw('SSH-2.0-OpenSSH_9.2\r\n')],
    ['nothing', raw('')],
    ['a head without an end', raw('HTTP/1.1 200 OK\r\ncontent-type: te')],
    ['a head that never ends', raw('HTTP/1.1 200 OK\r\n', ...Array.from({ length: 200 }, (_, index) => `x-${index}: ${'y'.repeat(500)}\r\n`))],
    [
      'a packed page cut in two',
      (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(1000)).subarray(0, 20)),
    ],
    ['two lengths', raw(`${head}content-length: 5\r\ncontent-length: 50\r\n\r\nhello`)],
  ]
  for (const [name, answer] of rows) await assert.rejects(get(answer), { name: 'AppError', code: 'upstream' }, name)
})

test('answers without a page are told apart', async () => {
  const answer = (status: number, headers: Record<string, string> = {}): Promise<Fetched> =>
    get((_request, response) => void response.writeHead(status, headers).end('<h1>x</h1>'))
  assert.deepEqual(await answer(404), { type: 'failed', status: 404, retryAfterMs: null })
  assert.deepEqual(await answer(503, { 'retry-after': '7' }), { type: 'failed', status: 503, retryAfterMs: 7000 })
  assert.deepEqual(await answer(204), { type: 'failed', status: 204, retryAfterMs: null })
  const late = await answer(429, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() })
  assert.ok(late.type === 'failed' && late.retryAfterMs! > 50_000 && late.retryAfterMs! <= 60_000)
  const moved = await get(redirectTo('/there?a=b#c', 308))
  assert.ok(moved.type === 'redirect' && moved.permanent && moved.to.pathname + moved.to.search === '/there?a=b')
  assert.deepEqual(await answer(302), { type: 'failed', status: 302, retryAfterMs: null })
})

test('a certificate that nobody signed is refused with a sentence, and https never leads to http', async () => {
  const server = createTlsServer(selfSigned, (_request, response) => void response.writeHead(302, { location: 'http://example.org/' }).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/`)
  const client = openWebClient({ userAgent: 'Answerable/test', allowed: ['127.0.0.1'], resolve: async () => ['127.0.0.1'] })
  await assert.rejects(client.get(url, { limitOf: () => 1000 }), {
    code: 'upstream',
    message: /The certificate of localhost:\d+ cannot be trusted.*NODE_EXTRA_CA_CERTS/,
  })
  await client.close()

  const before = getCACertificates('default')
  setDefaultCACertificates([selfSigned.cert])
  const trusting = openWebClient({ userAgent: 'Answerable/test', allowed: ['127.0.0.1'], resolve: async () => ['127.0.0.1'] })
  await assert.rejects(trusting.get(url, { limitOf: () => 1000 }), { code: 'upstream', message: /leads from https to http/ })
  await trusting.close()
  setDefaultCACertificates(before)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('stopping ends a request at once, with the reason that was given', async () => {
  await using site = await startSite({ '/': () => {} })
  const client = openWebClient({ userAgent: 'Answerable/test', allowed: ['127.0.0.1'] })
  const stop = new AbortController()
  const asking = client.get(new URL(site.url), { limitOf: () => 1000 }, stop.signal)
  setTimeout(() => stop.abort(new Error('enough')), 50)
  await assert.rejects(asking, /enough/)
  await client.close()
})
