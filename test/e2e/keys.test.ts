import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { post, run, serve, workplace, type Server, type Workplace } from '../support/program.ts'

const elsewhere = { 'x-forwarded-for': '203.0.113.9' }
const bearer = (key: string): Record<string, string> => ({ ...elsewhere, authorization: `Bearer ${key}` })

describe('keys', () => {
  let place: Workplace
  let server: Server
  before(async () => {
    place = workplace({ 'guide.md': '# Ports\n\nThe gateway listens on port 9443.' })
    server = await serve([place.documents, '--collection', 'alpha', '--data', place.data], { env: { ANSWERABLE_REQUESTS_PER_MINUTE: '1000' } })
  })
  after(async () => {
    await server?.stop()
    place?.[Symbol.dispose]()
  })

  const command = async (...words: string[]): Promise<any> => JSON.parse((await run([...words, '--data', place.data, '--json'])).stdout)
  const makeKey = (...words: string[]): Promise<{ key: string; key_id: string }> => command('keys', 'create', '--name', 'test', ...words)
  const get = (path: string, headers: Record<string, string>): Promise<Response> => fetch(`${server.url}${path}`, { headers })

  test('where others could come, nothing starts without a key, and the sentence says how one is made', async () => {
    using empty = workplace({})
    const { code, stderr } = await run(['serve', '--host', '0.0.0.0', '--port', '0', '--data', empty.data])
    assert.equal(code, 1)
    assert.match(stderr, /answerable keys create --name NAME --scope admin --data /)
  })

  test('where others can come, this machine too needs a key, and reads without one only what tells nothing', async () => {
    using open = workplace({ 'guide.md': '# Ports\n\nThe gateway listens on port 9443.' })
    const made = await run(['keys', 'create', '--name', 'me', '--scope', 'admin', '--data', open.data, '--json'])
    const { key } = JSON.parse(made.stdout) as { key: string }
    await using opened = await serve([open.documents, '--host', '0.0.0.0', '--data', open.data])
    const status = async (path: string, headers: Record<string, string> = {}): Promise<number> => (await fetch(`${opened.url}${path}`, { headers })).status
    assert.deepEqual(await Promise.all(['/documents', '/status', '/metrics', '/keys'].map((path) => status(path))), [401, 401, 401, 401])
    assert.deepEqual(await Promise.all(['/healthz', '/readyz', '/openapi.json', '/session'].map((path) => status(path))), [200, 200, 200, 200])
    assert.equal(await status('/documents', { authorization: `Bearer ${key}` }), 200)
    // The command line of whoever owns the folder needs none.
    assert.equal((await run(['keys', 'list', '--data', open.data])).code, 0)
  })

  test('a key is shown once, kept as a hash, and found in the list by what it is for', async () => {
    const { stdout } = await run([
      'keys',
      'create',
      '--name',
      'wiki',
      '--collection',
      'alpha',
      '--collection',
      'beta',
      '--expires',
      '90d',
      '--data',
      place.data,
    ])
    assert.match(stdout, /^ans_[0-9a-f]{12}_[\w-]{43}\n\n.*alpha, beta.*\n/)
    const listed = await run(['keys', 'list', '--data', place.data])
    assert.match(listed.stdout, /active .* ask .* alpha, beta {2}wiki {2}until \d{4}-\d\d-\d\d {2}never used/)
    assert.equal(listed.stdout.includes(stdout.split('\n')[0]!.slice(17)), false)
  })

  test('on loopback a key is not needed; one that is given restricts, and must be right', async () => {
    const { key } = await makeKey('--collection', 'beta')
    assert.equal((await get('/documents?collection=alpha', {})).status, 200)
    assert.equal((await get('/documents?collection=alpha', { authorization: `Bearer ${key}` })).status, 403)
    assert.equal((await get('/documents', { 'x-api-key': `${key}x` })).status, 401)
  })

  test('a proxy on this machine is not the owner', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
      assert.equal((await get('/documents', { [header]: '203.0.113.9' })).status, 401, header)
  })

  test('revoked means refused within a second, rotated means both for the grace', async () => {
    const { key, key_id } = await makeKey()
    assert.equal((await get('/status', bearer(key))).status, 200)
    const { key: next } = await command('keys', 'rotate', key_id, '--grace', '1h')
    assert.deepEqual([(await get('/status', bearer(key))).status, (await get('/status', bearer(next))).status], [200, 200])
    const { key: last } = await command('keys', 'rotate', key_id)
    assert.deepEqual([(await get('/status', bearer(next))).status, (await get('/status', bearer(last))).status], [401, 200])
    await command('keys', 'revoke', key_id)
    assert.equal((await get('/status', bearer(last))).status, 401)
    const { code, stdout } = await run(['keys', 'rotate', key_id, '--data', place.data, '--json'])
    assert.equal(code, 1)
    assert.match(stdout, /revoked for good/)
  })

  test('a key that asks too fast is told when to come again; the owner never is', async () => {
    const { key } = await makeKey('--requests-per-minute', '3')
    const responses: Response[] = []
    for (let at = 0; at < 5; at++) responses.push(await get('/collections', bearer(key)))
    assert.deepEqual(
      responses.map(({ status }) => status),
      [200, 200, 200, 429, 429],
    )
    assert.match(responses[0]!.headers.get('ratelimit-policy')!, /^"requests";q=3;w=60$/)
    assert.match(responses[0]!.headers.get('ratelimit')!, /^"requests";r=2;t=\d+$/)
    const refused = responses[4]!
    assert.ok(Number(refused.headers.get('retry-after')) >= 1 && Number(refused.headers.get('retry-after')) <= 20)
    assert.equal(((await refused.json()) as { code: string }).code, 'limited')
    assert.equal((await get('/collections', {})).headers.get('ratelimit'), null)
    // The page's own files, health and who is asking go on.
    for (const path of ['/session', '/readyz']) assert.equal((await get(path, bearer(key))).status, 200, path)
  })

  test('the cookie is for this server alone, and for https where a proxy says so', async () => {
    const { key, key_id } = await makeKey()
    const logIn = (headers: Record<string, string>): Promise<Response> => post(server.url, '/session', { key }, { ...elsewhere, ...headers })
    const plain = (await logIn({})).headers.get('set-cookie')!
    assert.match(plain, /^answerable_session=[\w-]{43}; Expires=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/)
    assert.match((await logIn({ 'x-forwarded-proto': 'https' })).headers.get('set-cookie')!, /; SameSite=Strict; Secure$/)
    const cookie = plain.split(';')[0]!
    assert.equal((await get('/status', { ...elsewhere, cookie })).status, 200)
    await command('keys', 'rotate', key_id)
    const ended = await get('/status', { ...elsewhere, cookie })
    assert.equal(ended.status, 401)
    assert.match(ended.headers.get('set-cookie')!, /^answerable_session=; Max-Age=0/)
    assert.equal((await post(server.url, '/session', { key }, elsewhere)).status, 401)
  })

  test('another site can use no cookie, and log nobody in', async () => {
    const { key } = await makeKey('--scope', 'admin')
    const cookie = (await post(server.url, '/session', { key }, elsewhere)).headers.get('set-cookie')!.split(';')[0]!
    const origin = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    assert.equal((await post(server.url, '/ask', { question: 'Which port?' }, { ...elsewhere, cookie, ...origin })).status, 403)
    assert.equal((await post(server.url, '/session', { key }, { ...elsewhere, ...origin })).status, 403)
  })

  test('a program with a key may call the server by any name; nobody else may', async () => {
    const { key } = await makeKey()
    const statusOf = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(server.url)
        request({ hostname, port, path: '/collections', headers: { host: 'answers.internal', ...headers } }, (response) => {
          response.resume()
          resolve(response.statusCode!)
        })
          .on('error', reject)
          .end()
      })
    assert.deepEqual([await statusOf(bearer(key)), await statusOf({}), await statusOf(elsewhere), await statusOf(bearer(`${key}x`))], [200, 403, 403, 401])
  })

  test('what a key may not know it is not told', async () => {
    const { key } = await makeKey('--collection', 'beta', '--scope', 'admin')
    for (const path of ['/status', '/readyz', '/embedding', '/collections', '/keys']) {
      const text = await (await get(path, bearer(key))).text()
      for (const secret of [place.home, 'alpha', '9443']) assert.equal(text.includes(secret), false, `${path} tells ${secret}: ${text}`)
    }
    const anybody = await (await get('/readyz', elsewhere)).text()
    assert.equal(anybody.includes(place.home), false)
  })
})
