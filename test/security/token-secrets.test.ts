/** A customer's token is nowhere but in the hands of whoever got it, and in the log nobody reads which customer asked. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { connectIssuers } from '../support/connected-issuers.ts'
import { run, serve } from '../support/program.ts'
import { openIssuer } from '../support/token-issuer.ts'

const filesBelow = (folder: string): { path: string; bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }))

test('tokens are in no file, no line of the log, no answer and no figure, whatever is done with them; customers are in no line of the log', async () => {
  await using login = await openIssuer()
  using folder = await connectIssuers({ shop: login })
  const customer = 'canary_customer_7731'
  const good = await login.sign({ sub: customer })
  const bad = [await login.sign({ sub: customer, exp: 1 }), await login.sign({ sub: customer, aud: 'billing' }), good.slice(0, -4), `${good}, ${good}`]
  const secrets = [good, ...bad].flatMap((token) =>
    token
      .split(', ')[0]!
      .split('.')
      .slice(1)
      .filter((part) => part.length > 40),
  )
  const told: string[] = []
  let log = ''
  {
    await using server = await serve(['--data', folder.dataDir], { env: { ANSWERABLE_LOG_LEVEL: 'debug', ANSWERABLE_REQUESTS_PER_MINUTE: '12' } })
    const call = async (method: string, path: string, headers: Record<string, string>, body?: string): Promise<Response> => {
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body }),
      })
      told.push(`${response.status} ${JSON.stringify([...response.headers].filter(([name]) => name !== 'set-cookie'))} ${await response.clone().text()}`)
      return response
    }
    for (const token of [good, ...bad]) {
      const session = await call('POST', '/session', {}, JSON.stringify({ key: token }))
      const cookie = (session.headers.get('set-cookie') ?? `answerable_session=${token}`).split(';')[0]!
      for (const headers of [{ authorization: `Bearer ${token}` }, { 'x-api-key': token }, { cookie }, { authorization: `JWT ${token}` }]) {
        await call('POST', '/ask', headers, JSON.stringify({ question: 'Where is my order?', collection: 'shop' }))
        await call('POST', '/ask', headers, '{"question": ')
        await call('GET', '/documents', headers)
        await call('GET', '/nothing', headers)
        await call('POST', '/v1/chat/completions', headers, '{}')
        await call('POST', '/mcp', headers, '{}')
      }
      await call('GET', `/documents?access_token=${token}`, {})
      await call('POST', '/ask', {}, JSON.stringify({ question: 'Where?', access_token: token }))
      await call('POST', '/session', {}, `{"key": "${token}"`)
    }
    for (const path of ['/status', '/metrics', '/traces', '/usage', '/keys', '/audit']) told.push(await (await fetch(`${server.url}${path}`)).text())
    told.push((await run(['traces', 'list', '--data', folder.dataDir, '--json'])).stdout)
    for (const status of ['200', '401', '403', '429'])
      assert.ok(
        told.some((text) => text.startsWith(status)),
        status,
      )
    log = server.said()
  }
  assert.match(log, /"caller":"customer:[0-9a-f]{16}"/)
  assert.equal(log.includes(customer), false)
  assert.ok(secrets.length >= 8)
  for (const secret of secrets) {
    for (const text of [...told, log]) assert.equal(text.includes(secret), false, text)
    for (const { path, bytes } of filesBelow(folder.dataDir)) assert.equal(bytes.includes(secret), false, path)
  }
  for (const text of told.filter((text) => !text.startsWith('200') || !text.includes('"needs_key":false'))) assert.equal(text.includes(customer), false, text)
})
