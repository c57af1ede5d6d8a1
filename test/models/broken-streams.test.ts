import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { openAiGenerator } from '../../src/adapters/models/openai-generator.ts'
import { AppError } from '../../src/base/error.ts'
import type { Fault } from '../support/stub-model/options.ts'
import { startStubModel } from '../support/stub-model/server.ts'
import { ask, hello } from './collect.ts'

const answer = '5 s – “set” it [1].'

/** The bytes of a whole stream, as the stub writes them. */
const record = async (url: string): Promise<Buffer> => {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'stub-1', messages: hello, max_tokens: 200, stream: true, stream_options: { include_usage: true } }),
  })
  return Buffer.from(await response.arrayBuffer())
}

// In the recorded stream the end was said once this event is whole; before it, every end is a cut.
const endOf = (recording: Buffer): number => recording.indexOf('\n\n', recording.indexOf('"finish_reason":"stop"')) + 2

const cutAtEveryByte = (
  name: string,
  fault: (atByte: number) => Fault,
  check: (result: Awaited<ReturnType<typeof ask>>, saidItsEnd: boolean, atByte: number) => void,
): void => {
  test(`a stream that is ${name} at any byte has one typed end, and never finishes unless the server said its end`, async () => {
    await using stub = await startStubModel({ text: answer })
    const recording = await record(stub.url)
    const end = endOf(recording)
    const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
    for (let atByte = 0; atByte < recording.length; atByte++) {
      stub.set({ text: answer, fault: fault(atByte) })
      const result = await ask(generator)
      assert.equal(result.finishes + (result.error ? 1 : 0), 1, `${atByte}: more or fewer than one end`)
      assert.ok(result.error === null || result.error instanceof AppError, `${atByte}: ${String(result.error)}`)
      check(result, atByte >= end, atByte)
    }
    assert.ok(end < recording.length)
    await generator.close()
  })
}

cutAtEveryByte(
  'closed cleanly',
  (atByte) => ({ kind: 'close', atByte }),
  ({ error, finish, text }, saidItsEnd, atByte) => {
    // The line end after the event may be missing: the parser has read the event by then.
    if (finish) assert.equal(text, answer, `${atByte}: finished without all of the text`)
    if (saidItsEnd) assert.equal(finish?.reason, 'stop', `${atByte}: ${String(error)}`)
    else assert.equal((error as AppError | null)?.code, 'upstream', `${atByte}: finished after a cut`)
  },
)

cutAtEveryByte(
  'reset',
  (atByte) => ({ kind: 'reset', atByte }),
  ({ error, finish }, _saidItsEnd, atByte) => {
    assert.equal(finish, null, `${atByte}: finished after a reset`)
    assert.equal((error as AppError).code, 'upstream')
  },
)

cutAtEveryByte(
  'mixed with garbage',
  (atByte) => ({ kind: 'garbage', atByte }),
  ({ error, finish }, _saidItsEnd, atByte) => {
    assert.equal(finish, null, `${atByte}: finished after garbage`)
    assert.equal((error as AppError).code, 'upstream')
  },
)

test('a stream that stalls at any event fails with the phase it stalled in', async () => {
  await using stub = await startStubModel({ text: answer })
  const recording = await record(stub.url)
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1', timeouts: { firstTokenMs: 150, idleMs: 100 } })
  const firstText = recording.indexOf('\n\n', recording.indexOf('\n\n') + 2) + 2
  const tries = [0, 10, firstText - 1, firstText, firstText + 50, endOf(recording) - 1, recording.length - 1]
  for (const atByte of tries) {
    stub.set({ text: answer, fault: { kind: 'stall', atByte } })
    const { error, finish } = await ask(generator)
    assert.equal(finish, null)
    assert.ok(error instanceof AppError && error.code === 'upstream_timeout', `${atByte}: ${String(error)}`)
    assert.equal(error.details.phase, atByte < firstText ? 'firstToken' : 'idle', `at byte ${atByte}`)
  }
  await generator.close()
})

test('without [DONE] a stream is whole, without a finish reason it is not', async () => {
  await using stub = await startStubModel({ text: answer, fault: { kind: 'no-done' } })
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1' })
  const { finish, text } = await ask(generator)
  assert.equal(finish?.reason, 'stop')
  assert.equal(text, answer)
  stub.set({ text: answer, fault: { kind: 'no-finish' } })
  assert.equal(((await ask(generator)).error as AppError).code, 'upstream')
  await generator.close()
})

test('each phase has its own time limit', async () => {
  await using stub = await startStubModel({ mode: 'slow', firstTokenMs: 5_000 })
  const phaseOf = async (timeouts: object): Promise<unknown> => {
    const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1', timeouts })
    const { error } = await ask(generator)
    await generator.close()
    assert.ok(error instanceof AppError && error.code === 'upstream_timeout', String(error))
    return error.details.phase
  }
  assert.equal(await phaseOf({ firstTokenMs: 100 }), 'firstToken')
  stub.set({ text: 'one two three', stallAfterParts: 3 })
  assert.equal(await phaseOf({ idleMs: 100 }), 'idle')
  stub.set({ text: 'word '.repeat(200), partMs: 20 })
  assert.equal(await phaseOf({ idleMs: 2_000, totalMs: 300 }), 'total')
})

test(
  'a server that does not take the connection fails in the connect phase, and may be tried again',
  { skip: process.platform !== 'linux' && 'needs the backlog of Linux' },
  async () => {
    // A stopped process whose backlog is full: the kernel drops further knocks, as a firewall would.
    const child = spawn(process.execPath, [
      '-e',
      'const s = require("net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(s.address().port))',
    ])
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const port = Number(line.toString())
    child.kill('SIGSTOP')
    const knocks = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}))
    const generator = openAiGenerator({ baseUrl: `http://127.0.0.1:${port}`, model: 'm', timeouts: { connectMs: 300 } })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const start = performance.now()
    const { error } = await ask(generator)
    assert.ok(error instanceof AppError && error.code === 'upstream_timeout', String(error))
    assert.deepEqual([error.details.phase, error.details.retryable], ['connect', true])
    assert.ok(performance.now() - start < 1_500)
    for (const knock of knocks) knock.destroy()
    child.kill('SIGKILL')
    await generator.close()
  },
)

test('a slow reader does not use up the time of the server', async () => {
  await using stub = await startStubModel({ text: 'one two three four' })
  const generator = openAiGenerator({ baseUrl: stub.url, model: 'stub-1', timeouts: { idleMs: 60 } })
  let finished = false
  for await (const part of generator.stream(hello, { maxTokens: 50, temperature: 0 })) {
    await new Promise((resolve) => setTimeout(resolve, 90))
    finished ||= part.type === 'finish'
  }
  assert.ok(finished)
  await generator.close()
})
