import assert from 'node:assert/strict'
import { ask, hello, until } from '../../models/collect.ts'
import { checksOf, type ProviderCase } from './provider-case.ts'

const asked = { maxTokens: 500, temperature: 0 }
const long = 'word '.repeat(400)

/** Nobody waits for the answer any more: the server is told by its socket. */
export const cancellingChecks = (provider: ProviderCase): void => {
  const check = checksOf(provider)

  check('cancelled before the first byte, the socket closes and the reason is thrown', { text: long, firstTokenMs: 60_000 }, async ({ stub, generator }) => {
    const controller = new AbortController()
    const reason = new Error('the person left')
    const asking = ask(generator, { signal: controller.signal })
    await until(() => stub.requests.length === 1)
    controller.abort(reason)
    assert.equal((await asking).error, reason)
    await until(() => stub.aborted.length === 1)
  })

  check('cancelled in the middle, the socket closes, also while the reader is busy with a part', { text: long, partMs: 5 }, async ({ stub, generator }) => {
    const controller = new AbortController()
    const reason = new Error('the person left')
    const reading = (async () => {
      for await (const _ of generator.stream(hello, asked, controller.signal)) {
        controller.abort(reason)
        await until(() => stub.aborted.length === 1)
      }
    })()
    await assert.rejects(reading, (error) => error === reason)
    // All of it would be 60,000.
    assert.ok(stub.aborted[0]!.bytesSent < 20_000, `${stub.aborted[0]!.bytesSent} bytes`)
  })

  check(
    'cancelled in the middle of an answer in one body, the socket closes',
    { text: long, ignoresStream: true, fault: { kind: 'stall', atByte: 50 } },
    async ({ stub, generator }) => {
      const controller = new AbortController()
      const reason = new Error('the person left')
      const asking = ask(generator, { signal: controller.signal })
      await until(() => stub.requests.length === 1)
      await new Promise((resolve) => setTimeout(resolve, 50))
      controller.abort(reason)
      assert.equal((await asking).error, reason)
      await until(() => stub.aborted.length === 1)
    },
  )

  check('leaving the loop closes the socket', { text: long, partMs: 5 }, async ({ stub, generator }) => {
    for await (const part of generator.stream(hello, asked)) if (part.type === 'text-delta') break
    await until(() => stub.aborted.length === 1)
  })

  check('an error of the reader closes the socket', { text: long, partMs: 5 }, async ({ stub, generator }) => {
    const reading = (async () => {
      for await (const _ of generator.stream(hello, asked)) throw new Error('cannot use this')
    })()
    await assert.rejects(reading, /cannot use this/)
    await until(() => stub.aborted.length === 1)
  })

  check('an answer that was read whole is no abort, and its socket is used again', {}, async ({ stub, generator }) => {
    for (let i = 0; i < 5; i++) assert.equal((await ask(generator)).finish?.reason, 'stop')
    assert.equal(stub.aborted.length, 0)
    assert.ok(stub.openSockets() <= 2, `${stub.openSockets()} sockets for five questions in turn`)
    await generator.close()
    await until(() => stub.openSockets() === 0)
  })

  check(
    'two hundred disconnects at random moments leave no socket behind',
    { text: 'word '.repeat(12), partMs: 2, firstTokenMs: 5 },
    async ({ stub, generator }) => {
      let cancelled = 0
      const leaveAt = async (ms: number): Promise<void> => {
        const controller = new AbortController()
        setTimeout(() => controller.abort(new Error('left')), ms)
        const { error, finishes } = await ask(generator, { signal: controller.signal })
        assert.equal(finishes + (error ? 1 : 0), 1)
        if (error) {
          assert.equal((error as Error).message, 'left')
          cancelled += 1
        }
      }
      for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 10 }, () => leaveAt(Math.random() * 40)))
      assert.ok(cancelled > 50, `${cancelled} cancelled`)
      await until(() => stub.requests.length - stub.aborted.length >= 200 - cancelled)
      // Ten at a time, so ten at most are kept for the next questions.
      await until(() => stub.openSockets() <= 10)
      await generator.close()
      await until(() => stub.openSockets() === 0)
    },
  )
}
