/** Nothing that is done in one collection changes what somebody of another sees, asks, counts or is refused: byte by byte. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { operations } from '../../src/operations/index.ts'
import { openKeyedServer, type KeyedServer } from '../support/keyed-server.ts'

/** Each is a life of the neighbour, compared with what it was before. `npm run test:security` asks for more. */
const lives = Number(process.env['ANSWERABLE_TEST_LIVES'] ?? 12)

let server: KeyedServer
let alpha: Record<string, string>
let beta: Record<string, string>
/** What the neighbours know of each other: ids, as if they had leaked. */
const known: { document: string; trace: string; job: string; key: string } = { document: '', trace: '', job: '', key: '' }

before(async () => {
  server = await openKeyedServer()
  const bearer = ({ text }: { text: string }): Record<string, string> => ({ authorization: `Bearer ${text}` })
  alpha = bearer(await server.makeKey({ scope: 'admin', collections: ['alpha'] }))
  beta = bearer(await server.makeKey({ scope: 'admin', collections: ['beta'] }))
  await put(alpha, 'guide.md', '# Ports\n\nThe gateway listens on port 9443. The relay waits on port 9555.')
  await put(alpha, 'keys.md', '# Keys\n\nThe signing key is rotated every 42 days by the platform team.')
})
after(() => server?.[Symbol.asyncDispose]())

const send = (headers: Record<string, string>, method: string, path: string, body?: unknown): Promise<Response> => server.call(method, path, { headers, body })

const put = async (headers: Record<string, string>, source: string, text: string): Promise<string> =>
  ((await (await send(headers, 'PUT', '/documents', { source, text })).json()) as { document_id: string }).document_id

const questions = ['Which port does the gateway listen on?', 'How often is the signing key rotated?', 'What is the quasar threshold?']

/** Every list of the API, and the questions; each with an id that is the neighbour's in place of one that is nobody's. */
const views = (): { method: string; path: string; body?: unknown }[] => [
  ...operations.flatMap(({ http }) => (http?.method === 'GET' && !http.path.includes('{') ? [{ method: 'GET', path: http.path }] : [])),
  { method: 'GET', path: '/documents?collection=beta' },
  { method: 'GET', path: '/v1/models' },
  ...questions.flatMap((question) => [
    { method: 'POST', path: '/ask', body: { question } },
    { method: 'POST', path: '/search', body: { query: question } },
  ]),
  { method: 'POST', path: '/search', body: { query: 'anything', collection: 'beta' } },
  { method: 'POST', path: '/suggestions', body: {} },
]

/** Without what is the moment's own: ids of traces, times, durations, how the key stands. */
const seen = async (): Promise<string[]> => {
  const texts: string[] = []
  for (const { method, path, body } of views()) {
    const response = await send(alpha, method, path, body)
    const text = steady(await response.text())
    texts.push(`${method} ${path} ${JSON.stringify(body ?? null)} ${response.status} ${path === '/traces' ? kinds(text) : text}`)
  }
  return texts
}

const steady = (text: string): string =>
  text
    .replace(/"trace_id":"[0-9a-f]{32}"/g, '"trace_id"')
    .replace(/"timings_ms":\{[^}]*\}/g, '"timings_ms"')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then')
    .replace(/"created":\d+/g, '"created"')
    // Each question of one's own is a trace and a use more.
    .replace(/"(?:[a-z_]*(?:ms|calls|questions))":[\d.e-]+/g, '"count"')

/** One's own questions make the list longer with every look; what may stand in it stays the same. */
const kinds = (text: string): string => [...new Set(text.match(/\{"trace_id".*?\}(?=,\{"trace_id"|\])/g))].toSorted().join('\n')

interface Deed {
  readonly name: string
  run(): Promise<unknown>
}

const words = fc.array(
  fc.constantFrom('gateway', 'port', '9443', 'relay', 'signing', 'key', 'rotated', '42', 'days', 'quasar', 'threshold', '73', 'kelvin', 'is', 'the'),
  {
    minLength: 3,
    maxLength: 25,
  },
)
const source = fc.constantFrom('guide.md', 'keys.md', 'other.md', 'new.md')

/** What the neighbour may do, and what they may try. */
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.tuple(source, words).map(([name, text]) => ({
    name: `put ${name}: ${text.join(' ')}`,
    run: async () => (known.document = await put(beta, name, `# Ports\n\nThe ${text.join(' ')}.`)),
  })),
  words.map((text) => ({
    name: `ask ${text.join(' ')}`,
    run: async () => (known.trace = ((await (await send(beta, 'POST', '/ask', { question: text.join(' ') })).json()) as { trace_id: string }).trace_id),
  })),
  fc.constantFrom('up', 'down').map((rating) => ({ name: `rate ${rating}`, run: () => send(beta, 'POST', '/feedback', { trace_id: known.trace, rating }) })),
  fc.constant({ name: 'remove', run: () => send(beta, 'DELETE', `/documents/${known.document}`) }),
  fc.constant({
    name: 'make a key',
    run: async () => (known.key = ((await (await send(beta, 'POST', '/keys', { name: 'neighbour' })).json()) as { key_id: string }).key_id),
  }),
  fc.constantFrom('alpha', 'gamma').map((collection) => ({
    name: `try to write into ${collection}`,
    run: async () => assert.equal((await send(beta, 'PUT', '/documents', { source: 'guide.md', text: 'Port 1.', collection })).status, 403),
  })),
)

test('what the neighbours do leaves every byte of an answer, a list, a count and a refusal as it was', async () => {
  for (let look = 0; look < 2; look++) await seen()
  const first = await seen()
  assert.ok(first.some((text) => text.includes('gateway listens')) && first.some((text) => text.startsWith('GET /traces null 200 {')))
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 4 }), async (deeds) => {
      for (const { run } of deeds) await run()
      assert.deepEqual(await seen(), first)
    }),
    { numRuns: lives },
  )
})

test('an id of the neighbours is answered as one that nobody has', async () => {
  known.document = await put(beta, 'secret.md', '# Secret\n\nThe vault code is 7741.')
  known.trace = ((await (await send(beta, 'POST', '/ask', { question: 'What is the vault code?' })).json()) as { trace_id: string }).trace_id
  known.key = ((await (await send(beta, 'POST', '/keys', { name: 'neighbour' })).json()) as { key_id: string }).key_id
  known.job = ((await (await send(beta, 'POST', '/ingest', { url: 'http://127.0.0.1:9/', collection: 'beta' })).json()) as { job_id: string }).job_id
  const nobodys = { document: '01890000-0000-7000-8000-000000000000', trace: '0'.repeat(32), key: '0'.repeat(12), job: '01890000-0000-7000-8000-000000000000' }
  const tries = (ids: typeof known): [string, string, unknown?][] => [
    ['GET', `/documents/${ids.document}`],
    ['GET', `/documents/${ids.document}/chunks`],
    ['DELETE', `/documents/${ids.document}`],
    ['GET', `/traces/${ids.trace}`],
    ['POST', '/feedback', { trace_id: ids.trace, rating: 'up' }],
    ['GET', `/jobs/${ids.job}`],
    ['DELETE', `/keys/${ids.key}`],
    ['POST', `/keys/${ids.key}/suspend`, {}],
    ['POST', `/keys/${ids.key}/rotate`, {}],
  ]
  const answers = async (ids: typeof known): Promise<string[]> => {
    const texts: string[] = []
    for (const [method, path, body] of tries(ids)) {
      const response = await send(alpha, method, path, body)
      texts.push(`${response.status} ${steady(Object.values(ids).reduce((text, id) => text.replaceAll(id, 'id'), await response.text()))}`)
    }
    return texts
  }
  const theirs = await answers(known)
  assert.deepEqual(theirs, await answers(nobodys))
  assert.ok(
    theirs.every((text) => text.startsWith('404')),
    theirs.join('\n'),
  )
  for (const path of [`/documents/${known.document}`, `/traces/${known.trace}`, `/jobs/${known.job}`])
    assert.equal((await send(beta, 'GET', path)).status, 200, path)
})

test('nobody makes a key that sees more than they do', async () => {
  for (const collections of [['beta'], ['alpha', 'beta']]) assert.equal((await send(alpha, 'POST', '/keys', { name: 'wide', collections })).status, 403)
  const made = (await (await send(alpha, 'POST', '/keys', { name: 'own', scope: 'admin' })).json()) as { collections: string[] }
  assert.deepEqual(made.collections, ['alpha'])
})
