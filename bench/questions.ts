/** A server with 10,000 chunks: start, memory, questions at concurrency 1 and 16, beside the bare embedding of a question. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from '../src/app.ts'
import { openModelStore } from '../src/adapters/models/store/model-store.ts'
import { openEmbedder } from '../src/adapters/models/embedding/open-embedder.ts'
import { openDataFolder } from '../src/adapters/postgres/data-folder.ts'
import { readConfig } from '../src/config.ts'
import { preparation, prepare } from '../src/ingest/prepare.ts'
import { seeded, textMaker } from './corpus.ts'
import { median, percentile, type Figure } from './figures.ts'

const chunkGoal = 10_000
const questionCount = 320
const root = join(import.meta.dirname, '..')

export const benchQuestions = async (): Promise<Figure[]> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-bench-'))
  try {
    const data = join(home, 'data')
    await fill(data)
    const bareMs = await bareQuestion()
    const server = await startServer(data)
    try {
      const { sentence } = textMaker(3)
      const questions = Array.from({ length: questionCount * 2 }, () => `What about ${sentence()}`.slice(0, 200))
      await ask(server.url, questions.slice(0, 10), 1)
      const one = await ask(server.url, questions.slice(0, questionCount), 1)
      const sixteen = await ask(server.url, questions.slice(questionCount), 16)
      const busyMib = memoryMib(server.child.pid!)
      // Long enough for what only a load needs (a second embedding thread) to go.
      await new Promise((resolve) => setTimeout(resolve, 15_000))
      return figures(server, one, sixteen, bareMs, busyMib)
    } finally {
      server.child.kill('SIGTERM')
      await once(server.child, 'exit')
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Real chunks with made-up vectors: their making is measured elsewhere, and a scan does not care what they mean. */
export const fill = async (data: string): Promise<void> => {
  const config = readConfig({ dataDir: data, generator: 'extractive', handbook: false, logLevel: 'error' })
  const folder = await openDataFolder(data, { url: 'the bench' })
  const app = await openApp({ config, onLine: () => {}, log: () => {} })
  await app.embedderSettled
  const modelId = (await app.status()).embedder.id ?? 'none'
  const text = textMaker(2)
  const random = seeded(4)
  let chunkCount = 0
  for (let page = 0; chunkCount < chunkGoal; page++) {
    const { chunks, notes: _notes, version: _version, ...fields } = await prepare(new TextEncoder().encode(text.page(page, 20)), { source: `page-${page}.md` })
    const vectors = chunks!.map(() => unitVector(384, random))
    const document = { ...fields, collection: 'default', source: `page-${page}.md`, origin: null }
    await app.documents.put({ document, chunks: chunks!, pipeline: preparation.pipeline, vectors: { modelId, vectors } })
    chunkCount += chunks!.length
  }
  await app.close()
  await folder.close()
}

const unitVector = (dimensions: number, random: () => number): Float32Array => {
  const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

const bareQuestion = async (): Promise<number> => {
  const config = readConfig({})
  const embedder = await openEmbedder({ kind: 'catalogue', model: config.embedder }, openModelStore({ dir: config.modelsDir, env: process.env }))
  const { sentence } = textMaker(5)
  const times: number[] = []
  for (let count = 0; count < 110; count++) {
    const started = performance.now()
    await embedder.embed([`What about ${sentence()}`.slice(0, 200)], 'query')
    if (count >= 10) times.push(performance.now() - started)
  }
  await embedder.close()
  return median(times)
}

interface RunningServer {
  readonly child: ChildProcess
  readonly url: string
  readonly startMs: number
}

const startServer = async (data: string): Promise<RunningServer> => {
  const started = performance.now()
  const child = spawn(process.execPath, ['src/main.ts', 'serve', '--port', '0', '--data', data], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ANSWERABLE_GENERATOR: 'extractive', ANSWERABLE_HANDBOOK: 'false' },
  })
  let said = ''
  child.stderr!.on('data', (piece: Buffer) => (said += piece.toString()))
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended: ${said}`)
    const url = /\bat (http:\/\/\S+)/.exec(said)?.[1]
    if (url && (await fetch(`${url}/readyz`).catch(() => null))?.ok) return { child, url, startMs: performance.now() - started }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

interface Asked {
  readonly times: readonly number[]
  readonly perSecond: number
}

const ask = async (url: string, questions: readonly string[], concurrency: number): Promise<Asked> => {
  const times: number[] = []
  let next = 0
  const started = performance.now()
  const lane = async (): Promise<void> => {
    while (next < questions.length) {
      const query = questions[next++]!
      const asked = performance.now()
      const response = await fetch(`${url}/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, limit: 10 }),
      })
      const { passages } = (await response.json()) as { passages: unknown[] }
      if (passages.length !== 10) throw new Error(`${passages.length} passages came back instead of 10.`)
      times.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return { times, perSecond: questions.length / ((performance.now() - started) / 1000) }
}

const memoryMib = (pid: number): number =>
  process.platform !== 'linux' ? Number.NaN : Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024

const figures = ({ child, startMs }: RunningServer, one: Asked, sixteen: Asked, bareMs: number, busyMib: number): Figure[] => {
  const restMib = memoryMib(child.pid!)
  const p50 = median(one.times)
  return [
    { name: `start to ready, ${chunkGoal} chunks`, value: `${(startMs / 1000).toFixed(2)} s`, beside: '', goal: { text: '≤ 3 s', met: startMs <= 3000 } },
    {
      name: 'question → passages, 1 at a time',
      value: `p50 ${p50.toFixed(1)} ms, p95 ${percentile(one.times, 0.95).toFixed(1)} ms`,
      beside: `bare embedding of a question ${bareMs.toFixed(1)} ms: ratio ${(p50 / bareMs).toFixed(2)}`,
      goal: null,
    },
    {
      name: 'question → passages, 16 at a time',
      value: `p50 ${median(sixteen.times).toFixed(1)} ms, p95 ${percentile(sixteen.times, 0.95).toFixed(1)} ms`,
      beside: `${sixteen.perSecond.toFixed(0)} questions/s`,
      goal: null,
    },
    {
      name: `memory with ${chunkGoal} chunks`,
      value: `${restMib.toFixed(0)} MiB`,
      beside: `resident, whole process, 15 s after; just after 16 at a time ${busyMib.toFixed(0)} MiB`,
      goal: { text: '≤ 500 MiB', met: restMib <= 500 },
    },
  ]
}
