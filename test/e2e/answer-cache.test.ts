import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { post, put, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { postgresMissing, startPostgres, type TestServer } from '../support/postgres-server.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const limits = (megabytes: number): string => `# Limits\n\nThe upload limit is ${megabytes} megabytes. Larger files are refused.\n`
const question = 'What is the upload limit?'
// Nobody waits in line here: what is shared is seen when all are in.
const settings = { ANSWERABLE_ANSWER_CACHE: 'semantic', ANSWERABLE_QUESTIONS_AT_ONCE: '200' }

const ask = async (url: string, text = question, more: object = {}): Promise<Json> => {
  const response = await post(url, '/ask', { question: text, ...more })
  assert.equal(response.status, 200)
  return response.json()
}
const completions = (stub: StubModel): number => stub.requests.filter(({ path }) => path.endsWith('/completions')).length
const trace = async (url: string, id: string): Promise<Json> => (await fetch(`${url}/traces/${id}`)).json()
const eventsOf = (text: string): [name: string, data: Json][] =>
  [...text.matchAll(/^event: (.+)\ndata: (.+)$/gm)].map(([, name, data]) => [name!, JSON.parse(data!) as Json])

/** What each giving of an answer has of its own. */
const withoutOwn = ({ trace_id: _trace, timings_ms: _timings, cache: _cache, usage: _usage, cost_usd: _cost, tokens_used: _tokens, ...rest }: Json): string =>
  JSON.stringify(rest)

let place: Workplace
let stub: StubModel
let server: Server
before(async () => {
  place = workplace({ 'limits.md': limits(20), 'zones.md': '# Zones\n\nThe service runs in Frankfurt.\n' })
  stub = await startStubModel({ models: ['stub-model'] })
  server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_GENERATOR: `compatible:stub-model@${stub.url}`, ANSWERABLE_PRICES: 'stub-model=1/1', ...settings },
  })
})
after(async () => {
  await server?.stop()
  await stub?.close()
  place?.[Symbol.dispose]()
})

test('a question asked again gets the same answer, as JSON and as a stream, without a call of the model, and has a trace of its own', async () => {
  const first = await ask(server.url)
  const calls = completions(stub)
  assert.match(first.answer, /20 megabytes/)
  assert.ok(first.tokens_used > 0 && first.cost_usd > 0)
  const again = await ask(server.url, '  What is  the upload limit? ')
  assert.deepEqual([first.cache, again.cache, again.tokens_used, again.cost_usd], ['miss', 'exact', 0, 0])
  assert.equal(withoutOwn(again), withoutOwn(first))
  const streams = await Promise.all(
    ['Where does the service run?', 'Where does the service run?'].map(async (text, index) => {
      if (index === 1) await ask(server.url, text)
      return eventsOf(await (await post(server.url, '/ask', { question: text, stream: true })).text())
    }),
  )
  const [fresh, replayed] = streams.map((events) => events.map(([name, data]) => [name, name === 'done' ? withoutOwn(data) : JSON.stringify(data)]))
  assert.deepEqual(replayed, fresh)
  assert.ok(fresh!.some(([name]) => name === 'citation'))
  assert.equal(completions(stub), calls + 1)
  const row = await trace(server.url, again.trace_id)
  assert.deepEqual([row.question.trim(), row.answer], ['What is  the upload limit?', first.answer])
})

test('a question in other words gets it too, and its trace names the question that was answered; one thing changed, and it does not', async () => {
  await ask(server.url)
  const calls = completions(stub)
  const other = await ask(server.url, 'Could you please tell me what the upload limit is?')
  assert.deepEqual([other.cache, completions(stub)], ['semantic', calls])
  assert.equal((await trace(server.url, other.trace_id)).detail.answeredQuestion, question)
  for (const different of [
    'What was the upload limit?',
    'What is the download limit?',
    "What isn't the upload limit?",
    'What is the upload limit in 2019?',
    'Why is the upload limit?',
  ])
    assert.equal((await ask(server.url, different)).cache, 'miss', different)
})

test('options that change the answer are another question', async () => {
  await ask(server.url)
  for (const more of [{ max_tokens: 100 }, { top_k: 3 }, { history: [{ role: 'user', content: 'Tell me of limits.' }] }])
    assert.equal((await ask(server.url, question, more)).cache, 'miss', JSON.stringify(more))
})

test('a hundred at once are one call of the model, and each has its own trace', async () => {
  stub.set({ firstTokenMs: 300 })
  const calls = completions(stub)
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask(server.url, 'Which files are refused, the larger ones?')))
  stub.set({})
  assert.equal(completions(stub), calls + 1)
  assert.equal(new Set(answers.map(withoutOwn)).size, 1)
  assert.equal(new Set(answers.map((it) => it.trace_id)).size, 100)
  assert.equal(answers.filter((it) => it.cache === 'miss').length, 1)
  const rows = await Promise.all(answers.map((it) => trace(server.url, it.trace_id)))
  assert.deepEqual(new Set(rows.map((it) => it.answer)), new Set([answers[0].answer]))
})

test('a reader who goes away leaves the others their answer, and the last one takes the work along', async () => {
  stub.set({ firstTokenMs: 1500 })
  const text = 'What happens to larger files at the upload?'
  const calls = completions(stub)
  const gone = new AbortController()
  const ask1 = fetch(`${server.url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: text }),
    signal: gone.signal,
  })
  while (completions(stub) === calls) await new Promise((resolve) => setTimeout(resolve, 10))
  const staying = ask(server.url, text)
  await new Promise((resolve) => setTimeout(resolve, 100))
  gone.abort()
  await assert.rejects(ask1)
  assert.notEqual((await staying).answer, '')
  assert.deepEqual([completions(stub), stub.aborted.length], [calls + 1, 0])
  const alone = new AbortController()
  const lonely = fetch(`${server.url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: `${text} Now?` }),
    signal: alone.signal,
  })
  while (completions(stub) === calls + 1) await new Promise((resolve) => setTimeout(resolve, 10))
  alone.abort()
  await assert.rejects(lonely)
  while (stub.aborted.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  stub.set({})
})

test('an answer that broke off or was degraded is never given again', async () => {
  const text = 'In which town does the service run?'
  stub.set({ mode: 'faulty', fault: { kind: 'close', atByte: 400 } })
  const broken = await post(server.url, '/ask', { question: text })
  stub.set({ mode: 'honest' })
  const next = await ask(server.url, text)
  assert.deepEqual([next.cache, next.model.includes('stub-model')], ['miss', true], `after ${broken.status}`)
})

test('what is put or removed is never answered from before', async () => {
  await ask(server.url)
  const { document_id }: Json = await (await put(server.url, { source: 'limits.md', text: limits(50) })).json()
  const changed = await ask(server.url)
  assert.deepEqual([changed.cache, /50 megabytes/.test(changed.answer)], ['miss', true])
  assert.equal((await ask(server.url)).cache, 'exact')
  await fetch(`${server.url}/documents/${document_id}`, { method: 'DELETE' })
  const removed = await ask(server.url)
  assert.deepEqual([removed.cache, /megabytes/.test(removed.answer)], ['miss', false])
})

test('a question is embedded on a server once, and anew after a document was removed', async () => {
  using home = workplace({ 'limits.md': limits(20), 'zones.md': '# Zones\n\nThe service runs in Frankfurt.\n' })
  await using model = await startStubModel()
  const env = { ANSWERABLE_EMBEDDER: 'openai', ANSWERABLE_EMBEDDER_BASE_URL: model.url, ANSWERABLE_ANSWER_CACHE: 'semantic' }
  await using embedding = await serve([home.documents, '--data', home.data], { env })
  const asked = (): number => model.requests.filter(({ path, body }) => path.endsWith('/embeddings') && JSON.stringify(body).includes(question)).length
  const listed: Json = await (await fetch(`${embedding.url}/documents`)).json()
  await post(embedding.url, '/search', { query: question, limit: 2 })
  assert.equal(asked(), 1)
  // Kept behind: whoever asks at once may still embed it again.
  for (let before = 0; before !== asked();) {
    before = asked()
    await post(embedding.url, '/search', { query: question, limit: 2 })
  }
  const known = asked()
  assert.equal((await ask(embedding.url)).cache, 'miss')
  assert.equal(asked(), known)
  await fetch(`${embedding.url}/documents/${listed.documents.find(({ source }: Json) => source === 'zones.md').document_id}`, { method: 'DELETE' })
  await ask(embedding.url)
  assert.equal(asked(), known + 1)
})

const onServer = (name: string, run: (postgres: TestServer) => Promise<void>): void =>
  void test(`two processes on one server: ${name}`, { skip: postgresMissing }, async () => {
    await using postgres = await startPostgres()
    await run(postgres)
  })

onServer('what one answered the other gives; what one stores the other never overlooks; equal questions at once are one call', async (postgres) => {
  using home = workplace({})
  await using model = await startStubModel({ models: ['stub-model'] })
  const url = await postgres.createDatabase()
  const env = (name: string) => ({ ANSWERABLE_HOME: join(home.home, name), ANSWERABLE_GENERATOR: `compatible:stub-model@${model.url}`, ...settings })
  await using first = await serve(['--database-url', url], { env: env('first') })
  await using second = await serve(['--database-url', url], { env: env('second') })
  for (let megabytes = 1; megabytes <= 20; megabytes++) {
    await put(first.url, { source: 'limits.md', text: limits(megabytes) })
    const [one, other] = megabytes % 2 === 0 ? [first, second] : [second, first]
    const [answer, again] = [await ask(one.url), await ask(other.url)]
    assert.match(answer.answer, new RegExp(`\\b${megabytes} megabytes`))
    assert.deepEqual([answer.cache, again.cache, again.answer], ['miss', 'exact', answer.answer])
  }
  model.set({ firstTokenMs: 400 })
  const calls = completions(model)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) => ask((index % 2 === 0 ? first : second).url, 'Which files are refused, the larger ones?')),
  )
  assert.deepEqual([completions(model) - calls, new Set(answers.map(withoutOwn)).size], [1, 1])
})

onServer('who waits for an answer of a process that is killed answers by itself', async (postgres) => {
  using home = workplace({})
  await using model = await startStubModel({ models: ['stub-model'], firstTokenMs: 60_000 })
  const url = await postgres.createDatabase()
  const env = (name: string) => ({ ANSWERABLE_HOME: join(home.home, name), ANSWERABLE_GENERATOR: `compatible:stub-model@${model.url}`, ...settings })
  await using first = await serve(['--database-url', url], { env: env('first') })
  await using second = await serve(['--database-url', url], { env: env('second') })
  await put(first.url, { source: 'limits.md', text: limits(20) })
  const lost = post(first.url, '/ask', { question }).catch(() => null)
  while (completions(model) === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  const waiting = ask(second.url)
  await new Promise((resolve) => setTimeout(resolve, 300))
  assert.equal(completions(model), 1)
  model.set({})
  await first.stop('SIGKILL')
  const answer = await waiting
  assert.deepEqual([answer.cache, /20 megabytes/.test(answer.answer), completions(model)], ['miss', true, 2])
  await lost
})
