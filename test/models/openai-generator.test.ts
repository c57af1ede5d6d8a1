import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'
import { openAiGenerator, type OpenAiGeneratorOptions } from '../../src/adapters/models/openai-generator.ts'
import { AppError } from '../../src/base/error.ts'
import { generatorContract } from '../contracts/generator.ts'
import type { StubOptions } from '../support/stub-model/options.ts'
import { startStubModel } from '../support/stub-model/server.ts'
import { ask } from './collect.ts'

const open = async (stubOptions: Partial<StubOptions>, options: Partial<OpenAiGeneratorOptions> = {}) => {
  const stub = await startStubModel(stubOptions)
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1', ...options })
  return {
    stub,
    generator,
    [Symbol.asyncDispose]: async () => {
      await generator.close()
      await stub.close()
    },
  }
}

generatorContract({
  name: 'OpenAI-compatible server',
  skip: false,
  open: async () => {
    const opened = await open({ mode: 'honest' })
    // A lone message has no sources: something long is said, so that limits and cancelling have something to cut.
    const { generator, stub } = opened
    return Object.assign(Object.create(generator) as typeof generator, {
      stream: (...[messages, asked, signal]: Parameters<typeof generator.stream>) => {
        stub.set(messages.length === 1 ? { text: '1 2 3 4 5 6 7 8 9 10 '.repeat(40), partMs: 1 } : {})
        return generator.stream(messages, asked, signal)
      },
      [Symbol.asyncDispose]: opened[Symbol.asyncDispose],
    })
  },
})

const failure = async (stubOptions: Partial<StubOptions>, options: Partial<OpenAiGeneratorOptions> = {}): Promise<AppError> => {
  await using opened = await open(stubOptions, options)
  const { error, finish } = await ask(opened.generator)
  assert.equal(finish, null)
  assert.ok(error instanceof AppError, inspect(error))
  return error
}

test('addresses with and without /v1 reach the same server', async () => {
  for (const path of ['', '/', '/v1', '/v1/', '/v1/chat/completions']) {
    await using stub = await startStubModel()
    const generator = openAiGenerator({ baseUrl: stub.url + path, model: 'stub-1' })
    assert.match((await ask(generator)).text, /5 s/)
    assert.equal(stub.requests[0]?.path, '/v1/chat/completions')
    await generator.close()
  }
})

test('an address that is none, or that holds a password, is refused with a sentence', () => {
  assert.throws(() => openAiGenerator({ baseUrl: 'localhost' }), { code: 'invalid' })
  assert.throws(() => openAiGenerator({ baseUrl: 'file:///etc/passwd' }), { code: 'invalid' })
  const error = (() => {
    try {
      openAiGenerator({ baseUrl: 'https://me:hunter2@host/v1' })
    } catch (thrown) {
      return thrown
    }
  })()
  assert.ok(error instanceof AppError && !inspect(error).includes('hunter2'))
})

test('without a name the first model of the server is used, and asked for once', async () => {
  await using opened = await open({ models: ['first', 'second'] }, { model: undefined })
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
  const error = await failure({ models: [] }, { model: undefined })
  assert.match(error.message, /does not say which models/)
})

test('the request carries messages, limit, temperature and the wish for usage', async () => {
  await using opened = await open({})
  await ask(opened.generator, { maxTokens: 77 })
  const { body, headers } = opened.stub.requests[0]!
  assert.deepEqual(
    { model: body?.model, maxTokens: body?.max_tokens, temperature: body?.temperature, stream: body?.stream, usage: body?.stream_options },
    { model: 'stub-1', maxTokens: 77, temperature: 0, stream: true, usage: { include_usage: true } },
  )
  assert.equal(headers.authorization, undefined)
})

test('usage that the server reports is passed on as it is', async () => {
  await using opened = await open({ mode: 'priced', text: 'Four words are here.' })
  const { finish } = await ask(opened.generator)
  assert.equal(finish?.usage.reported, true)
  assert.equal(finish.usage.outputTokens, 5)
})

for (const [name, fault] of Object.entries({
  'is missing': { kind: 'no-usage' },
  'is negative': { kind: 'wrong-usage', usage: { prompt_tokens: -5, completion_tokens: 2 } },
  'is no whole number': { kind: 'wrong-usage', usage: { prompt_tokens: 1e300, completion_tokens: 2 } },
  'says that nothing was read': { kind: 'wrong-usage', usage: { completion_tokens: 2 } },
} satisfies Record<string, NonNullable<StubOptions['fault']>>)) {
  test(`usage that ${name} is counted here, and said to be counted`, async () => {
    await using opened = await open({ text: 'Four words are here.', fault })
    const { finish } = await ask(opened.generator)
    assert.equal(finish?.reason, 'stop')
    assert.equal(finish.usage.reported, false)
    assert.equal(finish.usage.outputTokens, 5)
    assert.ok(finish.usage.inputTokens > 30 && finish.usage.inputTokens < 60)
  })
}

test('reasoning is no part of the text, in a field of its own or in think tags', async () => {
  await using opened = await open({ reasoning: 'Let me see. ', text: 'The answer.' })
  assert.equal((await ask(opened.generator)).text, 'The answer.')
  opened.stub.set({ text: '<think>\nHmm, <b>what</b> now?\n</think>\n\nThe answer.' })
  assert.equal((await ask(opened.generator)).text, 'The answer.')
  opened.stub.set({ text: 'A tag <think> in the middle stays.' })
  assert.equal((await ask(opened.generator)).text, 'A tag <think> in the middle stays.')
})

for (const [name, options] of Object.entries({
  'a content filter': { text: 'Some', finishReason: 'content_filter' },
  'a refusal': { refusal: 'I cannot help with that.' },
  'a safety stop': { text: 'Some', finishReason: 'SAFETY' },
} satisfies Record<string, Partial<StubOptions>>)) {
  test(`${name} finishes as refused`, async () => {
    await using opened = await open(options)
    assert.equal((await ask(opened.generator)).finish?.reason, 'refused')
  })
}

for (const reason of ['', 'error', 'abort']) {
  test(`a server that ends with the reason "${reason}" has not finished`, async () => {
    assert.equal((await failure({ text: 'Half of', finishReason: reason })).code, 'upstream')
  })
}

test('unknown reasons to end, such as tool calls, are an end', async () => {
  await using opened = await open({ text: 'All of it.', finishReason: 'tool_calls' })
  assert.equal((await ask(opened.generator)).finish?.reason, 'stop')
})

test('parameters that a server does not know are said otherwise, and that is remembered', async () => {
  await using opened = await open({ unsupported: ['max_tokens', 'temperature'] })
  assert.equal((await ask(opened.generator)).finish?.reason, 'stop')
  assert.equal((await ask(opened.generator)).finish?.reason, 'stop')
  assert.equal(opened.stub.requests.length, 4)
  const { body } = opened.stub.requests[3]!
  assert.deepEqual([body?.max_tokens, body?.max_completion_tokens, body?.temperature], [undefined, 200, undefined])
})

const secret = 'sk-very-secret-0123456789'

test('a wrong key is told by the name of its setting, and stands in no error', async () => {
  const error = await failure({ apiKey: 'another' }, { apiKey: secret })
  assert.equal(error.code, 'upstream')
  assert.match(error.message, /OPENAI_API_KEY/)
  assert.match(error.message, /OPENAI_BASE_URL/)
  assert.equal(error.details.retryable, false)
  assert.ok(!inspect(error, { depth: 10, showHidden: true }).includes(secret))
  assert.match(error.message, /Incorrect API key provided: \[key\]/)
})

test('a missing key is asked for', async () => {
  assert.match((await failure({ apiKey: 'another' })).message, /set OPENAI_API_KEY/)
})

test('an unknown model is told by its name', async () => {
  const error = await failure({ strictModels: true }, { model: 'gpt-17' })
  assert.match(error.message, /"gpt-17"/)
})

test('no failure carries the key or the prompt: status, refusal, cut, garbage, error event', async () => {
  const faults: NonNullable<StubOptions['fault']>[] = [
    { kind: 'status', status: 400, body: JSON.stringify({ error: { message: `bad key ${secret}` } }) },
    { kind: 'status', status: 500, body: `<html>${secret}</html>` },
    { kind: 'status', status: 403, body: JSON.stringify({ detail: `key ${secret}` }) },
    { kind: 'refuse' },
    { kind: 'reset', atByte: 300 },
    { kind: 'garbage', atByte: 300 },
    { kind: 'error-event', afterParts: 1, message: `key ${secret}` },
  ]
  for (const fault of faults) {
    const error = await failure({ fault, text: 'Some text that is long enough.' }, { apiKey: secret })
    const whole = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.stack
    assert.ok(!whole.includes(secret), `${fault.kind} shows the key`)
    assert.ok(!whole.includes('default timeout'), `${fault.kind} shows the prompt`)
  }
})

test('what can be tried again says so, with the time the server asked for', async () => {
  const limited = await failure({ fault: { kind: 'status', status: 429, retryAfterSeconds: 3 } })
  assert.deepEqual([limited.details.retryable, limited.details.retryAfterMs, limited.details.status], [true, 3000, 429])
  assert.equal((await failure({ fault: { kind: 'status', status: 503 } })).details.retryable, true)
  assert.equal((await failure({ fault: { kind: 'refuse' } })).details.retryable, true)
  assert.equal((await failure({ fault: { kind: 'status', status: 400 } })).details.retryable, false)
})

test('nobody at the address is one clear sentence', async () => {
  const stub = await startStubModel()
  await stub.close()
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'm' })
  const { error } = await ask(generator)
  assert.ok(error instanceof AppError)
  assert.match(error.message, /127\.0\.0\.1:\d+ \(ECONNREFUSED\)\. Is it running\? OPENAI_BASE_URL/)
  await generator.close()
})

test('a web page in place of a model is told as such', async () => {
  const error = await failure({ fault: { kind: 'status', status: 200, body: '<html>Welcome</html>' } })
  assert.match(error.message, /nothing that can be read/)
})

test('a server that ignores the limit is stopped', async () => {
  await using opened = await open({ mode: 'attacker', attack: 'endless' })
  const { finish, text } = await ask(opened.generator, { maxTokens: 50 })
  assert.equal(finish?.reason, 'length')
  assert.ok(text.length < 2000)
  assert.equal(finish.usage.reported, false)
})

test('a line without end fails before it fills the memory', async () => {
  const error = await failure({ fault: { kind: 'huge', bytes: 200 * 1024 * 1024 } })
  assert.equal(error.code, 'upstream')
})

test('an error in the middle of a stream is told in the server’s words', async () => {
  const error = await failure({ text: 'one two three four', fault: { kind: 'error-event', afterParts: 2, message: 'CUDA out of memory' } })
  assert.match(error.message, /CUDA out of memory/)
})
