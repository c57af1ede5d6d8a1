import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { post, put, serve, workplace, type Server, type Workplace } from '../support/program.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const files = {
  'budgets.md':
    '# Budgets\n\nEach key has a budget of 50 euros a month. A request over the budget is refused with status 429.\n\n## Reset\n\nBudgets are reset on the first day of the month at midnight UTC.\n',
  'guide/deploy.md': '# Deployment\n\nDeploy with `make deploy`. The deployment takes about seven minutes.\n',
  'empty.md': '',
}

let place: Workplace
let server: Server
before(async () => {
  place = workplace(files)
  server = await serve([place.documents, '--data', place.data])
})
after(async () => {
  await server?.stop()
  place?.[Symbol.dispose]()
})

const ask = async (body: unknown): Promise<{ status: number; json: Json }> => {
  const response = await post(server.url, '/ask', body)
  return { status: response.status, json: await response.json() }
}

test('an answer keeps the contract, and each quote stands at its offsets in the document', async () => {
  const { status, json } = await ask({ question: 'What budget does each key have a month?' })
  assert.equal(status, 200)
  assert.deepEqual(
    Object.keys(json).sort(),
    ['abstained', 'answer', 'cache', 'citations', 'cost_usd', 'data', 'model', 'sources', 'timings_ms', 'tokens_used', 'trace_id', 'usage'].sort(),
  )
  assert.equal(json.abstained, null)
  assert.match(json.answer, /50 euros/)
  assert.equal(json.sources[0], 'budgets.md')
  assert.equal(json.tokens_used, 0)
  assert.match(json.trace_id, /^[0-9a-f]{32}$/)
  for (const citation of json.citations) {
    const document: Json = await (await fetch(`${server.url}/documents/${citation.document_id}?version=${citation.version}`)).json()
    assert.equal(document.text.slice(citation.start, citation.end), citation.quote)
    assert.ok(citation.answer_end <= json.answer.length && citation.answer_start < citation.answer_end)
  }
})

test('a question that the documents do not speak of is declined with a reason and status 200', async () => {
  const { status, json } = await ask({ question: 'Who painted the ceiling of the Sistine Chapel?' })
  assert.equal(status, 200)
  assert.ok(['nothing_relevant', 'not_supported'].includes(json.abstained.reason))
  assert.equal(json.answer, json.abstained.message)
  assert.deepEqual(json.citations, [])
  assert.deepEqual(json.sources, [])
})

test('streamed deltas joined are the answer that done carries', async () => {
  const response = await post(server.url, '/ask', { question: 'When are budgets reset?', stream: true })
  assert.match(response.headers.get('content-type')!, /^text\/event-stream/)
  const events = (await response.text())
    .split('\n\n')
    .filter((frame) => frame.startsWith('event: '))
    .map((frame) => ({ type: /^event: (.*)$/m.exec(frame)![1]!, data: JSON.parse(/^data: (.*)$/m.exec(frame)![1]!) as Json }))
  assert.equal(events[0]!.type, 'passages')
  const done = events.at(-1)!
  assert.equal(done.type, 'done')
  assert.equal(
    events
      .filter(({ type }) => type === 'delta')
      .map(({ data }) => data.text)
      .join(''),
    done.data.answer,
  )
  assert.equal(events.filter(({ type }) => type === 'citation').length, done.data.citations.length)
  assert.match(done.data.answer, /first day of the month/)
})

const refused: readonly [string, unknown, number][] = [
  ['an empty question', { question: '' }, 422],
  ['a blank question', { question: '   ' }, 422],
  ['a question of 1,001 characters', { question: 'a'.repeat(1001) }, 422],
  ['a missing question', {}, 422],
  ['max_tokens of 0', { question: 'a', max_tokens: 0 }, 422],
  ['max_tokens of 4,097', { question: 'a', max_tokens: 4097 }, 422],
  ['a question that is a number', { question: 5 }, 422],
  ['a collection with a slash', { question: 'a', collection: '../x' }, 422],
  ['a NUL in the question', { question: 'a\u0000b' }, 422],
  ['an unknown field', { question: 'a', temprature: 1 }, 422],
  ['a history whose roles are unknown', { question: 'a', history: [{ role: 'robot', content: 'b' }] }, 422],
  ['a wish for structured output where no model is live', { question: 'a', response_schema: {} }, 422],
  ['an array', [1], 422],
]
for (const [name, body, status] of refused) {
  test(`${name} is refused with a sentence`, async () => {
    const response = await post(server.url, '/ask', body)
    assert.equal(response.status, status)
    assert.match(response.headers.get('content-type')!, /^application\/problem\+json/)
    const problem: Json = await response.json()
    assert.equal(problem.code, 'invalid')
    assert.ok(problem.detail.length > 20, problem.detail)
  })
}

test('a body that is no JSON, and one of the wrong type, get a sentence each', async () => {
  const broken = await fetch(`${server.url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"question": ' })
  assert.equal(broken.status, 400)
  assert.match(((await broken.json()) as Json).detail, /JSON/)
  const form = await fetch(`${server.url}/ask`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'question=a' })
  assert.equal(form.status, 415)
})

test('search returns as many passages as asked for when that many exist, best first', async () => {
  const found: Json = await (await post(server.url, '/search', { query: 'deployment minutes', limit: 2 })).json()
  // Only one chunk holds the words; the other one fills up.
  assert.equal(found.passages.length, 2)
  assert.equal(found.passages[0].source, 'guide/deploy.md')
  const scores = found.passages.map((passage: Json) => passage.score)
  assert.deepEqual(
    scores,
    [...scores].sort((a: number, b: number) => b - a),
  )
})

test('a put document is found by the next question, replaced without a trace of the old text, and removed', async () => {
  const first = await put(server.url, {
    source: 'wiki/rotation',
    text: 'The on-call rotation starts on Tuesdays.',
    collection: 'wiki',
    metadata: { team: 'sre' },
  })
  assert.equal(first.status, 201)
  const { document_id, version }: Json = await first.json()
  assert.match(JSON.stringify(await (await post(server.url, '/search', { query: 'on-call rotation', collection: 'wiki' })).json()), /Tuesdays/)

  const again = await put(server.url, { source: 'wiki/rotation', text: 'The on-call rotation starts on Thursdays.', collection: 'wiki' })
  assert.equal(again.status, 200)
  const replaced: Json = await again.json()
  assert.equal(replaced.document_id, document_id)
  assert.notEqual(replaced.version, version)
  const found = JSON.stringify(await (await post(server.url, '/search', { query: 'on-call rotation', collection: 'wiki' })).json())
  assert.match(found, /Thursdays/)
  assert.doesNotMatch(found, /Tuesdays/)

  assert.equal((await fetch(`${server.url}/documents/${document_id}`, { method: 'DELETE' })).status, 204)
  assert.equal((await fetch(`${server.url}/documents/${document_id}`)).status, 404)
  assert.equal((await fetch(`${server.url}/documents/${document_id}`, { method: 'DELETE' })).status, 404)
  assert.deepEqual(((await (await post(server.url, '/search', { query: 'on-call', collection: 'wiki' })).json()) as Json).passages, [])
})

test('the version that an answer cites stays readable after its source has changed', async () => {
  await put(server.url, { source: 'limits', text: 'The upload limit is 20 megabytes for every user.', collection: 'kept' })
  const { json } = await ask({ question: 'What is the upload limit for every user?', collection: 'kept' })
  assert.equal(json.abstained, null)
  await put(server.url, { source: 'limits', text: 'The upload limit is 30 megabytes for every user.', collection: 'kept' })
  const [citation] = json.citations
  const old: Json = await (await fetch(`${server.url}/documents/${citation.document_id}?version=${citation.version}`)).json()
  assert.equal(old.text.slice(citation.start, citation.end), citation.quote)
})

test('half a surrogate pair in the name of a field is kept as a replacement character, and a NUL in a version is refused', async () => {
  const response = await put(server.url, { source: 'odd', text: 'Odd fields are kept.', metadata: { 'a\ud800': 'b\udc00' }, collection: 'odd' })
  assert.equal(response.status, 201)
  const address = `${server.url}/documents/${((await response.json()) as Json).document_id}`
  assert.deepEqual(((await (await fetch(address)).json()) as Json).metadata, { 'a\ufffd': 'b\ufffd' })
  assert.equal((await fetch(`${address}?version=%00`)).status, 422)
})

test('a text over 2 MiB is refused as too large', async () => {
  const response = await put(server.url, { source: 'big', text: 'word '.repeat(500_000) })
  assert.equal(response.status, 413)
  assert.equal(((await response.json()) as Json).code, 'too_large')
})

test('uploads become documents in a job that names what failed', async () => {
  const form = new FormData()
  form.append('collection', 'uploads')
  form.append('files', new Blob(['# Cats\n\nCats sleep sixteen hours a day.\n']), 'cats.md')
  form.append('files', new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])]), 'picture.md')
  const response = await fetch(`${server.url}/documents`, { method: 'POST', body: form })
  assert.equal(response.status, 202)
  const { job_id }: Json = await response.json()
  let job: Json
  do {
    await new Promise((resolve) => setTimeout(resolve, 50))
    job = await (await fetch(`${server.url}/jobs/${job_id}`)).json()
  } while (job.state === 'queued' || job.state === 'running')
  assert.equal(job.state, 'done')
  assert.equal(job.progress.added, 1)
  assert.equal(job.progress.failed[0].source, 'picture.md')
  const { json } = await ask({ question: 'How many hours a day do cats sleep?', collection: 'uploads' })
  assert.match(json.answer, /sixteen/)
})

test('an upload that is refused leaves nothing behind', async () => {
  const form = new FormData()
  form.append('collection', 'No Such Name')
  form.append('files', new Blob(['# Secret\n\nNobody asked for this to be kept.\n']), 'secret.md')
  assert.equal((await fetch(`${server.url}/documents`, { method: 'POST', body: form })).status, 422)
  // Those that were taken are removed when their job is done.
  const texts = readdirSync(join(place.data, 'uploads')).map((name) => readFileSync(join(place.data, 'uploads', name), 'utf8'))
  assert.ok(texts.every((text) => !text.includes('Nobody asked')))
})

test('documents are listed in pages', async () => {
  const page: Json = await (await fetch(`${server.url}/documents?limit=1`)).json()
  assert.equal(page.documents.length, 1)
  const next: Json = await (await fetch(`${server.url}/documents?limit=1&cursor=${page.next_cursor}`)).json()
  assert.equal(next.documents.length, 1)
  assert.notEqual(next.documents[0].document_id, page.documents[0].document_id)
  assert.equal((await fetch(`${server.url}/documents?limit=0`)).status, 422)
})

test('the trace of an answer tells passages, verdicts and timings', async () => {
  const { json } = await ask({ question: 'How long does the deployment take?' })
  const trace: Json = await (await fetch(`${server.url}/traces/${json.trace_id}`)).json()
  assert.equal(trace.question, 'How long does the deployment take?')
  assert.ok(trace.detail.passages.length > 0)
  assert.ok(trace.detail.verdicts.length > 0)
  assert.equal((await fetch(`${server.url}/traces/${'0'.repeat(32)}`)).status, 404)
})

test('requests from a page of another site, and to a name that is not ours, are refused', async () => {
  const foreign = await post(server.url, '/ask', { question: 'a' }, { origin: 'https://evil.example' })
  assert.equal(foreign.status, 403)
  const status = await new Promise<number>((resolve, reject) =>
    request(`${server.url}/status`, { headers: { host: 'rebound.example' } }, (response) => resolve(response.resume().statusCode!))
      .on('error', reject)
      .end(),
  )
  assert.equal(status, 403)
})

test('local operations are out of reach over TCP', async () => {
  assert.equal((await post(server.url, '/local/ingest', { paths: ['/etc'] })).status, 404)
})

test('the API description names each route that is served', async () => {
  const api: Json = await (await fetch(`${server.url}/openapi.json`)).json()
  assert.equal(api.openapi, '3.1.0')
  for (const path of ['/ask', '/search', '/documents', '/documents/{document_id}', '/jobs/{job_id}', '/healthz', '/readyz']) assert.ok(api.paths[path], path)
})

test('a wrong path is told, with where to look', async () => {
  const response = await fetch(`${server.url}/nonsense`)
  assert.equal(response.status, 404)
  assert.match(((await response.json()) as Json).detail, /\/docs/)
})

test('a method that a path does not have is 405 and names those that it has', async () => {
  const response = await fetch(`${server.url}/ask`)
  assert.equal(response.status, 405)
  assert.equal(response.headers.get('allow'), 'POST')
  assert.match(((await response.json()) as Json).detail, /it takes POST/)
})

test('a form that is broken off or has no boundary is the fault of who sent it', async () => {
  for (const type of ['multipart/form-data; boundary=xx', 'multipart/form-data']) {
    const response = await fetch(`${server.url}/documents`, { method: 'POST', headers: { 'content-type': type }, body: 'garbage' })
    assert.equal(response.status, 422)
    assert.match(((await response.json()) as Json).detail, /form could not be read/)
  }
})

test('an address that is no valid encoding is refused as a problem', async () => {
  const response = await fetch(`${server.url}/documents/a%ff`)
  assert.equal(response.status, 400)
  assert.match(response.headers.get('content-type')!, /problem\+json/)
})

test('the body decides about streaming before the header does, and q=0 is a no', async () => {
  const streams = async (headers: Record<string, string>, more: object): Promise<boolean> => {
    const response = await post(server.url, '/ask', { question: 'When are budgets reset?', ...more }, headers)
    await response.text()
    return response.headers.get('content-type')!.startsWith('text/event-stream')
  }
  assert.equal(await streams({ accept: 'TEXT/EVENT-STREAM' }, {}), true)
  assert.equal(await streams({ accept: 'application/json, text/event-stream;q=0' }, {}), false)
  assert.equal(await streams({ accept: 'text/event-stream' }, { stream: false }), false)
})
