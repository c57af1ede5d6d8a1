import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import { openCompatible } from '../../src/adapters/models/server/compatible-generator.ts'
import { AppError } from '../../src/base/error.ts'
import { failureOf, openCase, type ProviderCase } from '../contracts/provider/provider-case.ts'
import { providerContract } from '../contracts/provider/provider.ts'
import { startStubModel } from '../support/stub-model/server.ts'
import { chatCompletions } from './chat-completions.ts'
import { ask } from './collect.ts'

const compatible: ProviderCase = { ...chatCompletions, name: 'OpenAI-compatible server', open: openCompatible }

providerContract(compatible)

test('addresses with and without /v1 reach the same server', async () => {
  for (const path of ['', '/', '/v1', '/v1/', '/v1/chat/completions']) {
    await using stub = await startStubModel()
    const generator = openCompatible({ baseUrl: stub.url + path, model: 'stub-1' })
    assert.match((await ask(generator)).text, /5 s/)
    assert.equal(stub.requests[0]?.path, '/v1/chat/completions')
    await generator.close()
  }
})

test('an address that is missing, that is none, or that holds a password, is refused with a sentence', () => {
  assert.throws(() => openCompatible({}), { code: 'invalid', message: /OPENAI_BASE_URL/ })
  assert.throws(() => openCompatible({ baseUrl: 'localhost' }), { code: 'invalid' })
  assert.throws(() => openCompatible({ baseUrl: 'file:///etc/passwd' }), { code: 'invalid' })
  const error = (() => {
    try {
      openCompatible({ baseUrl: 'https://me:hunter2@host/v1' })
    } catch (thrown) {
      return thrown
    }
  })()
  assert.ok(error instanceof AppError && !inspect(error).includes('hunter2'))
})

test('without a name the first model of the server is used, and asked for once', async () => {
  await using opened = await openCase(compatible, { models: ['first', 'second'] }, { model: undefined })
  await ask(opened.generator)
  await ask(opened.generator)
  assert.equal(opened.generator.id, 'first')
  assert.deepEqual(
    opened.stub.requests.map(({ path, body }) => [path, body?.model]),
    [
      ['/v1/models', undefined],
      ['/v1/chat/completions', 'first'],
      ['/v1/chat/completions', 'first'],
    ],
  )
})

test('a server without models says so', async () => {
  await using opened = await openCase(compatible, { models: [] }, { model: undefined })
  assert.match((await failureOf(opened.generator)).message, /does not say which models/)
})

test('the request carries messages, limit, temperature and the wish for usage', async () => {
  await using opened = await openCase(compatible)
  await ask(opened.generator, { maxTokens: 77 })
  const { body, headers } = opened.stub.requests[0]!
  assert.deepEqual(
    { model: body?.model, maxTokens: body?.max_tokens, temperature: body?.temperature, stream: body?.stream, usage: body?.stream_options },
    { model: 'stub-1', maxTokens: 77, temperature: 0, stream: true, usage: { include_usage: true } },
  )
  assert.equal(headers.authorization, undefined)
})

test('parameters that a server does not know are said otherwise, and that is remembered', async () => {
  await using opened = await openCase(compatible, { unsupported: ['max_tokens', 'temperature'] })
  assert.equal((await ask(opened.generator)).finish?.reason, 'stop')
  assert.equal((await ask(opened.generator)).finish?.reason, 'stop')
  assert.equal(opened.stub.requests.length, 4)
  const { body } = opened.stub.requests[3]!
  assert.deepEqual([body?.max_tokens, body?.max_completion_tokens, body?.temperature], [undefined, 200, undefined])
})

test('without [DONE] a stream is whole, without a finish reason it is not', async () => {
  await using opened = await openCase(compatible, { text: 'All of it.', fault: { kind: 'no-done' } })
  const { finish, text } = await ask(opened.generator)
  assert.deepEqual([finish?.reason, text], ['stop', 'All of it.'])
  opened.stub.set({ text: 'All of it.', fault: { kind: 'no-finish' } })
  assert.equal((await failureOf(opened.generator)).code, 'upstream')
})

test('an error event of a server with a code of its own is broken off, not overloaded', async () => {
  await using opened = await openCase(compatible, { text: 'one two three', fault: { kind: 'error-event', afterParts: 1, message: 'No.', code: 400 } })
  const { code, details } = await failureOf(opened.generator)
  assert.deepEqual([code, details.retryable], ['upstream', false])
})
