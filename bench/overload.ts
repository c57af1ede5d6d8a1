/** Ten times more questions than can be answered, come what may (open loop): `node bench/overload.ts [SECONDS]`. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root, serve, workplace, type Server } from '../test/support/program.ts'
import { median, percentile, printFigures, type Figure } from './figures.ts'

const overloadSeconds = Number(process.argv[2] ?? 30)
const times = 10
const stubPort = 8797

interface Reply {
  readonly status: number
  readonly ms: number
  readonly retryAfter: number | null
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 })
let asked = 0

/** Each question is another one, so that no cache answers it. */
const ask = (url: string): Promise<Reply> =>
  new Promise((resolve) => {
    const from = performance.now()
    const failed = (): void => resolve({ status: 0, ms: performance.now() - from, retryAfter: null })
    const call = request(`${url}/ask`, { method: 'POST', agent, headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume()
      response.on('end', () =>
        resolve({ status: response.statusCode!, ms: performance.now() - from, retryAfter: Number(response.headers['retry-after'] ?? Number.NaN) || null }),
      )
      response.on('error', failed)
    })
    call.on('error', failed)
    call.end(JSON.stringify({ question: `What is the upload limit of server ${asked++}?` }))
  })

/** So many askers, each with its next question as soon as it has an answer. */
const closedLoop = async (url: string, askers: number, seconds: number): Promise<number> => {
  let answered = 0
  const until = performance.now() + seconds * 1000
  const one = async (): Promise<void> => {
    while (performance.now() < until) if ((await ask(url)).status === 200) answered++
  }
  await Promise.all(Array.from({ length: askers }, one))
  return answered / seconds
}

const openLoop = async (url: string, perSecond: number, seconds: number): Promise<Reply[]> => {
  const replies: Promise<Reply>[] = []
  const from = performance.now()
  for (let elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - from) {
    while (replies.length < (elapsed / 1000) * perSecond) replies.push(ask(url))
    await wait(5)
  }
  return Promise.all(replies)
}

const residentMb = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

const whileWatched = async <Result>(server: Server, work: () => Promise<Result>): Promise<{ result: Result; mostMb: number; readyMs: number[] }> => {
  let mostMb = 0
  let isOver = false
  const readyMs: number[] = []
  const watching = (async () => {
    while (!isOver) {
      mostMb = Math.max(mostMb, residentMb(server.pid))
      const from = performance.now()
      await fetch(`${server.url}/readyz`).then((response) => response.arrayBuffer())
      readyMs.push(performance.now() - from)
      await wait(200)
    }
  })()
  const result = await work()
  isOver = true
  await watching
  return { result, mostMb, readyMs }
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`

const benchArm = async (name: string, askers: number, env: Readonly<Record<string, string>>): Promise<Figure[]> => {
  using place = workplace({ 'limits.md': '# Limits\n\nThe upload limit of a server is 20 megabytes. Larger files are refused with status 413.\n' })
  await using server = await serve([place.documents, '--data', place.data], { env: { ...env, ANSWERABLE_ANSWER_CACHE: 'off' } })
  await closedLoop(server.url, 2, 3)
  const alone: number[] = []
  for (let i = 0; i < 40; i++) alone.push((await ask(server.url)).ms)
  const unloadedMb = residentMb(server.pid)
  const capacity = await closedLoop(server.url, askers, 6)
  const { result: replies, mostMb, readyMs } = await whileWatched(server, () => openLoop(server.url, capacity * times, overloadSeconds))
  const admitted = replies.filter(({ status }) => status === 200)
  const refused = replies.filter(({ status }) => status === 503)
  const goodput = admitted.length / overloadSeconds
  const after: number[] = []
  for (let i = 0; i < 20; i++) after.push((await ask(server.url)).ms)
  const p99 = percentile(
    admitted.map((it) => it.ms),
    0.99,
  )
  const refusedP99 = percentile(
    refused.map((it) => it.ms),
    0.99,
  )
  const aloneP99 = percentile(alone, 0.99)
  return [
    {
      name: `${name}: answered a second, asked ${times} times as often`,
      value: goodput.toFixed(1),
      beside: `${capacity.toFixed(1)} with ${askers} askers`,
      goal: { text: '≥ 90 %', met: goodput >= 0.9 * capacity },
    },
    {
      name: `${name}: answered, p50 / p99`,
      value: `${ms(median(admitted.map((it) => it.ms)))} / ${ms(p99)}`,
      beside: `alone ${ms(median(alone))} / ${ms(aloneP99)}`,
      goal: { text: 'p99 ≤ 2 × alone', met: p99 <= 2 * aloneP99 },
    },
    {
      name: `${name}: refused, p50 / p99`,
      value: `${ms(median(refused.map((it) => it.ms)))} / ${ms(refusedP99)}`,
      beside: `${refused.length} refused, ${refused.filter((it) => it.retryAfter === null).length} without Retry-After, ${replies.length - admitted.length - refused.length} other ends`,
      goal: { text: 'p99 ≤ 50 ms', met: refusedP99 <= 50 },
    },
    {
      name: `${name}: memory at most`,
      value: `${mostMb.toFixed(0)} MiB`,
      beside: `${unloadedMb.toFixed(0)} MiB before`,
      goal: { text: '≤ 512 MiB', met: mostMb <= 512 },
    },
    { name: `${name}: readiness meanwhile, p99`, value: ms(percentile(readyMs, 0.99)), beside: `p50 ${ms(median(readyMs))}`, goal: null },
    { name: `${name}: right afterwards, p50`, value: ms(median(after)), beside: `alone ${ms(median(alone))}`, goal: null },
  ]
}

const stub = spawn(
  process.execPath,
  [join(root, 'test/support/stub-model/main.ts'), '--port', String(stubPort), '--first-token-ms', '200', '--part-ms', '10'],
  { stdio: 'ignore' },
)
try {
  await wait(1000)
  printFigures(await benchArm('no model', 4, {}))
  printFigures(await benchArm('model server', 32, { ANSWERABLE_GENERATOR: `compatible:stub-1@http://127.0.0.1:${stubPort}` }))
} finally {
  stub.kill()
}
process.exit()
