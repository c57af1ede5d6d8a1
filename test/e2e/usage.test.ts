import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { run, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const prices = { input: 100, output: 200 }
const costOf = ({ input, output }: { readonly input: number; readonly output: number }): number => (input * prices.input + output * prices.output) / 1e6

describe('what is used is told to whom it belongs', () => {
  let place: Workplace
  let stub: StubModel
  let server: Server
  const keys: Record<string, string> = {}
  before(async () => {
    place = workplace({ 'gateway.md': '# Gateway\n\nThe gateway listens on port 8080.\n' })
    stub = await startStubModel({ mode: 'priced' })
    const env = { ANSWERABLE_GENERATOR: `compatible:writer@${stub.url}`, ANSWERABLE_PRICES: `writer=${prices.input}/${prices.output}` }
    server = await serve([place.documents, '--data', place.data], { env })
    for (const [name, ...more] of [['one'], ['two'], ['letters', '--collection', 'letters', '--scope', 'admin']] as const) {
      const { stdout } = await run(['keys', 'create', '--name', name, ...more, '--data', place.data, '--json'])
      keys[name] = (JSON.parse(stdout) as Json).key
      keys[`${name} id`] = (JSON.parse(stdout) as Json).key_id
    }
  })
  after(async () => {
    await server?.stop()
    await stub?.close()
    place?.[Symbol.dispose]()
  })

  const as = async (name: string, path: string, body?: unknown): Promise<{ status: number; body: Json }> => {
    const headers = { authorization: `Bearer ${keys[name]}`, ...(body !== undefined && { 'content-type': 'application/json' }) }
    const response = await fetch(`${server.url}${path}`, { headers, ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }) })
    return { status: response.status, body: await response.json() }
  }
  const budgets = (...words: string[]) => run(['budgets', ...words, '--data', place.data, '--json'])

  test('an answer costs the sum of its rows, to the last digit, and a key sees its own rows only', async () => {
    const { body: answer } = await as('one', '/ask', { question: 'Which port does the gateway listen on?' })
    assert.equal(answer.cost_usd, costOf(stub.billed[0]!))
    const { body: own } = await as('one', '/usage?by=key')
    assert.deepEqual(
      own.rows.map((row: Json) => [row.group, row.name, row.calls, row.cost_usd]),
      [[keys['one id'], 'one', 1, answer.cost_usd]],
    )
    for (const other of ['two', 'letters']) assert.deepEqual((await as(other, '/usage?by=key')).body.rows, [])
    const all = JSON.parse((await run(['usage', '--by', 'task', '--data', place.data, '--json'])).stdout) as Json
    assert.equal(
      all.total.cost_usd,
      stub.billed.reduce((sum, bill) => sum + costOf(bill), 0),
    )
    assert.equal(
      all.total.tokens.input,
      stub.billed.reduce((sum, { input }) => sum + input, 0),
    )
  })

  test('an answer that fails after the model was asked is in the ledger all the same', async () => {
    const before = (await as('two', '/usage')).body.total.calls
    stub.set({ fault: { kind: 'status', status: 500 } })
    await as('two', '/ask', { question: 'Where does the gateway listen for its traffic?' })
    stub.set({ fault: undefined })
    const { total } = (await as('two', '/usage')).body
    assert.ok(total.calls > before)
    assert.deepEqual([total.failed, total.cost_usd], [total.calls - before, 0])
  })

  test("a key's budget holds that key, is shown to it, and to no other; only who runs this sets one", async () => {
    assert.equal((await budgets('set', '--key', keys['two id']!, '--per', 'day', '--usd', '0.000001')).code, 0)
    assert.equal((await as('two', '/ask', { question: 'At which port is the gateway?' })).status, 429)
    assert.equal((await as('one', '/ask', { question: 'At which port is the gateway found?' })).status, 200)
    assert.deepEqual(
      (await as('two', '/usage')).body.budgets.map((it: Json) => [it.subject, it.id, it.usd]),
      [['key', keys['two id'], 0.000001]],
    )
    for (const other of ['one', 'letters']) assert.deepEqual((await as(other, '/usage')).body.budgets, [])
    assert.equal((await as('letters', '/budgets/remove', { key: keys['two id'], per: 'day' })).status, 403)
    assert.equal((await as('two', '/budgets')).status, 403)
    assert.equal((await budgets('remove', '--key', keys['two id']!, '--per', 'day')).code, 0)
    assert.equal((await as('two', '/ask', { question: 'At which port is the gateway?' })).status, 200)
  })

  test('a budget that makes no sense is refused with a sentence', async () => {
    const faults: [string[], RegExp][] = [
      [['--system', '--per', 'day'], /Say how much/],
      [['--per', 'day', '--usd', '1'], /one of key, collection or system/],
      [['--system', '--key', 'owner', '--per', 'day', '--usd', '1'], /one of key, collection or system/],
      [['--system', '--per', 'week', '--usd', '1'], /per/],
      [['--system', '--per', 'day', '--usd', '-1'], /usd/],
      [['--key', 'no-such-key', '--per', 'day', '--usd', '1'], /no key "no-such-key"/],
    ]
    for (const [words, sentence] of faults) {
      const { code, stdout, stderr } = await budgets('set', ...words)
      assert.notEqual(code, 0, words.join(' '))
      assert.match(stdout + stderr, sentence)
    }
  })

  test('an estimate reads what ingesting would read, and keeps nothing', async () => {
    const estimated = JSON.parse((await run(['ingest', place.documents, '--collection', 'other', '--estimate', '--data', place.data, '--json'])).stdout) as Json
    assert.deepEqual([estimated.added, estimated.estimate.chunks > 0], [1, true])
    const listed = JSON.parse((await run(['documents', 'list', '--collection', 'other', '--data', place.data, '--json'])).stdout) as Json
    assert.deepEqual(listed.documents, [])
  })
})
