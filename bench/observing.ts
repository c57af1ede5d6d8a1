/**
 * `node bench/observing.ts`: what it costs to be observed. The same questions, answered without any model (the smallest answers there are, so
 * the largest share), once by a program that traces, counts and keeps traces, once by one that does none of it, once by one that exports too.
 */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp, type OpenedApp } from '../src/app.ts'
import { openTelemetry, type Telemetry } from '../src/app/telemetry.ts'
import { openDataFolder } from '../src/adapters/postgres/data-folder.ts'
import { openTraces } from '../src/adapters/postgres/traces.ts'
import { drain } from '../src/base/async.ts'
import { readConfig } from '../src/config.ts'
import { usualSize } from '../src/domain/answer.ts'
import type { Span } from '../src/domain/trace.ts'
import { textMaker } from './corpus.ts'
import { median, percentile, printFigures, type Figure } from './figures.ts'

const questionCount = Number(process.argv[2] ?? 300)

const span: Span = { traceId: '0'.repeat(32), id: '0'.repeat(16), set: () => {}, setContent: () => {}, end: () => {} }

/** Looks at nothing. */
const blind = (): Telemetry => {
  const whole = openTelemetry(readConfig({}), () => {})
  return {
    ...whole,
    tracer: { start: () => span },
    traced: (ask) => ask,
    embedderOf: (open) => open,
    keepIn: (_everything, database) => openTraces(database),
    countedFeedback: (store) => store,
  }
}

interface Opened {
  readonly app: OpenedApp
  close(): Promise<void>
}

const open = async (otlpEndpoint: string | undefined, telemetry?: Telemetry): Promise<Opened> => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-bench-'))
  const folder = await openDataFolder(home, { url: 'the bench' })
  const config = readConfig({ dataDir: home, embedder: 'none', generator: 'extractive', handbook: false, logLevel: 'error', answerCache: 'off', otlpEndpoint })
  const app = await openApp({ config, onLine: () => {}, log: () => {}, ...(telemetry && { telemetry }) })
  await app.embedderSettled
  const text = textMaker(2)
  for (let page = 0; page < 30; page++) await app.library.put({ collection: 'default', source: `page-${page}.md`, text: text.page(page, 10), metadata: {} })
  return {
    app,
    close: async () => {
      await app.close()
      await folder.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const ask = async ({ app }: Opened, question: string): Promise<number> => {
  const started = performance.now()
  await drain(app.ask({ text: question, collection: 'default', ...usualSize, history: [], responseSchema: null }))
  return performance.now() - started
}

const receiver = createServer((request, response) => {
  request.resume()
  request.on('end', () => response.end())
}).listen(0, '127.0.0.1')
await once(receiver, 'listening')

const programs = {
  blind: await open(undefined, blind()),
  observed: await open(undefined),
  exporting: await open(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}`),
}
const { sentence } = textMaker(3)
const questions = Array.from({ length: questionCount + 20 }, () => `What about ${sentence()}`.slice(0, 200))
const times: Record<keyof typeof programs, number[]> = { blind: [], observed: [], exporting: [] }
const names = Object.keys(programs) as (keyof typeof programs)[]
// Every program sees the same moments of a busy machine, and each goes first as often.
for (const [index, question] of questions.entries()) {
  const order = names.map((_, place) => names[(place + index) % names.length]!)
  for (const name of order) {
    const ms = await ask(programs[name], question)
    if (index >= 20) times[name].push(ms)
  }
}
const ratio = (name: keyof typeof programs): string => median(times[name].map((ms, index) => ms / times.blind[index]!)).toFixed(3)
const figure = (label: string, name: keyof typeof programs): Figure => ({
  name: label,
  value: `p50 ${median(times[name]).toFixed(2)} ms, p95 ${percentile(times[name], 0.95).toFixed(2)} ms`,
  beside: name === 'blind' ? `${questionCount} questions` : `${ratio(name)} of unobserved, question by question`,
  goal: null,
})
printFigures([figure('an answer, unobserved', 'blind'), figure('traced, counted, kept', 'observed'), figure('exported by OTLP as well', 'exporting')])
await Promise.all(names.map((name) => programs[name].close()))
receiver.closeAllConnections()
receiver.close()
