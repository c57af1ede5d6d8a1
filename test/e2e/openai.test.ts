/** What the official client of OpenAI's API, and the AI SDK's providers, make of our /v1. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import fc from 'fast-check'
import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { z } from 'zod'
import { startEmbeddingsServer, vectorOf } from '../support/embeddings-server.ts'
import { post, put, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

// oxlint-disable-next-line no-explicit-any -- our own fields are in no type of theirs.
type Json = any

const files = {
  'limits.md':
    '# Limits 🚀\n\nThe 🚀 upload limit is 20 megabytes. Larger files are refused with status 413.\n\n# Regions\n\nThe service runs in Frankfurt and Dublin. Backups are kept for 35 days.\n',
}
const asked = 'What is the upload limit?'
// The stub's numbers of passages.
const said = 'The 🚀 upload limit is 20 megabytes [1]. Larger files are refused with status 413 [1].'

let place: Workplace
let stub: StubModel
let server: Server
let client: OpenAI
before(async () => {
  place = workplace(files)
  stub = await startStubModel({ mode: 'honest', models: ['stub-model'] })
  server = await serve([place.documents, '--data', place.data], {
    env: {
      ANSWERABLE_GENERATOR: 'auto',
      ANSWERABLE_ANSWER_CACHE: 'off',
      OPENAI_BASE_URL: stub.url,
      OPENAI_API_KEY: 'sk-test',
    },
  })
  await put(server.url, { source: 'other.md', text: '# Other\n\nThe moon is far away.\n', collection: 'other' })
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 })
})
after(async () => {
  await server?.stop()
  await stub?.close()
  place?.[Symbol.dispose]()
})
beforeEach(() => stub.set({ mode: 'honest', text: said }))

const until = async (holds: () => boolean): Promise<void> => {
  for (let waited = 0; !holds(); waited += 10) {
    assert.ok(waited < 20_000, 'it never came')
    await delay(10)
  }
}

const user = (content: string) => [{ role: 'user' as const, content }]

test('models are the collections', async () => {
  const ids = (await client.models.list()).data.map(({ id }) => id)
  assert.deepEqual(ids, ['answerable', 'answerable/default', 'answerable/other'])
  assert.equal((await client.models.retrieve('answerable/other')).id, 'answerable/other')
  await assert.rejects(client.models.retrieve('gpt-5'), OpenAI.NotFoundError)
})

test('an answer has the citations of /ask, as annotations that point into its own text', async () => {
  const completion: Json = await client.chat.completions.create({ model: 'answerable', messages: user(asked) })
  const { message, finish_reason } = completion.choices[0]
  const ours: Json = await (await post(server.url, '/ask', { question: asked })).json()
  assert.equal(message.content, ours.answer)
  assert.equal(finish_reason, 'stop')
  assert.deepEqual(completion.answerable.citations, ours.citations)
  assert.equal(message.annotations.length, 2)
  const document: Json = await (await fetch(message.annotations[0].url_citation.url)).json()
  for (const [index, { type, url_citation: it }] of message.annotations.entries()) {
    assert.equal(type, 'url_citation')
    const { answer_start, answer_end, ...citation } = ours.citations[index]
    assert.deepEqual(it, { start_index: answer_start, end_index: answer_end, url: it.url, ...citation })
    assert.match(message.content.slice(it.start_index, it.end_index), index === 0 ? /^The 🚀 upload limit is 20 megabytes\.$/u : /status 413/)
    assert.equal(document.text.slice(it.start, it.end), it.quote)
  }
  assert.deepEqual(completion.usage, {
    prompt_tokens: ours.usage.input_tokens,
    completion_tokens: ours.usage.output_tokens,
    total_tokens: ours.tokens_used,
  })
  assert.match(completion.answerable.trace_id, /^[0-9a-f]{32}$/)
})

test('a stream is the same answer: each sentence, then its annotations, usage last', async () => {
  const chunks: Json[] = []
  const stream = await client.chat.completions.create({ model: 'default', messages: user(asked), stream: true, stream_options: { include_usage: true } })
  for await (const chunk of stream) chunks.push(chunk)
  const whole: Json = await client.chat.completions.create({ model: 'default', messages: user(asked) })
  const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }: Json) => delta))
  assert.deepEqual(deltas[0], { role: 'assistant', content: '' })
  assert.equal(deltas.map(({ content }) => content ?? '').join(''), whole.choices[0].message.content)
  assert.deepEqual(
    deltas.flatMap(({ annotations }) => annotations ?? []),
    whole.choices[0].message.annotations,
  )
  assert.deepEqual(
    deltas.slice(1).map((delta) => Object.keys(delta)[0] ?? 'end'),
    ['content', 'annotations', 'content', 'annotations', 'end'],
  )
  const [last, usage] = chunks.slice(-2)
  assert.equal(last.choices[0].finish_reason, 'stop')
  assert.deepEqual(last.answerable.citations, whole.answerable.citations)
  assert.deepEqual([usage.choices, usage.usage], [[], whole.usage])
  assert.ok(chunks.slice(0, -1).every((chunk) => chunk.usage === null && chunk.id === chunks[0].id))
})

test('a stream without include_usage has no usage, ends with [DONE], and tells its trace in a header', async () => {
  const response = await post(server.url, '/v1/chat/completions', { model: 'answerable', messages: user(asked), stream: true })
  const frames = (await response.text()).split('\n\n').filter(Boolean)
  assert.match(response.headers.get('content-type')!, /^text\/event-stream/)
  assert.equal(frames.at(-1), 'data: [DONE]')
  assert.ok(frames.every((frame) => frame.startsWith('data: ')))
  const chunks = frames.slice(0, -1).map((frame) => JSON.parse(frame.slice(6)) as Json)
  assert.ok(chunks.every((chunk) => !('usage' in chunk)))
  assert.equal(response.headers.get('x-trace-id'), chunks.at(-1).answerable.trace_id)
})

test("the client's own helper for streams puts the answer together", async () => {
  const final = await client.chat.completions.stream({ model: 'answerable', messages: user(asked) }).finalChatCompletion()
  assert.match(final.choices[0]!.message.content!, /20 megabytes\. .*status 413\.$/u)
})

test('an answer that is cut off says so', async () => {
  stub.set({ mode: 'honest', text: said.repeat(10) })
  const { choices } = await client.chat.completions.create({ model: 'answerable', messages: user(asked), max_completion_tokens: 24 })
  assert.equal(choices[0]!.finish_reason, 'length')
})

test('an abstention is an answer that says why, and cites nothing', async () => {
  stub.set({ mode: 'honest', text: 'The upload limit was set by Alice in 2019 [1].' })
  const completion: Json = await client.chat.completions.create({ model: 'answerable', messages: user(asked) })
  assert.equal(completion.choices[0].finish_reason, 'stop')
  assert.deepEqual(completion.choices[0].message.annotations, [])
  assert.equal(completion.choices[0].message.content, completion.answerable.abstained.message)
  assert.equal(completion.answerable.abstained.reason, 'not_supported')
})

test('an object follows the schema, and what no document supports is refused in the place for it', async () => {
  const format = zodResponseFormat(z.object({ limit: z.string() }), 'limits')
  stub.set({ mode: 'honest', text: '{"limit":"20 megabytes"}' })
  const completion = await client.chat.completions.parse({ model: 'answerable', messages: user(asked), response_format: format })
  assert.deepEqual(completion.choices[0]!.message.parsed, { limit: '20 megabytes' })
  const [annotation]: Json = completion.choices[0]!.message.annotations
  assert.equal(annotation.url_citation.field, '/limit')

  stub.set({ mode: 'honest', text: '{"limit":"77 gigabytes"}' })
  const refused = await client.chat.completions.parse({ model: 'answerable', messages: user(asked), response_format: format })
  assert.equal(refused.choices[0]!.message.parsed, null)
  assert.ok(refused.choices[0]!.message.refusal)
  let streamed = ''
  let content = ''
  for await (const chunk of await client.chat.completions.create({ model: 'answerable', messages: user(asked), response_format: format, stream: true })) {
    streamed += chunk.choices[0]?.delta.refusal ?? ''
    content += chunk.choices[0]?.delta.content ?? ''
  }
  assert.deepEqual([streamed, content], [refused.choices[0]!.message.refusal, ''])
})

test('system messages reach no model, and the reply says what had no effect', async () => {
  const before = stub.requests.length
  const completion: Json = await client.chat.completions.create({
    model: 'answerable',
    temperature: 0.3,
    seed: 7,
    stop: ['x'],
    user: 'u-1',
    messages: [{ role: 'system', content: 'You are a PIRATE-9.' }, { role: 'developer', content: 'PIRATE-9!' }, ...user(asked)],
  })
  assert.match(completion.choices[0].message.content, /20 megabytes/)
  assert.deepEqual(completion.answerable.ignored, ['messages of the role system', 'messages of the role developer', 'temperature', 'seed', 'stop', 'user'])
  assert.doesNotMatch(JSON.stringify(stub.requests.slice(before).map(({ body }) => body)), /PIRATE-9/)
})

test('parts of text are joined, and a long turn before does not stop a conversation', async () => {
  stub.set({ mode: 'honest' })
  const completion: Json = await client.chat.completions.create({
    model: 'answerable',
    messages: [
      ...user(asked),
      { role: 'assistant', content: `The upload limit is 20 megabytes. ${'x'.repeat(20_000)}` },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'How long are' },
          { type: 'text', text: 'backups of the service kept?' },
        ],
      },
    ],
  })
  assert.match(completion.choices[0].message.content, /35 days/)
})

const refusals: [string, object, string, RegExp][] = [
  ['several answers', { n: 2 }, 'n', /one answer/],
  ['tools', { tools: [{ type: 'function', function: { name: 'f' } }] }, 'tools', /leave tools out/],
  ['logprobs', { logprobs: true }, 'logprobs', /logprobs/],
  ['audio', { modalities: ['text', 'audio'] }, 'modalities', /text/],
  ['an object without a shape', { response_format: { type: 'json_object' } }, 'response_format', /json_schema/],
  ['a schema that is none', { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'array' } } } }, 'response_format', /object/],
  ['images', { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }] }, 'messages', /Only text/],
  ['a long question', { messages: user('x'.repeat(1001)) }, 'messages', /1,000 characters/],
  ['a blank question', { messages: user('  ') }, 'messages', /blank/],
  ['a conversation that ends with the answer', { messages: [...user('x'), { role: 'assistant', content: 'y' }] }, 'messages', /last message/],
  ['no message', { messages: [] }, 'messages', /empty/],
  ['max_tokens 0', { max_tokens: 0 }, 'max_tokens', /at least 1/],
]

for (const [name, fault, param, sentence] of refusals) {
  test(`refused with 400 and a sentence: ${name}`, async () => {
    const call = client.chat.completions.create({ model: 'answerable', messages: user(asked), ...fault } as Json)
    await assert.rejects(call, (error: Json) => {
      assert.ok(error instanceof OpenAI.BadRequestError, String(error))
      assert.deepEqual([error.status, error.type, error.param], [400, 'invalid_request_error', param])
      assert.match(error.message, sentence)
      return true
    })
  })
}

test('a model that is not there is 404, and so are routes; a body that is no JSON is 400', async () => {
  await assert.rejects(client.chat.completions.create({ model: 'gpt-5', messages: user(asked) }), (error: Json) => {
    assert.deepEqual([error.status, error.code, error.param], [404, 'model_not_found', 'model'])
    return true
  })
  const route = await post(server.url, '/v1/completions', {})
  assert.deepEqual([route.status, ((await route.json()) as Json).error.code], [404, 'not_found'])
  const broken = await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":' })
  assert.deepEqual([broken.status, ((await broken.json()) as Json).error.type], [400, 'invalid_request_error'])
  const foreign = await post(server.url, '/v1/chat/completions', {}, { origin: 'https://evil.example' })
  assert.deepEqual([foreign.status, ((await foreign.json()) as Json).error.code], [403, 'insufficient_permissions'])
})

for (const stream of [true, false]) {
  test(`leaving a ${stream ? 'stream' : 'call'} stops the model`, async () => {
    stub.set({ mode: 'slow', stallAfterParts: 1, text: said })
    const [requests, aborted] = [stub.requests.length, stub.aborted.length]
    const stop = new AbortController()
    const call = client.chat.completions.create({ model: 'answerable', messages: user(asked), stream }, { signal: stop.signal })
    void call.catch(() => {})
    await until(() => stub.requests.length > requests)
    stop.abort()
    await assert.rejects(async () => {
      const answer = await call
      if (stream) for await (const _ of answer as AsyncIterable<unknown>);
      throw new OpenAI.APIUserAbortError()
    }, OpenAI.APIUserAbortError)
    await until(() => stub.aborted.length > aborted)
    assert.equal(stub.aborted.length, aborted + 1)
  })
}

test('a failure in the middle of a stream is told in it', async () => {
  stub.set({ mode: 'faulty', text: said.repeat(30), fault: { kind: 'error-event', afterParts: 60, message: 'gone' } })
  const stream = await client.chat.completions.create({ model: 'answerable', messages: user(asked), stream: true, max_tokens: 4096 })
  await assert.rejects(
    async () => {
      for await (const _ of stream);
    },
    (error: Json) => error instanceof OpenAI.APIError && error.code === 'upstream',
  )
})

test('bodies of any shape are answered or refused', async () => {
  const content = fc.oneof(fc.string(), fc.jsonValue())
  const chat = fc.record(
    {
      model: fc.oneof(fc.constantFrom('answerable', 'default', 'answerable/../x'), fc.string()),
      messages: fc.oneof(fc.array(fc.record({ role: fc.oneof(fc.constantFrom('user', 'assistant', 'system'), fc.string()), content })), fc.jsonValue()),
      max_tokens: fc.jsonValue(),
      response_format: fc.jsonValue(),
      stream_options: fc.jsonValue(),
      tools: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  const paths = fc.constantFrom('/v1/chat/completions', '/v1/embeddings')
  await fc.assert(
    fc.asyncProperty(paths, fc.oneof(chat, fc.jsonValue()), async (path, body) => {
      const { status } = await post(server.url, path, body)
      // 503: there is no embedder here.
      assert.ok(status < 500 || (status === 503 && path === '/v1/embeddings'), `${status} for ${JSON.stringify(body)}`)
    }),
    { numRuns: 200 },
  )
})

test('texts get no vectors where there is no embedder, and are told so', async () => {
  await assert.rejects(client.embeddings.create({ model: 'answerable', input: 'x' }), (error: Json) => error.status === 503 && error.code === 'unavailable')
})

test('vectors of texts are those of the embedder, as floats and as base64', async () => {
  await using embeddings = await startEmbeddingsServer()
  using other = workplace(files)
  await using embedding = await serve([other.documents, '--data', other.data], {
    env: { ANSWERABLE_EMBEDDER: 'openai', ANSWERABLE_EMBEDDER_BASE_URL: embeddings.baseUrl, OPENAI_API_KEY: 'sk-test' },
  })
  const client = new OpenAI({ baseURL: `${embedding.url}/v1`, apiKey: 'none', maxRetries: 0 })
  const input = ['upload limit', 'Dublin 🚀']
  const base64 = await client.embeddings.create({ model: 'answerable', input })
  const floats = await client.embeddings.create({ model: 'answerable/default', input, encoding_format: 'float' })
  for (const [index, text] of input.entries()) {
    const length = Math.hypot(...vectorOf(text))
    const wanted = vectorOf(text).map((value) => Math.fround(value / length))
    assert.deepEqual(floats.data[index]!.embedding.map(Math.fround), wanted)
    assert.deepEqual([...base64.data[index]!.embedding].map(Math.fround), wanted)
    assert.equal(base64.data[index]!.index, index)
  }
  assert.ok(base64.usage.prompt_tokens > 0)
  assert.equal((await client.embeddings.create({ model: 'answerable', input: 'one', dimensions: 16 })).data.length, 1)
  for (const [fault, param] of [
    [{ dimensions: 8 }, 'dimensions'],
    [{ input: [1, 2, 3] }, 'input'],
    [{ input: '' }, 'input'],
    [{ input: [] }, 'input'],
  ] as const)
    await assert.rejects(
      client.embeddings.create({ model: 'answerable', input: 'x', ...fault } as Json),
      (error: Json) => error.status === 400 && error.param === param,
    )
  await assert.rejects(client.embeddings.create({ model: 'text-embedding-3-small', input: 'x' }), OpenAI.NotFoundError)
})

test("the AI SDK's providers read answer, sources and usage", async () => {
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: asked }] }]
  const settings = { baseURL: `${server.url}/v1`, apiKey: 'none' }
  const models = [createOpenAICompatible({ name: 'answerable', ...settings }).chatModel('answerable'), createOpenAI(settings).chat('answerable')]
  for (const model of models) {
    const { content, finishReason, usage } = await model.doGenerate({ prompt })
    const text = content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')
    assert.match(text, /20 megabytes\. .*status 413\.$/u)
    assert.equal(finishReason.unified, 'stop')
    assert.ok(usage.inputTokens.total! > 0)
    const { stream } = await model.doStream({ prompt })
    let streamed = ''
    const kinds = new Set<string>()
    for await (const part of stream) {
      kinds.add(part.type)
      if (part.type === 'text-delta') streamed += part.delta
    }
    assert.equal(streamed, text)
    assert.ok(!kinds.has('error'))
  }
  const { content } = await models[1]!.doGenerate({ prompt })
  assert.deepEqual(
    content.flatMap((part) => (part.type === 'source' && part.sourceType === 'url' ? [part.title] : [])),
    ['Limits 🚀', 'Limits 🚀'],
  )
})
