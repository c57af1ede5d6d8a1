/** Ingestion against the bare embedding of the same texts, in the same run; the HTTP loop's lag meanwhile. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { openApp, uploadDirOf, version, type OpenedApp } from '../src/app.ts'
import { openModelStore } from '../src/adapters/models/model-store.ts'
import { openEmbedder } from '../src/adapters/models/open-embedder.ts'
import { readConfig, type Config } from '../src/config.ts'
import { openHttpDoor } from '../src/doors/http/server.ts'
import { textToEmbed } from '../src/domain/chunk-text.ts'
import { textMaker } from './corpus.ts'
import { median, percentile, type Figure } from './figures.ts'

const pages = 40
const sectionsPerPage = 15

export const benchIngest = async (): Promise<Figure[]> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-bench-'))
  try {
    const documents = writePages(join(home, 'documents'))
    const config = readConfig({ dataDir: join(home, 'data'), generator: 'extractive', handbook: false, logLevel: 'error', port: 0 })
    const app = await openApp({ config, onLine: () => {}, log: () => {} })
    await app.embedderSettled
    try {
      const ingest = await measureIngest(app, config, documents)
      const texts = await storedTexts(app)
      const bare = await bareRate(config, texts)
      return figures(ingest, bare, texts.length)
    } finally {
      await app.close()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const writePages = (folder: string): string => {
  mkdirSync(folder)
  const text = textMaker(1)
  for (let page = 0; page < pages; page++) writeFileSync(join(folder, `page-${page}.md`), text.page(page, sectionsPerPage))
  return folder
}

interface Ingest {
  readonly fullMs: number
  readonly againMs: number
  readonly lagP99Ms: number
  readonly lagMaxMs: number
  readonly healthMs: readonly number[]
}

const measureIngest = async (app: OpenedApp, config: Config, documents: string): Promise<Ingest> => {
  const door = await openHttpDoor(app, { version, ...config, pageDir: '', uploadDir: uploadDirOf(config) })
  const poller = pollHealth(door.url)
  const lag = monitorEventLoopDelay({ resolution: 1 })
  lag.enable()
  const started = performance.now()
  await app.sync([documents], 'default')
  while ((await app.readiness()).pendingEmbeddings > 0) await new Promise((resolve) => setTimeout(resolve, 20))
  const fullMs = performance.now() - started
  lag.disable()
  const healthMs = await poller()
  const again = performance.now()
  await app.sync([documents], 'default')
  const againMs = performance.now() - again
  await door.close()
  // The histogram counts its own sampling interval in.
  return { fullMs, againMs, lagP99Ms: lag.percentile(99) / 1e6 - 1, lagMaxMs: lag.max / 1e6 - 1, healthMs }
}

/** From another thread, as a load balancer would see it. */
const pollHealth = (url: string): (() => Promise<number[]>) => {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads')
     const times = []
     let stopped = false
     parentPort.on('message', () => (stopped = true))
     ;(async () => {
       while (!stopped) {
         const started = performance.now()
         await (await fetch(workerData + '/healthz')).text()
         times.push(performance.now() - started)
         await new Promise((resolve) => setTimeout(resolve, 10))
       }
       parentPort.postMessage(times)
       parentPort.close()
     })()`,
    { eval: true, workerData: url },
  )
  return () =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject)
      worker.postMessage('stop')
    })
}

const storedTexts = async (app: OpenedApp): Promise<string[]> => {
  const { documents } = await app.documents.list('default', 1000, null)
  const texts: string[] = []
  for (const { id } of documents) {
    const document = (await app.documents.get(id))!
    for (const chunk of await app.documents.chunksOf(id))
      texts.push(textToEmbed(document.title, chunk.headingPath, document.text.slice(chunk.start, chunk.end)))
  }
  return texts
}

/** The same texts through the same pool, and nothing else. Texts a second. */
const bareRate = async (config: Config, texts: readonly string[]): Promise<number> => {
  const embedder = await openEmbedder({ kind: 'catalogue', model: config.embedder }, openModelStore({ dir: config.modelsDir, env: process.env }))
  await embedder.embed(texts.slice(0, 32), 'document')
  const started = performance.now()
  await embedder.embed(texts, 'document')
  const seconds = (performance.now() - started) / 1000
  await embedder.close()
  return texts.length / seconds
}

const figures = (ingest: Ingest, bare: number, chunks: number): Figure[] => {
  const rate = chunks / (ingest.fullMs / 1000)
  const healthP99 = percentile(ingest.healthMs, 0.99)
  const times = ingest.fullMs / ingest.againMs
  return [
    {
      name: `ingest, ${chunks} chunks, text to vectors`,
      value: `${rate.toFixed(1)} chunks/s`,
      beside: `bare embedding ${bare.toFixed(1)}: ratio ${(rate / bare).toFixed(2)}`,
      goal: { text: '≥ 0.85', met: rate / bare >= 0.85 },
    },
    {
      name: 'ingest again, nothing changed',
      value: `${ingest.againMs.toFixed(0)} ms`,
      beside: `first time ${ingest.fullMs.toFixed(0)} ms: ${times.toFixed(0)} times faster`,
      goal: { text: '≥ 50', met: times >= 50 },
    },
    {
      name: 'HTTP loop lag while ingesting, p99',
      value: `${ingest.lagP99Ms.toFixed(1)} ms`,
      beside: `max ${ingest.lagMaxMs.toFixed(1)} ms`,
      goal: { text: '≤ 10 ms', met: ingest.lagP99Ms <= 10 },
    },
    {
      name: '/healthz while ingesting, p99',
      value: `${healthP99.toFixed(1)} ms`,
      beside: `p50 ${median(ingest.healthMs).toFixed(1)} ms of ${ingest.healthMs.length}`,
      goal: { text: '≤ 50 ms', met: healthP99 <= 50 },
    },
  ]
}
