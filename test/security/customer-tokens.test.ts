/** Customers at the doors of a running server: who they are comes from one signed token, is never ignored, and is told nowhere. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { connectIssuers, type ConnectedFolder } from '../support/connected-issuers.ts'
import { openKeyedServer, type KeyedServer } from '../support/keyed-server.ts'
import { openIssuer, type Issuer } from '../support/token-issuer.ts'

let shop: Issuer
let bank: Issuer
let folder: ConnectedFolder
let server: KeyedServer
before(async () => {
  shop = await openIssuer()
  bank = await openIssuer({ name: 'bank' })
  folder = await connectIssuers({ shop, bank })
  server = await openKeyedServer({ dataDir: folder.dataDir })
  await server.app.library.put({ collection: 'shop', source: 'returns.md', text: 'An order can be returned within 30 days of its delivery.' })
})
after(async () => {
  await server?.[Symbol.asyncDispose]()
  await shop?.[Symbol.asyncDispose]()
  await bank?.[Symbol.asyncDispose]()
  folder?.[Symbol.dispose]()
})

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` })

/** As a program on the server's own machine, where nobody needs a key. Headers go out as they are written, twice too. */
const fromHere = (method: string, path: string, headers: readonly string[], body?: unknown): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const { host, hostname, port } = new URL(server.url)
    const all = ['Host', host, 'Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(text)), ...headers]
    const sent = request({ hostname, port, method, path, headers: all as never }, (response) => {
      let got = ''
      response.setEncoding('utf8').on('data', (part: string) => (got += part))
      response.on('end', () => resolve({ status: response.statusCode!, text: got }))
    })
    sent.on('error', reject).end(text)
  })

const question = { question: 'How long can an order be returned?' }

test('a customer asks in the collection of their issuer, through each door, and in no other', async () => {
  const headers = bearer(await shop.sign())
  const answer = await server.call('POST', '/ask', { headers, body: question })
  assert.equal(answer.status, 200)
  assert.match(((await answer.json()) as { answer: string }).answer, /30 days/)
  const chat = { model: 'answerable', messages: [{ role: 'user', content: question.question }] }
  assert.equal((await server.call('POST', '/v1/chat/completions', { headers, body: chat })).status, 200)
  assert.deepEqual(
    ((await (await server.call('GET', '/v1/models', { headers })).json()) as { data: { id: string }[] }).data.map(({ id }) => id),
    ['answerable', 'answerable/shop'],
  )
  for (const collection of ['bank', 'default', 'nothing'])
    assert.equal((await server.call('POST', '/ask', { headers, body: { ...question, collection } })).status, 403, collection)
  assert.equal((await server.call('POST', '/v1/chat/completions', { headers, body: { ...chat, model: 'answerable/bank' } })).status, 403)
})

test('MCP lists for a customer what a customer may call, and no document', async () => {
  const headers = { ...bearer(await shop.sign()), accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-06-18' }
  const send = async (method: string, params: object): Promise<string> =>
    (await server.call('POST', '/mcp', { headers, body: { jsonrpc: '2.0', id: 1, method, params } })).text()
  const names = [...(await send('tools/list', {})).matchAll(/"name":"([a-z_]+)"/g)].map(([, name]) => name)
  assert.deepEqual(names, ['ask', 'give_feedback'])
  assert.match(await send('tools/call', { name: 'search', arguments: { query: 'order' } }), /not for customers/)
  assert.match(await send('resources/list', {}), /not for customers/)
})

test('on the machine itself a token is never passed over: it is right, or the request is refused', async () => {
  const good = await shop.sign()
  const expired = await shop.sign({ exp: 1 })
  const { text: key } = await server.makeKey({ scope: 'admin' })
  const refused: Record<string, readonly string[]> = {
    'an expired token': ['Authorization', `Bearer ${expired}`],
    'an expired token as x-api-key': ['X-Api-Key', expired],
    'a token by another scheme': ['Authorization', `JWT ${good}`],
    'a token by no scheme': ['Authorization', good],
    'a key by another scheme': ['Authorization', `Token token="${key}"`],
    'the header twice': ['Authorization', `Bearer ${good}`, 'Authorization', `Bearer ${key}`],
    'the header twice, the key first': ['Authorization', `Bearer ${key}`, 'Authorization', `Bearer ${good}`],
    'both in one header': ['Authorization', `Bearer ${good}, Bearer ${key}`],
    'a token and a key': ['Authorization', `Bearer ${good}`, 'X-Api-Key', key],
    'a key and a token': ['Authorization', `Bearer ${key}`, 'X-Api-Key', good],
    'a token and a word': ['Authorization', `Bearer ${good}`, 'X-Api-Key', 'sk-none'],
    'x-api-key twice': ['X-Api-Key', good, 'X-Api-Key', key],
    'a token that the page forgot to fill in': ['Authorization', 'Bearer undefined'],
    'a token that is nothing': ['Authorization', 'Bearer '],
    'a key of somebody else': ['Authorization', 'Bearer sk-none'],
    'another scheme': ['Authorization', 'Token x'],
    'a scheme alone': ['Authorization', 'Digest'],
    'no scheme at all': ['Authorization', ''],
    'a session that is none': ['Cookie', 'answerable_session=eyJ'],
    'a token as the session': ['Cookie', `answerable_session=${good}`],
  }
  for (const [name, headers] of Object.entries(refused)) {
    for (const [method, path, body] of [
      ['GET', '/keys', undefined],
      ['POST', '/ask', question],
      ['GET', '/v1/models', undefined],
    ] as const) {
      const { status } = await fromHere(method, path, headers, body)
      assert.equal(status, 401, `${name}: ${method} ${path}`)
    }
  }
  for (const name of ['access_token', 'access%5ftoken', '%61ccess_token', 'ACCESS%5FTOKEN', 'a=1&access_token'])
    assert.equal((await fromHere('GET', `/keys?${name}=${good}`, [])).status, 401, name)
  assert.equal((await fromHere('POST', '/ask', [], { ...question, access_token: good })).status, 422)
  assert.equal((await fromHere('GET', '/keys', [])).status, 200, 'without any of it, this machine is the owner’s')
})

test('a customer on the machine itself is a customer', async () => {
  const headers = ['Authorization', `Bearer ${await shop.sign()}`]
  assert.equal((await fromHere('POST', '/ask', headers, question)).status, 200)
  for (const [method, path] of [
    ['GET', '/keys'],
    ['GET', '/documents'],
    ['GET', '/traces'],
    ['GET', '/usage'],
    ['GET', '/status'],
    ['GET', '/metrics'],
    ['POST', '/search'],
    ['POST', '/suggestions'],
  ] as const)
    assert.equal((await fromHere(method, path, headers, method === 'POST' ? {} : undefined)).status, 403, `${method} ${path}`)
})

test('the page takes a token for a session that ends with it, and knows whose it is', async () => {
  const now = Math.floor(Date.now() / 1000)
  const opened = await server.call('POST', '/session', { body: { key: await shop.sign({ exp: now + 600 }) } })
  assert.equal(opened.status, 200)
  const session = (await opened.json()) as Record<string, unknown>
  assert.deepEqual([session['customer'], session['collections'], session['scope'], session['staff']], ['yusuf_rossi_9620', ['shop'], 'ask', false])
  const cookie = opened.headers.get('set-cookie') ?? ''
  const ends = Date.parse(/Expires=([^;]+)/.exec(cookie)?.[1] ?? '')
  assert.ok(Math.abs(ends - (now + 600) * 1000) < 5_000, cookie)
  const headers = { cookie: cookie.split(';')[0]! }
  assert.equal((await server.call('POST', '/ask', { headers, body: question })).status, 200)
  assert.equal((await server.call('GET', '/documents', { headers })).status, 403)
  assert.equal((await server.call('POST', '/session', { body: { key: await shop.sign({ exp: now - 30 }) } })).status, 401, 'no session is born dead')
  assert.equal((await server.call('POST', '/session', { body: { key: await shop.sign({ exp: 1e300 }) } })).status, 401)
  assert.equal((await server.call('POST', '/session', { body: { key: await shop.sign({ exp: now - 90 }) } })).status, 401)
})

test('what one customer was told is nobody else’s: neither another customer’s nor that of a key beside them', async () => {
  const ask = async (headers: Record<string, string>): Promise<{ trace_id: string; cache: string }> =>
    (await (await server.call('POST', '/ask', { headers, body: { question: 'Within how many days can an order go back?' } })).json()) as never
  const one = bearer(await shop.sign({ sub: 'one' }))
  const other = bearer(await shop.sign({ sub: 'other' }))
  const again = bearer(await shop.sign({ sub: 'one', jti: 'another token' }))
  const beside = bearer((await server.makeKey({ collections: ['shop'] })).text)
  const admin = bearer((await server.makeKey({ collections: ['shop'], scope: 'admin' })).text)
  const first = await ask(one)
  assert.equal(first.cache, 'miss')
  assert.notEqual((await ask(other)).cache, 'exact')
  assert.notEqual((await ask(beside)).cache, 'exact')
  assert.equal((await ask(again)).cache, 'exact')
  const rate = async (headers: Record<string, string>): Promise<number> =>
    (await server.call('POST', '/feedback', { headers, body: { trace_id: first.trace_id, rating: 'up' } })).status
  assert.deepEqual([await rate(other), await rate(beside), await rate(one)], [404, 404, 200])
  const read = async (headers: Record<string, string>, path: string): Promise<number> => (await server.call('GET', path, { headers })).status
  assert.deepEqual(
    [await read(beside, `/traces/${first.trace_id}`), await read(one, `/traces/${first.trace_id}`), await read(admin, `/traces/${first.trace_id}`)],
    [404, 403, 200],
  )
  const suggested = await server.call('POST', '/suggestions', { headers: beside, body: { trace_id: first.trace_id } })
  assert.equal(suggested.status, 404)
})

test('each customer has requests of their own', async () => {
  using place = await connectIssuers({ shop })
  await using few = await openKeyedServer({ dataDir: place.dataDir, requestsPerMinute: 3 })
  const statuses = async (sub: string): Promise<number[]> => {
    const headers = bearer(await shop.sign({ sub }))
    const all: number[] = []
    for (let at = 0; at < 5; at++) all.push((await few.call('GET', '/v1/models', { headers })).status)
    return all
  }
  assert.deepEqual(await statuses('one'), [200, 200, 200, 429, 429])
  assert.deepEqual(await statuses('other'), [200, 200, 200, 429, 429])
})

test('while the issuer is away, whoever needs its keys is told to come again, and the page is served', async () => {
  await using gone = await openIssuer({ name: 'gone' })
  gone.answer = 'error'
  using place = await connectIssuers({ gone })
  await using lonely = await openKeyedServer({ dataDir: place.dataDir })
  const headers = bearer(await gone.sign())
  const answer = await lonely.call('POST', '/ask', { headers, body: question })
  assert.equal(answer.status, 503)
  assert.ok(answer.headers.get('retry-after'))
  assert.match(((await answer.json()) as { detail: string }).detail, /^The keys of this token's issuer cannot be had just now\./)
  assert.equal((await lonely.call('GET', '/healthz', { headers })).status, 200)
})
