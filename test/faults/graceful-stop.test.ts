/** SIGTERM at any moment: whoever was let in is answered or told, what was acknowledged stays, and the program ends well. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { seededRandom } from '../../src/base/random.ts'
import { put, serve, workplace } from '../support/program.ts'
import { startStubModel } from '../support/stub-model/server.ts'
import { faultCount } from './process.ts'

const files = { 'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused with status 413.\n' }

/** `done`, `error`: the last event of a stream; `503`: refused with a time to come again; `closed`: nobody listens any more. */
type End = 'done' | 'error' | '503' | 'closed' | `cut: ${string}`

const ask = async (url: string, text: string): Promise<End> => {
  const call = request(`${url}/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false })
  call.end(JSON.stringify({ question: text, stream: true }))
  try {
    const [response] = (await once(call, 'response')) as [import('node:http').IncomingMessage]
    let body = ''
    for await (const piece of response) body += String(piece)
    if (response.statusCode === 503 && response.headers['retry-after']) return '503'
    const last = [...body.matchAll(/^event: (\w+)$/gm)].at(-1)?.[1]
    return last === 'done' || last === 'error' ? last : `cut: ${response.statusCode} ${body.slice(-200)}`
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ECONNREFUSED' ? 'closed' : `cut: ${code}`
  }
}

test('a stop answers or tells everybody, loses nothing that was acknowledged, and ends with 0', async () => {
  const next = seededRandom(14)
  const ends = new Map<string, number>()
  for (let run = 0; run < faultCount(50, 3); run++) {
    using place = workplace(files)
    await using stub = await startStubModel({ text: 'The upload limit is 20 megabytes [1]. Larger files are refused with status 413 [1].', partMs: 20 })
    const env = {
      ANSWERABLE_GENERATOR: `compatible:stub-1@${stub.url}`,
      ANSWERABLE_STOP_SECONDS: String(Math.floor(next() * 4)),
      ANSWERABLE_QUESTIONS_AT_ONCE: '8',
    }
    const server = await serve([place.documents, '--data', place.data], { env })
    const acknowledged: string[] = []
    const streams = Array.from({ length: 20 }, async (_, i) => {
      await wait(next() * 600)
      return ask(server.url, `What is the upload limit? ${i}`)
    })
    const writes = Array.from({ length: 5 }, async (_, i) => {
      await wait(next() * 600)
      const response = await put(server.url, { source: `written-${i}.md`, text: `Note ${i}.` }).catch(() => null)
      if (response?.status === 201) acknowledged.push(`written-${i}.md`)
    })
    await wait(next() * 3000)
    const [code, ...told] = await Promise.all([server.stop(), ...streams])
    await Promise.all(writes)
    assert.equal(code, 0, server.said())
    for (const end of told) {
      assert.doesNotMatch(end, /^cut/, `run ${run}`)
      ends.set(end, (ends.get(end) ?? 0) + 1)
    }
    await using again = await serve(['--data', place.data])
    const { documents } = (await (await fetch(`${again.url}/documents?limit=1000`)).json()) as { documents: { source: string }[] }
    for (const source of acknowledged)
      assert.ok(
        documents.some((it) => it.source === source),
        `${source} was acknowledged, and is lost`,
      )
  }
  console.log(`streams at their end: ${[...ends].map(([end, count]) => `${count} ${end}`).join(', ')}`)
})

test('a second signal ends it at once', async () => {
  using place = workplace(files)
  await using stub = await startStubModel({ fault: { kind: 'stall', atByte: 1 } })
  const server = await serve([place.documents, '--data', place.data], {
    env: { ANSWERABLE_GENERATOR: `compatible:stub-1@${stub.url}`, ANSWERABLE_STOP_SECONDS: '600' },
  })
  const stream = ask(server.url, 'What is the upload limit?')
  while (!stub.requests.some(({ path }) => path.endsWith('/chat/completions'))) await wait(10)
  const stopped = server.stop()
  for (let isReady = true; isReady; await wait(10)) isReady = (await fetch(`${server.url}/readyz`)).ok
  process.kill(server.pid, 'SIGTERM')
  assert.equal(await stopped, 130)
  assert.match(await stream, /^cut/)
})
