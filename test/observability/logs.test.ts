import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { post, serve, workplace, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

const apiKey = 'sk-canary-9876543210fedcba'
const headerCanary = 'canary-0123456789-header'

let place: Workplace
let stub: StubModel
before(async () => {
  place = workplace({ 'budgets.md': '# Budgets\n\nEach key has a budget of 50 euros a month.\n' })
  stub = await startStubModel()
})
after(async () => {
  await stub?.close()
  place?.[Symbol.dispose]()
})

test('each request is a JSON line with its trace, and no key gets in, however it failed', async () => {
  await using server = await serve([place.documents, '--data', place.data], {
    env: {
      ANSWERABLE_GENERATOR: 'compatible:stub',
      OPENAI_BASE_URL: `${stub.url}/v1`,
      OPENAI_API_KEY: apiKey,
      ANSWERABLE_LOG_LEVEL: 'debug',
    },
  })
  const headers = { authorization: `Bearer ${headerCanary}`, cookie: `answerable_session=${headerCanary}` }
  const good = (await (await post(server.url, '/ask', { question: 'What budget does each key have?' })).json()) as { trace_id: string }
  stub.set({ fault: { kind: 'status', status: 401, echo: true } })
  await post(server.url, '/ask', { question: 'What budget does the second key have?' })
  await post(server.url, '/ask', { question: 'Who comes with a wrong key?' }, headers)
  await post(server.url, '/ask', '{', headers)
  await server.stop()
  const said = server.said()
  assert.doesNotMatch(said, /canary/)
  const lines = said
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const request = lines.find(({ msg, trace_id }) => msg === 'request' && trace_id === good.trace_id)
  assert.deepEqual([request?.['level'], request?.['method'], request?.['route'], request?.['status']], ['info', 'POST', '/ask', 200])
  assert.ok(lines.length >= 4)
})
