import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { post, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import type { StubOptions } from '../support/stub-model/options.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

const secret = 'sk-test-secret-key-000'
const question = 'What is the upload limit?'
const prompt = /The upload limit is 20 megabytes|You answer questions from the passages/

interface Provider {
  readonly name: string
  env(stub: StubModel): Record<string, string>
}

const providers: readonly Provider[] = [
  { name: 'an OpenAI-compatible server', env: ({ url }) => ({ ANSWERABLE_GENERATOR: 'openai:stub-1', OPENAI_BASE_URL: url, OPENAI_API_KEY: secret }) },
  { name: 'Anthropic', env: ({ url }) => ({ ANSWERABLE_GENERATOR: 'anthropic', ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: secret }) },
]

const failures: readonly [name: string, stub: Partial<StubOptions>, status: number, code: string, retryAfter?: string][] = [
  ['that always fails', { fault: { kind: 'status', status: 500 } }, 502, 'upstream'],
  ['that repeats key and prompt in its refusal', { fault: { kind: 'status', status: 400, echo: true } }, 502, 'upstream'],
  ['that does not know the key', { apiKey: 'another' }, 502, 'upstream'],
  ['whose stream is cut', { fault: { kind: 'reset', atByte: 500 } }, 502, 'upstream'],
  ['that sends a web page', { fault: { kind: 'status', status: 200, body: '<html>Welcome</html>' } }, 502, 'upstream'],
  ['that takes no more requests for an hour', { fault: { kind: 'status', status: 429, headers: { 'retry-after': '3600' } } }, 503, 'unavailable', '3600'],
  ['that is overloaded for a minute and a half', { fault: { kind: 'status', status: 529, headers: { 'retry-after-ms': '89500' } } }, 503, 'unavailable', '90'],
  ['that closes every connection', { fault: { kind: 'refuse' } }, 503, 'unavailable'],
  ['that sends nothing', { firstTokenMs: 60_000 }, 504, 'upstream_timeout'],
]

for (const provider of providers) {
  let place: Workplace
  let stub: StubModel
  let server: Server
  before(async () => {
    place = workplace({ 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused.\n' })
    stub = await startStubModel()
    server = await serve([place.documents, '--data', place.data], {
      env: { ANSWERABLE_MODEL_TIMEOUT_SECONDS: '1', ...provider.env(stub) },
    })
  })
  after(async () => {
    await server?.stop()
    await stub?.close()
    place?.[Symbol.dispose]()
  })

  test(`${provider.name} answers, with what it billed`, async () => {
    stub.set({})
    const response = await post(server.url, '/ask', { question })
    const { answer, citations, tokens_used: tokens } = (await response.json()) as { answer: string; citations: unknown[]; tokens_used: number }
    assert.equal(response.status, 200)
    assert.match(answer, /20 megabytes/)
    assert.deepEqual([citations.length, tokens > 100], [1, true])
  })

  for (const [name, stubOptions, status, code, retryAfter] of failures) {
    test(`${provider.name} ${name} is ${status} "${code}" with a sentence, and no secret in it or in the log`, async () => {
      stub.set(stubOptions)
      const response = await post(server.url, '/ask', { question })
      const text = await response.text()
      const problem = JSON.parse(text) as { code: string; detail: string }
      assert.deepEqual([response.status, problem.code, response.headers.get('retry-after')], [status, code, retryAfter ?? null], text)
      assert.match(response.headers.get('content-type')!, /problem\+json/)
      assert.ok(problem.detail.length > 40)
      assert.doesNotMatch(text, prompt)
      assert.ok(!(text + server.said()).includes(secret))
      assert.doesNotMatch(server.said(), prompt)
    })
  }
}
