import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { AppError } from '../../../src/base/error.ts'
import { ask, hello, type Collected } from '../../models/collect.ts'
import type { Fault } from '../../support/stub-model/options.ts'
import type { StubModel } from '../../support/stub-model/server.ts'
import { checksOf, errorOf, type ProviderCase } from './provider-case.ts'

const answer = '5 s – “set” it [1].'

/** The bytes of a whole answer to `hello`, as the stub writes them. */
const record = async (provider: ProviderCase, stub: StubModel): Promise<Buffer> => {
  const generator = provider.open({ baseUrl: stub.url, model: provider.model })
  await ask(generator)
  await generator.close()
  const response = await fetch(stub.url + provider.path, { method: 'POST', body: JSON.stringify(stub.requests.at(-1)!.body) })
  return Buffer.from(await response.arrayBuffer())
}

// In the recorded stream the end was said once this event is whole; before it, every end is a cut.
const endOf = (recording: Buffer, mark: string): number => recording.indexOf('\n\n', recording.indexOf(mark)) + 2

/** Answers that break off or fall silent. */
export const cutChecks = (provider: ProviderCase): void => {
  const check = checksOf(provider)

  const cutAtEveryByte = (name: string, fault: (atByte: number) => Fault, verify: (result: Collected, saidItsEnd: boolean, atByte: number) => void): void =>
    check(
      `a stream that is ${name} at any byte has one typed end, and never finishes unless the server said its end`,
      { text: answer },
      async ({ stub, generator }) => {
        const recording = await record(provider, stub)
        const end = endOf(recording, provider.endMark)
        assert.ok(end > 100 && end <= recording.length)
        for (let atByte = 0; atByte < recording.length; atByte++) {
          stub.set({ text: answer, fault: fault(atByte) })
          const result = await ask(generator)
          assert.equal(result.finishes + (result.error ? 1 : 0), 1, `${atByte}: more or fewer than one end`)
          assert.ok(result.error === null || result.error instanceof AppError, `${atByte}: ${String(result.error)}`)
          verify(result, atByte >= end, atByte)
        }
      },
    )

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

  cutAtEveryByte(
    'made longer by an event that comes twice',
    (atByte) => ({ kind: 'duplicate', atByte }),
    ({ error, finish, text }, _saidItsEnd, atByte) => {
      if (finish) assert.ok(text.length >= answer.length, `${atByte}: finished without all of the text`)
      else assert.equal((error as AppError).code, 'upstream')
    },
  )

  for (const kind of ['close', 'reset'] as const) {
    check(
      `an answer in one body that ends (${kind}) at any byte before its last is an error`,
      { text: answer, ignoresStream: true },
      async ({ stub, generator }) => {
        const { length } = await record(provider, stub)
        for (let atByte = 0; atByte < length; atByte++) {
          stub.set({ text: answer, ignoresStream: true, fault: { kind, atByte } })
          const error = errorOf(await ask(generator))
          assert.equal(error.code, 'upstream', `${atByte}: ${error.message}`)
        }
      },
    )
  }

  check(
    'a stream that stalls at any event fails with the phase it stalled in',
    { text: answer },
    async ({ stub, generator }) => {
      const recording = await record(provider, stub)
      const firstText = recording.indexOf('\n\n', recording.indexOf('"5"')) + 2
      for (const atByte of [0, 10, firstText - 1, firstText, firstText + 50, endOf(recording, provider.endMark) - 3]) {
        stub.set({ text: answer, fault: { kind: 'stall', atByte } })
        const error = errorOf(await ask(generator))
        assert.equal(error.code, 'upstream_timeout', `${atByte}: ${error.message}`)
        assert.equal(error.details.phase, atByte < firstText ? 'firstToken' : 'idle', `at byte ${atByte}`)
      }
    },
    { timeouts: { firstTokenMs: 1_000, idleMs: 500 } },
  )

  const phases: readonly [string, object, object][] = [
    ['firstToken', { firstTokenMs: 5_000 }, { firstTokenMs: 100 }],
    ['idle', { text: 'one two three', stallAfterParts: 4 }, { idleMs: 100 }],
    ['total', { text: 'word '.repeat(200), partMs: 20 }, { totalMs: 400 }],
  ]
  for (const [phase, stubOptions, timeouts] of phases) {
    check(
      `the phase "${phase}" has its own time limit`,
      stubOptions,
      async ({ generator }) => {
        const error = errorOf(await ask(generator))
        assert.deepEqual([error.code, error.details.phase], ['upstream_timeout', phase])
      },
      { timeouts },
    )
  }

  test(
    `${provider.name}: a server that does not take the connection fails in the connect phase, and may be tried again`,
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
      const generator = provider.open({ baseUrl: `http://127.0.0.1:${port}`, model: 'm', timeouts: { connectMs: 300 } })
      await new Promise((resolve) => setTimeout(resolve, 100))
      const error = errorOf(await ask(generator))
      assert.deepEqual([error.code, error.details.phase, error.details.retryable], ['upstream_timeout', 'connect', true])
      for (const knock of knocks) knock.destroy()
      child.kill('SIGKILL')
      await generator.close()
    },
  )

  check(
    'a slow reader does not use up the time of the server',
    { text: 'one two three four' },
    async ({ generator }) => {
      let finished = false
      for await (const part of generator.stream(hello, { maxTokens: 50, temperature: 0 })) {
        await new Promise((resolve) => setTimeout(resolve, 600))
        finished ||= part.type === 'finish'
      }
      assert.ok(finished)
    },
    { timeouts: { idleMs: 500 } },
  )
}
