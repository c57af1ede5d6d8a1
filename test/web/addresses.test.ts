/** Nothing is connected to that only this machine can reach; judged by listeners that count who connects. */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { addressRules } from '../../src/adapters/web/address-rules.ts'
import { openWebClient, type WebClientOptions } from '../../src/adapters/web/web-client.ts'
import { parseWebAddress, refuseForeignAddress } from '../../src/base/web-address.ts'
import { redirectTo, startSite } from '../support/site.ts'
import { openLaboratory } from './laboratory.ts'

const limitOf = (): number => 1e6

const get = async (address: string, options: Partial<WebClientOptions> = {}) => {
  const client = openWebClient({ userAgent: 'Answerable/test', ...options })
  try {
    return await client.get(parseWebAddress(address), { limitOf })
  } finally {
    await client.close()
  }
}

/** Counts connections on one port of IPv4 and IPv6 loopback. */
const listener = async () => {
  let connections = 0
  const servers = [createServer(), createServer()]
  let port = 0
  for (const [index, host] of ['127.0.0.1', '::1'].entries()) {
    const server = servers[index]!
    server.on('connection', (socket) => {
      connections++
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret')
    })
    await new Promise<void>((resolve) => server.listen(port, host, resolve))
    port = (server.address() as AddressInfo).port
  }
  return {
    port,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => void (await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))),
  }
}

test('every spelling of an address of this machine or its networks is refused before anything is connected', async () => {
  await using local = await listener()
  const hosts = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0x7f000001',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '127.255.255.254',
    '0',
    '0.0.0.0',
    '①②⑦.0.0.1',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    'localhost',
    'LOCALHOST.',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fc00::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '[fd00:ec2::254]',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
  ]
  for (const host of hosts) await assert.rejects(get(`http://${host}:${local.port}/`), { code: 'forbidden' }, host)
  assert.equal(local.connections(), 0)
})

test('addresses of the public internet are let through', () => {
  const refuse = addressRules([])
  for (const address of [
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '64:ff9b::8.8.8.8',
  ]) {
    assert.equal(refuse(address), null, address)
  }
})

test('an address of another kind is not taken for a path', () => {
  for (const text of ['ftp://example.org/', 'file:///etc/passwd', ' S3://bucket/a.md'])
    assert.throws(() => refuseForeignAddress(text), { code: 'invalid', message: /only http and https addresses are; a file is given by its path/ }, text)
  for (const text of ['https://example.org/', 'docs', '/srv/docs', 'c:/docs', 'a:b//c']) refuseForeignAddress(text)
})

test('what is no address of the web is refused by a sentence that says what to give', () => {
  for (const text of [
    'file:///etc/passwd',
    'ftp://example.org/',
    'gopher://example.org/',
    '/etc/passwd',
    'example.org',
    'http://',
    'javascript:alert(1)',
    'http://exa mple.org/',
  ])
    assert.throws(() => parseWebAddress(text), { code: 'invalid', message: /Give one that begins with https/ }, text)
  for (const text of ['http://user:password@example.org/', 'https://token@example.org/', 'http://1.1.1.1&@127.0.0.1/'])
    assert.throws(() => parseWebAddress(text), { code: 'invalid', message: /which are never sent/ }, text)
  assert.throws(() => parseWebAddress(`https://example.org/${'a'.repeat(3000)}`), { code: 'invalid', message: /at most 2048/ })
  assert.equal(parseWebAddress(' HTTPS://Bücher.Example.:443/a/../b?c#d ').href, 'https://xn--bcher-kva.example/b?c')
})

test('a name is judged by all of its addresses, and what it resolves to later changes nothing', async () => {
  await using local = await listener()
  const address = `http://rebinds.example:${local.port}/`
  for (const resolve of [
    async () => ['127.0.0.1'],
    async () => ['93.184.216.34', '127.0.0.1'],
    async () => ['::ffff:127.0.0.1'],
    async () => ['::1', '93.184.216.34'],
  ])
    await assert.rejects(get(address, { resolve }), { code: 'forbidden', message: /rebinds\.example leads to .* set ANSWERABLE_ALLOW_PRIVATE_ADDRESSES=/ })

  const asked: string[] = []
  const turning = async (hostname: string) => {
    asked.push(hostname)
    return asked.length === 1 ? ['192.0.2.1'] : ['127.0.0.1']
  }
  // The first answer is let through here, so that a client which asks again would get the second one.
  const options = { resolve: turning, allowed: ['192.0.2.0/24'], timeouts: { connectMs: 300 } }
  const client = openWebClient({ userAgent: 'Answerable/test', ...options })
  await assert.rejects(client.get(new URL(address), { limitOf }), (error: { code: string }) => error.code !== 'internal')
  assert.deepEqual(asked, ['rebinds.example'])
  await assert.rejects(client.get(new URL(address), { limitOf }), { code: 'forbidden' })
  await client.close()
  assert.equal(local.connections(), 0)
})

test('only what the setting names is allowed, however it is reached', async () => {
  await using site = await startSite({ '/': 'Hello.' })
  const port = new URL(site.url).port
  assert.equal((await get(site.url, { allowed: ['127.0.0.0/8'] })).type, 'page')
  assert.equal((await get(`http://localhost:${port}/`, { allowed: ['127.0.0.1'], resolve: async () => ['127.0.0.1'] })).type, 'page')
  assert.equal((await get(`http://[::ffff:127.0.0.1]:${port}/`, { allowed: ['127.0.0.1'] })).type, 'page')
  const connections = site.connections()
  await assert.rejects(get(site.url, { allowed: ['10.0.0.0/8', '::1'] }), { code: 'forbidden' })
  assert.equal(site.connections(), connections)
  for (const spelling of ['::ffff:127.0.0.1', '::ffff:7f00:0/104', '127.0.0.1/8']) assert.equal(addressRules([spelling])('127.0.0.1'), null, spelling)
  assert.throws(() => addressRules(['everything']), { code: 'invalid', message: /Write them like 10\.1\.0\.0\/16/ })
})

test('a redirect is judged like an address that was given, for pages and for robots.txt', async () => {
  await using local = await listener()
  await using site = await startSite({
    '/docs/': redirectTo(`http://[::1]:${local.port}/docs/`),
    '/page': redirectTo(`http://[::1]:${local.port}/`),
    '/credentials': redirectTo('http://user:password@example.org/'),
    '/file': redirectTo('file:///etc/passwd'),
  })
  const allowed = ['127.0.0.1']
  const laboratory = await openLaboratory()
  try {
    const { crawl } = laboratory.ground()
    await assert.rejects(crawl(`${site.url}/docs/`, { client: { allowed } }), { code: 'invalid' })
    site.pages.set('/robots.txt', redirectTo(`http://[::1]:${local.port}/robots.txt`))
    await assert.rejects(crawl(`${site.url}/docs/`, { client: { allowed } }), { code: 'forbidden' })
  } finally {
    await laboratory.close()
  }
  await assert.rejects(get(`${site.url}/credentials`, { allowed }), { code: 'invalid' })
  await assert.rejects(get(`${site.url}/file`, { allowed }), { code: 'invalid' })
  assert.equal(local.connections(), 0)
})

test('neither cookies nor proxies of the environment nor credentials travel with a request', async () => {
  await using site = await startSite({ '/': { body: 'Hello.', headers: { 'set-cookie': 'a=b' } } })
  await using proxy = await listener()
  process.env['HTTP_PROXY'] = process.env['http_proxy'] = `http://127.0.0.1:${proxy.port}`
  const client = openWebClient({ userAgent: 'Answerable/test', allowed: ['127.0.0.1'] })
  await client.get(new URL(site.url), { limitOf })
  await client.get(new URL(site.url), { limitOf })
  await client.close()
  delete process.env['HTTP_PROXY']
  delete process.env['http_proxy']
  assert.deepEqual(
    site.requests.map(({ headers }) => [headers.cookie, headers.authorization, headers['user-agent']]),
    [
      [undefined, undefined, 'Answerable/test'],
      [undefined, undefined, 'Answerable/test'],
    ],
  )
  assert.equal(proxy.connections(), 0)
})
