/** Every route × who asks × how the key travels; what is expected follows from the table of operations. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { operations } from '../../src/operations/index.ts'
import { accessOf, type Access, type Operation } from '../../src/operations/operation.ts'
import { connectIssuers, type ConnectedFolder } from '../support/connected-issuers.ts'
import { openIssuer, type Issuer } from '../support/token-issuer.ts'
import { carried, carriers, openKeyedServer, type KeyedServer, type Route } from '../support/keyed-server.ts'

let server: KeyedServer
let login: Issuer
let folder: ConnectedFolder
before(async () => {
  login = await openIssuer()
  folder = await connectIssuers({ alpha: login })
  server = await openKeyedServer({ dataDir: folder.dataDir })
})
after(async () => {
  await server?.[Symbol.asyncDispose]()
  await login?.[Symbol.asyncDispose]()
  folder?.[Symbol.dispose]()
})

/** Routes that no operation stands behind; null: for anybody. */
const otherRoutes: Readonly<Record<string, Access | 'any key' | null>> = {
  'POST /session': null,
  'DELETE /session': null,
  'GET /openapi.json': null,
  'GET /docs': null,
  'GET /docs.html': null,
  'GET /': null,
  'GET /index.html': null,
  // The owner's socket alone: 404 to all else.
  'POST /local/:name': 'any key',
  'GET /v1/models': 'ask',
  'GET /v1/models/*': 'ask',
  'POST /v1/chat/completions': 'ask',
  'POST /v1/embeddings': 'ask',
  'GET /metrics': 'owner',
  'GET /mcp': 'any key',
  'POST /mcp': 'any key',
  'DELETE /mcp': 'any key',
}

/** Beside the operations that say so themselves. */
const otherRoutesForCustomers: readonly string[] = ['GET /v1/models', 'GET /v1/models/*', 'POST /v1/chat/completions', 'GET /mcp', 'POST /mcp', 'DELETE /mcp']

const operationOf = ({ method, path }: Route): Operation | undefined =>
  operations.find(({ http }) => http?.method === method && http.path.replace(/\{(\w+)\}/g, ':$1') === path)

const isForCustomers = (route: Route): boolean => operationOf(route)?.forCustomers === true || otherRoutesForCustomers.includes(`${route.method} ${route.path}`)

/** 'unlisted' for a route that this test knows nothing of. */
const accessNeeded = (route: Route): Access | 'any key' | null | 'unlisted' => {
  const it = operationOf(route)
  if (it) return accessOf(it)
  const other = otherRoutes[`${route.method} ${route.path}`]
  return other === undefined ? 'unlisted' : other
}

/** Logging out comes last: a session is over then. */
const served = (): Route[] => {
  const routes = server.routes.filter(({ method }) => method !== 'HEAD')
  const isLogout = ({ method, path }: Route): boolean => method === 'DELETE' && path === '/session'
  return [...routes.filter((route) => !isLogout(route)), ...routes.filter(isLogout)]
}

/** Nothing that changes anything: every operation refuses a field that it does not know, once it has let the caller in. */
const harmless = ({ method, path }: Route): { path: string; body?: unknown } => {
  const filled = path.replace(/:\w+|\*/g, 'unknown')
  const bad = { nothing_of_the_kind: 1 }
  return method === 'GET' || method === 'DELETE' ? { path: `${filled}?nothing_of_the_kind=1` } : { path: filled, body: bad }
}

interface Principal {
  readonly name: string
  readonly standing: 'none' | 'bad' | 'good'
  readonly scope?: 'ask' | 'write' | 'admin'
  readonly isForAll?: boolean
  readonly isCustomer?: boolean
  /** Null: without a key. */
  readonly headers: Record<string, string>
}

const expected = (route: Route, needed: Access | 'any key' | null, { standing, scope, isForAll, isCustomer }: Principal): 'let in' | 401 | 403 => {
  if (needed === null) return 'let in'
  if (standing !== 'good') return 401
  if (isCustomer && !isForCustomers(route)) return 403
  if (needed === 'any key') return 'let in'
  const order = ['ask', 'write', 'admin', 'owner']
  const has = scope === 'admin' && isForAll ? 'owner' : scope!
  return order.indexOf(has) >= order.indexOf(needed) ? 'let in' : 403
}

const seen = (status: number): 'let in' | 401 | 403 => (status === 401 || status === 403 ? status : 'let in')

/** Keys that are good, carried in every way; a session is opened while its key is still good, and the key goes bad afterwards. */
const principals = async (): Promise<Principal[]> => {
  const made: Principal[] = [{ name: 'nobody', standing: 'none', headers: {} }]
  for (const carrier of carriers) {
    const add = async (
      name: string,
      wanted: Parameters<KeyedServer['makeKey']>[0],
      standing: Principal['standing'],
      spoil?: (id: string) => Promise<unknown>,
    ) => {
      const { id, text } = await server.makeKey(wanted)
      const headers = await carried(server, carrier, text)
      assert.ok(headers, `${name} by ${carrier}`)
      await spoil?.(id)
      const who = { scope: wanted!.scope!, isForAll: wanted!.collections === undefined, isCustomer: typeof wanted!.customer === 'string' }
      made.push({ name: `${name} by ${carrier}`, standing, ...who, headers })
    }
    const addToken = async (name: string, token: string, standing: Principal['standing']): Promise<void> => {
      const headers = await carried(server, carrier, token)
      assert.equal(headers !== null, standing === 'good' || carrier !== 'cookie', `${name} by ${carrier}`)
      if (headers) made.push({ name: `${name} by ${carrier}`, standing, scope: 'ask', isCustomer: true, headers })
    }
    for (const scope of ['ask', 'write', 'admin'] as const) {
      await add(`${scope} of one collection`, { scope, collections: ['alpha'] }, 'good')
      await add(`${scope} of all`, { scope }, 'good')
    }
    await add('customer', { scope: 'ask', collections: ['alpha'], customer: 'yusuf_rossi_9620' }, 'good')
    await add('staff', { scope: 'ask', collections: ['alpha'], isStaff: true }, 'good')
    await addToken('customer with a token', await login.sign(), 'good')
    await addToken('customer with an expired token', await login.sign({ exp: 1 }), 'bad')
    await addToken('customer with a token for somebody else', await login.sign({ aud: 'billing' }), 'bad')
    await add('revoked', { scope: 'admin' }, 'bad', (id) => server.app.keys.revoke(id))
    await add('suspended', { scope: 'admin' }, 'bad', (id) => server.app.keys.suspend(id, true))
    await add('rotated without grace', { scope: 'admin' }, 'bad', (id) => server.app.keys.rotate(id, 0))
    const soon = new Date(Date.now() + 1000)
    await add('expired', { scope: 'admin', expiresAt: soon }, 'bad', () => new Promise((resolve) => setTimeout(resolve, soon.getTime() - Date.now() + 600)))
  }
  const wrong = (await server.makeKey({ scope: 'admin' })).text.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  for (const key of [wrong, '', 'ans_', 'ans_0123456789ab_short', 'sk-something', `ans_0123456789ab_${'x'.repeat(43)}`]) {
    made.push({ name: `wrong key "${key}"`, standing: 'bad', headers: { authorization: `Bearer ${key}` } })
    made.push({ name: `wrong key "${key}" in x-api-key`, standing: 'bad', headers: { 'x-api-key': key } })
    made.push({ name: `wrong session "${key}"`, standing: 'bad', headers: { cookie: `answerable_session=${key}` } })
  }
  return made
}

test('every route that is served is in the matrix', () => {
  assert.deepEqual(
    served()
      .filter((route) => accessNeeded(route) === 'unlisted')
      .map(({ method, path }) => `${method} ${path}`),
    [],
  )
  assert.ok(served().length > 40)
})

test('every route lets in whom the table of operations lets in, however the key travels', async (t) => {
  const wrong: string[] = []
  let cases = 0
  for (const principal of await principals()) {
    for (const route of served()) {
      const needed = accessNeeded(route)
      if (needed === 'unlisted') continue
      const { path, body } = harmless(route)
      const response = await server.call(route.method, path, { headers: principal.headers, body })
      await response.arrayBuffer()
      cases += 1
      const want = expected(route, needed, principal)
      if (seen(response.status) !== want || response.status >= 500)
        wrong.push(`${principal.name}: ${route.method} ${route.path} gave ${response.status}, not ${want}`)
      if (response.status === 401) assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer /, `${route.method} ${route.path}`)
    }
  }
  t.diagnostic(`${cases} cases`)
  assert.deepEqual(wrong, [])
})

test('a method or path that is not there tells a stranger nothing', async () => {
  for (const [method, path] of [
    ['GET', '/nothing'],
    ['PATCH', '/documents'],
    ['OPTIONS', '/ask'],
    ['POST', '/local/status'],
  ] as const)
    assert.equal((await server.call(method, path)).status, 401, `${method} ${path}`)
})
