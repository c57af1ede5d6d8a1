/** Ingestion against the bare embedding of the same texts, in the same run; the HTTP loop's lag meanwhile. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { openApp, uploadDirOf, version, type OpenedApp } from '../src/app.ts'
import { openLog } from '../src/app/logging.ts'
import { openModelStore } from '../src/adapters/models/store/model-store.ts'
import { openEmbedder } from '../src/adapters/models/embedding/open-embedder.ts'
import { readConfig, type Config } from '../src/config.ts'
import { openHttpDoor } from '../src/doors/http/server.ts'
import { embeddedText } from '../src/domain/chunk-text.ts'
import { textMaker } from './corpus.ts'
import { median, percentile, type Figure } from './figures.ts'

const sectionsPerPage = 15
/** About 2,000 chunks: enough that starting threads does not count. */
const pagesForRate = 134
const pagesForLag = 40

/** The rate is taken without anybody watching: 20 requests and 1,000 timers a second would be measured along. */
export const benchIngest = async (): Promise<Figure[]> => {
  const rate = await onFreshData(pagesForRate, measureRate)
  const lag = await onFreshData(pagesForLag, measureLag)
  return figures(rate, lag)
}

type Measure<Result> = (app: OpenedApp, documents: string, config: Config) => Promise<Result>

const onFreshData = async <Result>(pages: number, measure: Measure<Result>): Promise<Result> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-bench-'))
  const config = readConfig({ dataDir: join(home, 'data'), generator: 'extractive', handbook: false, logLevel: 'error', port: 0 })
  const documents = writePages(join(home, 'documents'), pages)
  const app = await openApp({ config, onLine: () => {}, log: () => {} })
  try {
    await app.embedderSettled
    return await measure(app, documents, config)
  } finally {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  }
}

const writePages = (folder: string, pages: number): string => {
  mkdirSync(folder)
  const text = textMaker(1)
  for (let page = 0; page < pages; page++) writeFileSync(join(folder, `page-${page}.md`), text.page(page, sectionsPerPage))
  return folder
}

/** From files to the last vector. */
const ingestAll = async (app: OpenedApp, documents: string): Promise<number> => {
  const started = performance.now()
  await app.sync([documents], { collection: 'default' })
  while ((await app.readiness()).pendingEmbeddings > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  return performance.now() - started
}

interface Rate {
  readonly chunks: number
  readonly fullMs: number
  readonly againMs: number
  readonly barePerSecond: number
}

const measureRate: Measure<Rate> = async (app, documents, config) => {
  const fullMs = await ingestAll(app, documents)
  const againMs = await ingestAll(app, documents)
  const texts = await storedTexts(app)
  return { chunks: texts.length, fullMs, againMs, barePerSecond: await bareRate(config, texts) }
}

interface Lag {
  readonly p99Ms: number
  readonly maxMs: number
  readonly healthMs: readonly number[]
}

const measureLag: Measure<Lag> = async (app, documents, config) => {
  const door = await openHttpDoor(app, { version, ...config, log: openLog(config), pageDir: '', uploadDir: uploadDirOf(config) })
  const poller = pollHealth(door.url)
  const lag = monitorEventLoopDelay({ resolution: 1 })
  lag.enable()
  await ingestAll(app, documents)
  lag.disable()
  const healthMs = await poller()
  await door.close()
  // The histogram counts its own sampling interval in.
  return { p99Ms: lag.percentile(99) / 1e6 - 1, maxMs: lag.max / 1e6 - 1, healthMs }
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
         await new Promise((resolve) => setTimeout(resolve, 50))
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
    for (const chunk of await app.documents.chunksOf(id)) texts.push(embeddedText(document.title, chunk, document.text.slice(chunk.start, chunk.end)))
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

const figures = ({ chunks, fullMs, againMs, barePerSecond }: Rate, { p99Ms, maxMs, healthMs }: Lag): Figure[] => {
  const rate = chunks / (fullMs / 1000)
  const share = rate / barePerSecond
  const times = fullMs / againMs
  const healthP99 = percentile(healthMs, 0.99)
  return [
    {
      name: `ingest, ${chunks} chunks, text to vectors`,
      value: `${rate.toFixed(1)} chunks/s`,
      beside: `bare embedding ${barePerSecond.toFixed(1)}: ratio ${share.toFixed(2)}`,
      goal: { text: '≥ 0.85', met: share >= 0.85 },
    },
    {
      name: 'ingest again, nothing changed',
      value: `${againMs.toFixed(0)} ms`,
      beside: `first time ${fullMs.toFixed(0)} ms: ${times.toFixed(0)} times faster`,
      goal: { text: '≥ 50', met: times >= 50 },
    },
    {
      name: 'HTTP loop lag while ingesting, p99',
      value: `${p99Ms.toFixed(1)} ms`,
      beside: `max ${maxMs.toFixed(1)} ms`,
      goal: { text: '≤ 10 ms', met: p99Ms <= 10 },
    },
    {
      name: '/healthz while ingesting, p99',
      value: `${healthP99.toFixed(1)} ms`,
      beside: `p50 ${median(healthMs).toFixed(1)} ms of ${healthMs.length}`,
      goal: { text: '≤ 50 ms', met: healthP99 <= 50 },
    },
  ]
}
