import type { Fact, Observation } from '../domain/capability.ts'
import type { Signal, Watch } from '../domain/watch.ts'

/** A watch of one fact, looked at every minute. */
export const watchOf = (change: Partial<Watch> = {}): Watch => ({
  name: 'disk',
  capability: 'disk_usage',
  params: {},
  fact: 'used_percent',
  labels: {},
  everySeconds: 60,
  rule: { kind: 'threshold', above: 90 },
  forSeconds: 0,
  clearSeconds: 0,
  grade: 'critical',
  service: 'web',
  ...change,
})

export const startMs = Date.UTC(2026, 0, 5)

export const minute = (count: number): Date => new Date(startMs + count * 60_000)

export const factOf = (value: Fact['value'], at: Date, labels: Fact['labels'] = {}, name = 'used_percent'): Fact => ({ name, value, labels, at })

export const seen = (facts: readonly Fact[], problem: string | null = null): Observation => ({
  id: '0190a000-0000-7000-8000-000000000001',
  capability: 'disk_usage',
  params: {},
  startedAt: facts[0]?.at ?? minute(0),
  durationMs: 1,
  facts,
  lines: [],
  problem,
})

export const signalOf = (change: Partial<Signal> & { readonly labels?: Fact['labels'] } = {}): Signal => {
  const { labels = {}, ...rest } = change
  return {
    watch: 'disk',
    service: 'web',
    grade: 'warning',
    fact: factOf(95, minute(0), labels),
    observationId: '0190a000-0000-7000-8000-000000000001',
    sentence: 'disk: used_percent is 95 %, above 90 %.',
    ...rest,
  }
}
