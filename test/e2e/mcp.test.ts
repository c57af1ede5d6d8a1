/** The Model Context Protocol over HTTP, as its official client speaks it: today's revision and the one before. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import fc from 'fast-check'
import { post, put, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- structured content is read as a client without types reads it.
type Json = any

const files = { 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused with status 413.\n' }
const asked = 'What is the upload limit?'
const readers = ['ask', 'suggest_questions', 'search', 'list_collections', 'list_documents', 'get_document', 'get_trace', 'give_feedback', 'summarise_log']
/** What tells of the machine and its systems: for whoever runs the program. */
const ownerTools = { diagnose: { question: 'What is wrong?' }, list_incidents: {}, get_incident: { incident_id: '01890000-0000-7000-8000-000000000000' } }

let place: Workplace
let stub: StubModel
let server: Server
before(async () => {
  place = workplace(files)
  stub = await startStubModel({ mode: 'honest', models: ['stub-model'] })
  server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_GENERATOR: 'auto', OPENAI_BASE_URL: stub.url, OPENAI_API_KEY: 'sk-test' },
  })
})
after(async () => {
  await server?.stop()
  await stub?.close()
  place?.[Symbol.dispose]()
})
beforeEach(() => stub.set({ mode: 'honest' }))

const until = async (holds: () => boolean): Promise<void> => {
  for (let waited = 0; !holds(); waited += 10) {
    assert.ok(waited < 20_000, 'it never came')
    await delay(10)
  }
}

type Revision = 'auto' | 'legacy'
const revisions: Revision[] = ['auto', 'legacy']

const connect = async (mode: Revision, headers: Record<string, string> = {}): Promise<Client & AsyncDisposable> => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }))
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() })
}

for (const mode of revisions) {
  test(`${mode}: a tool gives the answer of /ask, with words for a model and progress on the way`, async () => {
    await using client = await connect(mode)
    const told: string[] = []
    const result: Json = await client.callTool({ name: 'ask', arguments: { question: asked } }, { onprogress: ({ message }) => told.push(message!) })
    const ours: Json = await (await post(server.url, '/ask', { question: asked })).json()
    assert.equal(result.structuredContent.answer, ours.answer)
    assert.deepEqual(result.structuredContent.citations, ours.citations)
    assert.match(result.content[0].text, /20 megabytes[^]*What it rests on:\n- limits\.md: "The upload limit/)
    assert.deepEqual(told, ['1 passages found', ours.answer])
  })

  test(`${mode}: leaving a call stops the model`, async () => {
    stub.set({ mode: 'slow', stallAfterParts: 1, text: 'The upload limit is 20 megabytes [1].' })
    await using client = await connect(mode)
    const [requests, aborted] = [stub.requests.length, stub.aborted.length]
    const stop = new AbortController()
    const call = client.callTool({ name: 'ask', arguments: { question: `${asked} Tell me (${mode}).` } }, { signal: stop.signal })
    call.catch(() => {})
    await until(() => stub.requests.length > requests)
    stop.abort()
    await assert.rejects(call)
    await until(() => stub.aborted.length > aborted)
  })

  test(`${mode}: documents are put, listed, read as resources, and removed`, async () => {
    await using client = await connect(mode)
    const source = `a folder/ü & 100%.md`
    const stored: Json = await client.callTool({ name: 'put_document', arguments: { source, text: '# Moons\n\nMars has two moons.\n', collection: 'space' } })
    assert.equal(stored.structuredContent.outcome, 'added')
    const pages = []
    for (let cursor: string | undefined; ;) {
      const { resources, nextCursor } = await client.listResources(cursor === undefined ? {} : { cursor })
      pages.push(...resources)
      if (nextCursor === undefined) break
      cursor = nextCursor
    }
    assert.deepEqual(
      pages.map(({ uri }) => uri),
      ['answerable://default/limits.md', 'answerable://space/a%20folder/%C3%BC%20%26%20100%25.md'],
    )
    const { contents } = await client.readResource({ uri: pages[1]!.uri })
    assert.equal((contents[0] as Json).text, '# Moons\n\nMars has two moons.\n')
    const found: Json = await client.callTool({ name: 'search', arguments: { query: 'moons of Mars', collection: 'space' } })
    assert.equal(found.structuredContent.passages[0].source, source)
    const id = stored.structuredContent.document_id
    const removed: Json = await client.callTool({ name: 'remove_document', arguments: { document_id: id } })
    assert.deepEqual(removed.structuredContent, { removed: true })
    await assert.rejects(client.readResource({ uri: pages[1]!.uri }), /no document/)
  })

  test(`${mode}: what goes wrong is a sentence for the model; what is no tool is an error of the protocol`, async () => {
    await using client = await connect(mode)
    const faults: [string, object, RegExp][] = [
      ['search', { query: 'x', colour: 'red' }, /has no field "colour"/],
      ['ask', { question: asked, stream: true }, /has no field "stream"/],
      ['ask', { question: '' }, /must not be empty/],
      ['get_document', { document_id: '01890000-0000-7000-8000-000000000000' }, /No document/],
    ]
    for (const [name, input, sentence] of faults) {
      const result: Json = await client.callTool({ name, arguments: input as Json })
      assert.equal(result.isError, true)
      assert.match(result.content[0].text, sentence)
    }
    await assert.rejects(client.callTool({ name: 'ingest', arguments: { paths: ['/etc'] } }), /There is no tool/)
    await assert.rejects(client.readResource({ uri: 'file:///etc/passwd' }), /no document/)
  })
}

test('tools tell what they do', async () => {
  await using client = await connect('auto')
  const { tools } = await client.listTools()
  const hints = Object.fromEntries(
    tools.map(({ name, annotations }) => [name, annotations!.readOnlyHint ? 'reads' : annotations!.destructiveHint ? 'takes' : 'writes']),
  )
  assert.deepEqual(hints, {
    ...Object.fromEntries([...readers, ...Object.keys(ownerTools)].map((name) => [name, 'reads'])),
    put_document: 'takes',
    remove_document: 'takes',
    give_feedback: 'writes',
  })
  for (const { name, inputSchema, outputSchema, description } of tools) {
    assert.match(name, /^[a-z_]{3,40}$/)
    assert.equal(inputSchema['additionalProperties'], false, name)
    assert.equal(outputSchema!.type, 'object', name)
    assert.ok(description!.length > 20)
  }
})

test('a key lists the tools that it may call, and calls no other', async () => {
  const calls: Record<string, object> = {
    put_document: { source: 'x.md', text: 'x' },
    remove_document: { document_id: '01890000-0000-7000-8000-000000000000' },
  }
  for (const scope of ['ask', 'write']) {
    const made: Json = await (await post(server.url, '/keys', { name: scope, scope, collections: ['default'] })).json()
    await using client = await connect('auto', { authorization: `Bearer ${made.key}` })
    const listed = (await client.listTools()).tools.map(({ name }) => name)
    assert.deepEqual(listed.toSorted(), (scope === 'ask' ? readers : [...readers, ...Object.keys(calls)]).toSorted())
    for (const [name, input] of Object.entries(calls)) {
      const result: Json = await client.callTool({ name, arguments: input as Json })
      assert.equal(result._meta['answerable/code'] === 'forbidden', scope === 'ask', `${scope}: ${name}`)
    }
    for (const [name, input] of Object.entries(ownerTools)) {
      const result: Json = await client.callTool({ name, arguments: input as Json })
      assert.equal(result._meta['answerable/code'], 'forbidden', `${scope}: ${name}`)
    }
    const other: Json = await client.callTool({ name: 'search', arguments: { query: 'x', collection: 'space' } })
    assert.equal(other._meta['answerable/code'], 'forbidden')
    await assert.rejects(client.readResource({ uri: 'answerable://space/anything' }), /not for the collection/)
  }
  await assert.rejects(connect('auto', { authorization: `Bearer ans_000000000000_${'x'.repeat(43)}` }))
})

test('clients at once do not see each other', async () => {
  await put(server.url, { source: 'moon.md', text: '# Moon\n\nThe moon is far away from the earth.\n', collection: 'moon' })
  await using one = await connect('auto')
  await using two = await connect('legacy')
  const asks = Array.from({ length: 10 }, (_, index) =>
    index % 2 === 0
      ? one.callTool({ name: 'search', arguments: { query: 'upload limit' } })
      : two.callTool({ name: 'search', arguments: { query: 'far away', collection: 'moon' } }),
  )
  const sources = (await Promise.all(asks)).map((result: Json) => result.structuredContent.passages[0].source)
  assert.deepEqual(sources, Array.from({ length: 5 }, () => ['limits.md', 'moon.md']).flat())
})

const send = (body: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(server.url)
    const call = request(
      {
        port,
        host: '127.0.0.1',
        path: '/mcp',
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      },
      async (response) => {
        let text = ''
        for await (const chunk of response) text += String(chunk)
        resolve({ status: response.statusCode!, text })
      },
    )
    call.on('error', reject)
    call.end(body)
  })

const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })

test('a page of another site, a name that is not ours, a batch and a body that is no JSON are refused', async () => {
  assert.equal((await send(list)).status, 200)
  assert.equal((await send(list, { origin: 'https://evil.example' })).status, 403)
  assert.equal((await send(list, { host: 'evil.example' })).status, 403)
  assert.equal((await send(list, { host: 'evil.example', authorization: 'Bearer made-up' })).status, 403)
  assert.match((await send(`[${list},${list}]`)).text, /"code":-32600.*one message at a time/)
  assert.match((await send('{"jsonrpc":')).text, /"code":-32700/)
  assert.equal((await send(list, { 'content-type': 'text/plain' })).status, 415)
  assert.equal((await fetch(`${server.url}/mcp`, { headers: { accept: 'text/event-stream' } })).status, 405)
})

test('frames of any shape are answered or refused, and break nothing', async () => {
  const method = fc.oneof(fc.constantFrom('tools/call', 'tools/list', 'initialize', 'resources/read', 'notifications/cancelled', 'ping'), fc.string())
  const frame = fc.record(
    { jsonrpc: fc.oneof(fc.constant('2.0'), fc.json()), id: fc.jsonValue(), method: fc.oneof(method, fc.jsonValue()), params: fc.jsonValue() },
    { requiredKeys: [] },
  )
  const call = fc.record({
    jsonrpc: fc.constant('2.0'),
    id: fc.nat(),
    method: fc.constant('tools/call'),
    params: fc.record({ name: fc.constantFrom('search', 'get_document', 'toString'), arguments: fc.jsonValue() }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        frame.map((it) => JSON.stringify(it)),
        call.map((it) => JSON.stringify(it)),
        fc.string(),
      ),
      async (body) => {
        const { status } = await send(body)
        assert.ok(status < 500, `${status} for ${body}`)
      },
    ),
    { numRuns: 300 },
  )
  assert.equal((await fetch(`${server.url}/healthz`)).status, 200)
})
