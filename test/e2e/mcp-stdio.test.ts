/** `answerable mcp`, started by a client as its child: with a server that holds the data, and without. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { root, run, serve, workplace, type Workplace } from '../support/program.ts'

// oxlint-disable-next-line no-explicit-any -- structured content is read as a client without types reads it.
type Json = any

const program = join(root, 'src/main.ts')
const plain = { ANSWERABLE_EMBEDDER: 'none', ANSWERABLE_GENERATOR: 'extractive', ANSWERABLE_HANDBOOK: 'false' }
const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...plain }

let place: Workplace
before(async () => {
  place = workplace({ 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes.\n' })
  assert.equal((await run(['ingest', place.documents, '--data', place.data])).code, 0)
})
after(() => place?.[Symbol.dispose]())

const connect = async (mode: 'auto' | 'legacy', words: readonly string[] = []): Promise<Client & AsyncDisposable> => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [program, 'mcp', '--data', place.data, ...words], env: environment, stderr: 'ignore' }),
  )
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() })
}

const askLimit = async (client: Client): Promise<string> => {
  const result: Json = await client.callTool({ name: 'ask', arguments: { question: 'What is the upload limit?' } }, { timeout: 300_000 })
  return result.structuredContent.answer
}

test('two clients of one data folder, without a server, and a command beside them', async () => {
  await using one = await connect('auto')
  await using two = await connect('legacy')
  assert.deepEqual(await Promise.all([askLimit(one), askLimit(two)]), ['The upload limit is 20 megabytes.', 'The upload limit is 20 megabytes.'])
  const beside = await run(['search', 'upload limit', '--json', '--data', place.data])
  assert.equal(JSON.parse(beside.stdout).passages[0].source, 'limits.md')
  await one.close()
  // Whichever of them held the data: the other one goes on.
  assert.equal(await askLimit(two), 'The upload limit is 20 megabytes.')
})

test('a server that holds the data is asked', async () => {
  await using server = await serve(['--data', place.data])
  await using client = await connect('auto')
  const stored: Json = await client.callTool({ name: 'put_document', arguments: { source: 'moon.md', text: '# Moon\n\nThe moon is far away.\n' } })
  assert.equal((await fetch(`${server.url}/documents/${stored.structuredContent.document_id}`)).status, 200)
})

test('--scope ask neither lists nor calls what writes', async () => {
  await using client = await connect('auto', ['--scope', 'ask'])
  const { tools } = await client.listTools()
  assert.ok(!tools.some(({ name }) => ['put_document', 'remove_document'].includes(name)))
  const result: Json = await client.callTool({ name: 'put_document', arguments: { source: 'x.md', text: 'x' } })
  assert.equal(result._meta['answerable/code'], 'forbidden')
})

test('stdout has the protocol and nothing else, whatever comes in; the program ends with its client and leaves the folder free', async () => {
  const child = spawn(process.execPath, [program, 'mcp', '--data', place.data], { env: environment, stdio: ['pipe', 'pipe', 'ignore'] })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  const ended = once(child, 'exit')
  const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } }
  const search = { name: 'search', arguments: { query: 'upload' } }
  const messages = [
    { jsonrpc: '2.0', id: 1, method: 'initialize', params: hello },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    { jsonrpc: '2.0', id: 2, method: 'tools/call', params: search },
  ]
  const junk = ['not json', '{"jsonrpc":', '[]', '{}', 'null', '{"jsonrpc":"2.0","id":{},"method":7}', '\u0000\u{1F680}']
  child.stdin.write(messages.map((it, index) => `${JSON.stringify(it)}\n${index > 0 ? junk.map((line) => `${line}\n`).join('') : ''}`).join(''))
  while (!said.includes('"id":2')) await once(child.stdout, 'data')
  const lines = said.trim().split('\n')
  assert.ok(lines.every((line) => (JSON.parse(line) as Json).jsonrpc === '2.0'))
  assert.match(
    lines.find((line) => line.includes('"id":2'))!,
    /limits\.md/,
  )
  child.stdin.end()
  assert.deepEqual(await ended, [0, null])
  assert.equal((await run(['search', 'upload', '--json', '--data', place.data])).code, 0)
})

test('a client that is killed with its program leaves the data to the next', async () => {
  const client = await connect('auto')
  assert.match(await askLimit(client), /20 megabytes/)
  process.kill((client.transport as StdioClientTransport).pid!, 'SIGKILL')
  await using next = await connect('auto')
  assert.match(await askLimit(next), /20 megabytes/)
})

test('help and wrong words', async () => {
  assert.match((await run(['mcp', '--help'])).stdout, /mcpServers/)
  assert.deepEqual([(await run(['mcp', '--scope', 'all'])).code, (await run(['mcp', '--nothing'])).code], [2, 2])
})
