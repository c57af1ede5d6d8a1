/** Clients that leave: whatever was begun for them ends, and no place in the line is lost. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { seededRandom } from '../../src/base/random.ts'
import { post, serve, workplace } from '../support/program.ts'
import type { StubOptions } from '../support/stub-model/options.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { faultCount } from './process.ts'

const files = { 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused with status 413.\n' }
const question = 'What is the upload limit?'
/** Of each window. */
const times = faultCount(334, 33)

const until = async (condition: () => boolean, what: string): Promise<void> => {
  for (const end = Date.now() + 60_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 5))) if (Date.now() > end) throw new Error(what)
}

/** Asks, and leaves when told. */
const askAndLeave = (url: string, stream: boolean): { leave(): void; bytes(): number } => {
  let bytes = 0
  const call = request(`${url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false }, (response) => {
    response.on('data', (piece: Buffer) => (bytes += piece.length))
    response.on('error', () => {})
  })
  call.on('error', () => {})
  call.end(JSON.stringify({ question: `${question} ${Math.random()}`, stream }))
  return { leave: () => call.destroy(), bytes: () => bytes }
}

const asked = (stub: StubModel): number => stub.requests.filter(({ path }) => path.endsWith('/chat/completions')).length

const silent: Partial<StubOptions> = { fault: { kind: 'stall', atByte: 1 } }

const windows = [
  { name: 'before the first token', stream: true, stub: silent, wait: async () => {} },
  {
    name: 'in the middle of a stream',
    stream: true,
    // A whole sentence, verified and let out, and then nothing more.
    stub: { text: 'The upload limit is 20 megabytes [1]. Larger files are refused with status 413 [1].', partMs: 1, stallAfterParts: 12 },
    wait: (bytes: () => number) => until(() => bytes() > 0, 'nothing was streamed'),
  },
  { name: 'while the whole answer is made', stream: false, stub: silent, wait: async () => {} },
] as const

test('in each window the model server is left as soon as the client is, and nothing stays behind', async () => {
  using place = workplace(files)
  await using stub = await startStubModel()
  await using server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_GENERATOR: `compatible:stub-1@${stub.url}`, ANSWERABLE_QUESTIONS_AT_ONCE: '8', ANSWERABLE_QUESTIONS_WAITING: '8' },
  })
  const next = seededRandom(20261123)
  for (const { name, stream, stub: options, wait } of windows) {
    stub.set(options)
    const [askedBefore, abortedBefore] = [asked(stub), stub.aborted.length]
    for (let left = times; left > 0;) {
      const many = Math.min(left, 1 + Math.floor(next() * 8))
      const from = asked(stub)
      const clients = Array.from({ length: many }, () => askAndLeave(server.url, stream))
      await until(() => asked(stub) === from + many, `${name}: a place was lost`)
      await Promise.all(clients.map((client) => wait(client.bytes)))
      for (const client of clients) client.leave()
      left -= many
    }
    await until(() => stub.aborted.length - abortedBefore === times, `${name}: a call to the model goes on for nobody`)
    assert.equal(asked(stub) - askedBefore, times, `${name}: one call for each question`)
  }
  // Also those who leave while they wait in line give their place back.
  const [from, abortedFrom] = [asked(stub), stub.aborted.length]
  const inside = Array.from({ length: 8 }, () => askAndLeave(server.url, true))
  await until(() => asked(stub) === from + 8, 'the line did not start')
  const waiting = Array.from({ length: 8 }, () => askAndLeave(server.url, true))
  for (const client of [...waiting, ...inside]) client.leave()
  await until(() => stub.aborted.length >= abortedFrom + 8, 'a call to the model goes on for nobody')
  stub.set({ mode: 'honest' })
  // Whoever left is noticed in a moment; a place that is lost stays lost.
  let statuses: number[] = [503]
  for (let tries = 0; tries < 20 && statuses.includes(503); tries++) {
    statuses = await Promise.all(Array.from({ length: 16 }, async () => (await post(server.url, '/ask', { question })).status))
  }
  assert.deepEqual(new Set(statuses), new Set([200]))
})
