import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAiGenerator } from '../../src/adapters/models/openai-generator.ts'
import { startStubModel } from '../support/stub-model/server.ts'
import { ask, hello, until } from './collect.ts'

const mostMs = 200
const asked = { maxTokens: 500, temperature: 0 }
const long = 'word '.repeat(400)

test('cancelled before the first byte: the socket closes and the reason is thrown', async () => {
  await using stub = await startStubModel({ mode: 'slow', text: long, firstTokenMs: 10_000 })
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
  const controller = new AbortController()
  const reason = new Error('the person left')
  const asking = ask(generator, { signal: controller.signal })
  await until(() => stub.requests.length === 1)
  const start = performance.now()
  controller.abort(reason)
  assert.equal((await asking).error, reason)
  await until(() => stub.aborted.length === 1, mostMs)
  assert.ok(stub.aborted[0]!.atMs - start < mostMs)
  await generator.close()
})

test('cancelled in the middle: the socket closes, also while the reader is busy with a part', async () => {
  await using stub = await startStubModel({ mode: 'slow', text: long, partMs: 5 })
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
  const controller = new AbortController()
  const reason = new Error('the person left')
  const reading = (async () => {
    for await (const _ of generator.stream(hello, asked, controller.signal)) {
      controller.abort(reason)
      await until(() => stub.aborted.length === 1, mostMs)
    }
  })()
  await assert.rejects(reading, (error) => error === reason)
  assert.ok(stub.aborted[0]!.bytesSent < 5_000)
  await generator.close()
})

test('leaving the loop closes the socket', async () => {
  await using stub = await startStubModel({ mode: 'slow', text: long, partMs: 5 })
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
  for await (const part of generator.stream(hello, asked)) if (part.type === 'text-delta') break
  assert.ok((await until(() => stub.aborted.length === 1, mostMs)) < mostMs)
  await generator.close()
})

test('an error of the reader closes the socket', async () => {
  await using stub = await startStubModel({ mode: 'slow', text: long, partMs: 5 })
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
  const reading = (async () => {
    for await (const _ of generator.stream(hello, asked)) throw new Error('cannot use this')
  })()
  await assert.rejects(reading, /cannot use this/)
  await until(() => stub.aborted.length === 1, mostMs)
  await generator.close()
})

test('an answer that was read whole is no abort, and its socket is used again', async () => {
  await using stub = await startStubModel()
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
  for (let i = 0; i < 5; i++) assert.equal((await ask(generator)).finish?.reason, 'stop')
  assert.equal(stub.aborted.length, 0)
  assert.ok(stub.openSockets() <= 2, `${stub.openSockets()} sockets for five questions in turn`)
  await generator.close()
  await until(() => stub.openSockets() === 0)
})

test('two hundred disconnects at random moments leave no socket behind', async () => {
  await using stub = await startStubModel({ mode: 'slow', text: 'word '.repeat(12), partMs: 2, firstTokenMs: 5 })
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
  let cancelled = 0
  const leaveAt = (ms: number) => async (): Promise<void> => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('left')), ms)
    const { error, finishes } = await ask(generator, { signal: controller.signal })
    assert.equal(finishes + (error ? 1 : 0), 1)
    if (error) {
      assert.equal((error as Error).message, 'left')
      cancelled += 1
    }
  }
  for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 10 }, () => leaveAt(Math.random() * 40)()))
  assert.ok(cancelled > 50, `${cancelled} cancelled`)
  await until(() => stub.requests.length - stub.aborted.length >= 200 - cancelled)
  // Ten at a time, so ten at most are kept for the next questions.
  await until(() => stub.openSockets() <= 10)
  await generator.close()
  await until(() => stub.openSockets() === 0, 1000)
})
