import { Counter, Gauge, type Registry } from 'prom-client'
import { asSystem } from '../../../domain/call.ts'
import type { Gauges } from '../../../domain/metrics.ts'
import { watchMetrics } from './watch-metrics.ts'

export interface StateSources extends Gauges {
  /** Of this process: spans that a receiver took or did not, traces that the database did not. */
  losses(): { readonly spansSent: number; readonly spansDropped: number; readonly tracesDropped: number }
}

/** Collections beyond these are added up under `other`: a label must not grow with the data. */
const mostCollections = 50

/** Read when somebody scrapes, with the system's eyes. */
export const stateMetrics = (registry: Registry, sources: StateSources): void => {
  const unread = new Counter({
    name: 'answerable_metrics_unread_total',
    help: 'Gauges that could not be read at a scrape',
    labelNames: ['gauge'],
    registers: [registry],
  })
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[], read: (set: Set<Label>) => Promise<void> | void): void => {
    new Gauge({
      name: `answerable_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        this.reset()
        try {
          await asSystem(() => read((labels, value) => this.set(labels as Record<Label, string>, value)))
        } catch {
          unread.inc({ gauge: name })
        }
      },
    })
  }
  gauge('jobs', 'Jobs that wait or run', ['kind', 'state'], async (set) => {
    for (const { kind, state, count } of await sources.jobs()) set({ kind, state }, count)
  })
  gauge('pending_embeddings', 'Chunks that wait for their vector', [], async (set) => set({}, await sources.pendingEmbeddings()))
  const collections = onceAMoment(() => sources.collections().then(largest))
  gauge('documents', 'Documents of the largest collections', ['collection'], async (set) => {
    for (const { name, documents } of await collections()) set({ collection: name }, documents)
  })
  gauge('chunks', 'Chunks of the largest collections', ['collection'], async (set) => {
    for (const { name, chunks } of await collections()) set({ collection: name }, chunks)
  })
  gauge('breaker_state', 'Circuit breaker of a model: 0 closed, 1 half open, 2 open (it is passed over)', ['model'], (set) => {
    for (const { id, state } of sources.models()) set({ model: id }, breakerStates[state])
  })
  gauge('line_works', 'Works that are under way, or wait in line', ['line', 'state'], (set) => {
    for (const { line, running, waiting } of sources.lines()) {
      set({ line, state: 'running' }, running)
      set({ line, state: 'waiting' }, waiting)
    }
  })
  const budgets = onceAMoment(() => sources.budgets())
  for (const figure of ['limit', 'left'] as const) {
    gauge(
      `budget_${figure}`,
      figure === 'left' ? 'What may still be spent' : 'What may be spent in all',
      ['holder', 'collection', 'period', 'unit'],
      async (set) => {
        for (const { holder, collection, period, unit, ...budget } of await budgets()) set({ holder, collection, period, unit }, budget[figure])
      },
    )
  }
  if (sources.watching) watchMetrics(registry, sources.watching, (gauge) => unread.inc({ gauge }))
  const losses: Readonly<Record<string, readonly [keyof ReturnType<StateSources['losses']>, string]>> = {
    spans_sent_total: ['spansSent', 'Spans that the OTLP receiver took'],
    spans_dropped_total: ['spansDropped', 'Spans that it did not take, or that found no room'],
    traces_dropped_total: ['tracesDropped', 'Traces that could not be written into the database'],
  }
  for (const [name, [key, help]] of Object.entries(losses)) {
    new Counter({
      name: `answerable_${name}`,
      help,
      registers: [registry],
      collect() {
        this.reset()
        this.inc(sources.losses()[key])
      },
    })
  }
}

type Set<Label extends string> = (labels: Partial<Record<Label, string>>, value: number) => void

const breakerStates = { closed: 0, 'half-open': 1, open: 2 }

/** Two gauges of one scrape read once. */
const onceAMoment = <Result>(read: () => Promise<Result>): (() => Promise<Result>) => {
  let last: { readonly at: number; readonly result: Promise<Result> } | null = null
  return () => {
    if (!last || performance.now() - last.at > 500) last = { at: performance.now(), result: read() }
    return last.result
  }
}

type Sized = Awaited<ReturnType<Gauges['collections']>>[number]

const largest = (all: readonly Sized[]): readonly Sized[] => {
  const sorted = all.toSorted((one, other) => other.chunks - one.chunks)
  const others = sorted.slice(mostCollections)
  if (others.length === 0) return sorted
  const sum = (key: 'documents' | 'chunks'): number => others.reduce((total, it) => total + it[key], 0)
  return [...sorted.slice(0, mostCollections), { name: 'other', documents: sum('documents'), chunks: sum('chunks') }]
}
