import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { post, run, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const files = {
  'budgets.md': '# Budgets\n\nEach key has a budget of 50 euros a month.\n\n## Reset\n\nBudgets are reset on the first day of the month at midnight UTC.\n',
}

let place: Workplace
let stub: StubModel
let server: Server
const start = (data: string, env: Readonly<Record<string, string>> = {}): Promise<Server> =>
  serve([place.documents, '--data', data], {
    env: { ANSWERABLE_GENERATOR: `compatible:stub@${stub.url}/v1`, ANSWERABLE_PRICES: 'stub=1/2', ANSWERABLE_ANSWER_CACHE: 'exact', ...env },
  })
before(async () => {
  place = workplace(files)
  stub = await startStubModel()
  server = await start(place.data)
})
after(async () => {
  await server?.stop()
  await stub?.close()
  place?.[Symbol.dispose]()
})

const get = async (path: string, { url } = server): Promise<Json> => (await fetch(`${url}${path}`)).json()
const ask = async (question: string, { url } = server): Promise<Json> => (await post(url, '/ask', { question })).json()

test('a trace tells the whole of an answer: spans within each other, prompt tokens, verdicts, and the money of the ledger', async () => {
  const answer = await ask('What budget does each key have a month?')
  const trace = await get(`/traces/${answer.trace_id}`)
  assert.equal(trace.outcome, 'answered')
  assert.deepEqual([trace.http_status, trace.caller, trace.cache, trace.error_code], [200, 'owner', 'miss', null])
  assert.equal(trace.question, 'What budget does each key have a month?')
  assert.equal(trace.answer, answer.answer)
  assert.ok(trace.detail.passages[0].ranks.words === 1 && trace.detail.prompt.tokens.passages > 0)
  assert.deepEqual(
    trace.detail.verdicts.map(({ verdict }: Json) => verdict),
    ['supported'],
  )
  const named = new Map<string, Json>(trace.spans.map((span: Json) => [span.stage, span]))
  assert.deepEqual(
    [...named.keys()].filter((stage) => ['request', 'ask', 'retrieval', 'chat'].includes(stage)),
    ['request', 'ask', 'retrieval', 'chat'],
  )
  for (const span of trace.spans.filter(({ parent_id }: Json) => parent_id !== null)) {
    const parent = trace.spans.find(({ id }: Json) => id === span.parent_id)
    assert.ok(
      span.start_ms >= parent.start_ms && span.start_ms + span.duration_ms <= parent.start_ms + parent.duration_ms + 0.01,
      `${span.name} in ${parent.name}`,
    )
  }
  const chat = named.get('chat').attributes
  assert.deepEqual([chat['gen_ai.usage.input_tokens'], chat['gen_ai.usage.output_tokens']], [answer.usage.input_tokens, answer.usage.output_tokens])
  assert.deepEqual(
    trace.calls.filter(({ task }: Json) => task !== 'embed').map(({ model, cost_usd }: Json) => [model, Number(cost_usd)]),
    [['stub', answer.cost_usd]],
  )
  assert.doesNotMatch(JSON.stringify(trace.spans), /50 euros|each key have/)
})

test('an answer from the cache leaves a trace of its own', async () => {
  // Kept behind the answer: a moment later it is there.
  const again = await until(async () => {
    const answer = await ask('What budget does each key have a month?')
    return answer.cache === 'exact' ? answer : undefined
  })
  const trace = await get(`/traces/${again.trace_id}`)
  assert.deepEqual([again.cache, trace.cache, trace.outcome, trace.calls.length], ['exact', 'exact', 'answered', 0])
  assert.ok(!trace.spans.some(({ stage }: Json) => stage === 'chat'))
})

test('refusals, failures and questions that were given up leave traces with their reason', async () => {
  const abstained = await ask('Who painted the ceiling of the Sistine Chapel?')
  assert.equal((await get(`/traces/${abstained.trace_id}`)).abstained, abstained.abstained.reason)

  stub.set({ fault: { kind: 'status', status: 500 } })
  const failed = await post(server.url, '/ask', { question: 'When are the budgets reset, and by whom?' })
  stub.set({ mode: 'honest' })
  const problem = (await failed.json()) as Json
  if (failed.status === 200) assert.equal(problem.abstained ?? problem.answer.length > 0, true)
  else assert.equal(failed.headers.get('x-trace-id'), problem.trace_id)

  stub.set({ mode: 'honest', firstTokenMs: 60_000 })
  const stop = new AbortController()
  const given = fetch(`${server.url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: 'On which day are budgets reset at midnight?' }),
    signal: stop.signal,
  })
  while (!stub.requests.some(({ body }: Json) => JSON.stringify(body).includes('On which day'))) await delay(20)
  stop.abort()
  await assert.rejects(given)
  const cancelled = await until(async () => (await get('/traces?outcome=cancelled')).traces[0])
  stub.set({ mode: 'honest' })
  assert.deepEqual([cancelled.error_code, cancelled.http_status, cancelled.question], ['cancelled', 499, 'On which day are budgets reset at midnight?'])
})

test('whatever is refused names its trace in body and header', async () => {
  const refused = await post(server.url, '/ask', { question: '' })
  assert.equal(refused.status, 422)
  assert.equal(((await refused.json()) as Json).trace_id, refused.headers.get('x-trace-id'))
  assert.match(refused.headers.get('x-trace-id')!, /^[0-9a-f]{32}$/)
})

test('the command line lists the same questions', async () => {
  const listed = await run(['traces', 'list', '--outcome', 'abstained', '--data', place.data])
  assert.equal(listed.code, 0, listed.stderr)
  assert.match(listed.stdout, /abstained \w+ .* s {2}default {2}Who painted the ceiling/)
  const asJson = await run(['traces', 'list', '--limit', '2', '--json', '--data', place.data])
  assert.equal(JSON.parse(asJson.stdout).traces.length, 2)
})

test('where content is never kept, traces hold figures and no word', async () => {
  await using wordless = await start(`${place.data}-wordless`, { ANSWERABLE_CONTENT_DAYS: '0' })
  const answer = await ask('What budget does each key have a month?', wordless)
  assert.match(answer.answer, /50 euros/)
  const trace = await get(`/traces/${answer.trace_id}`, wordless)
  assert.doesNotMatch(JSON.stringify(trace), /50 euros|does each key/)
  assert.deepEqual([trace.outcome, trace.question, trace.answer], ['answered', '', ''])
  assert.ok(trace.spans.length >= 4 && trace.detail.usage.inputTokens > 0)
})

test('where content is masked, traces tell all but what is sensitive, and offsets stay true', async () => {
  await using masking = await start(`${place.data}-masking`, { ANSWERABLE_REDACT_CONTENT: 'true' })
  const answer = await ask('I am jane.doe@acme-widgets.com: what budget does each key have a month?', masking)
  const trace = await get(`/traces/${answer.trace_id}`, masking)
  assert.match(trace.question, /^I am •+: what budget/)
  assert.doesNotMatch(JSON.stringify(trace), /acme-widgets/)
  for (const { answerStart, answerEnd, quote } of trace.detail.citations)
    assert.ok(answerEnd <= trace.answer.length && answerEnd > answerStart && quote.length > 0)
})

const until = async <Found>(look: () => Promise<Found | undefined>): Promise<Found> => {
  for (;;) {
    const found = await look()
    if (found) return found
    await delay(50)
  }
}
