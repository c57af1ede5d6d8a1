import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Incident } from '../../domain/incident.ts'
import type { Signal } from '../../domain/watch.ts'
import { minute, signalOf } from '../scripted-for-tests.ts'
import { fileSignals, reopenMs } from './file-signals.ts'

/** A store of incidents that looks are filed into, one after the other. */
const cabinet = () => {
  let all: readonly Incident[] = []
  let ids = 0
  return {
    file: (at: number, watch: string, ...signals: readonly Signal[]): readonly Incident[] => {
      const now = minute(at)
      const recent = all.filter(({ resolvedAt }) => resolvedAt === null || now.getTime() - resolvedAt.getTime() <= reopenMs)
      const changed = fileSignals(recent, { watch, signals, now, newId: () => String(++ids).padStart(4, '0') })
      const after = new Map(all.map((it) => [it.id, it]))
      for (const incident of changed) after.set(incident.id, incident)
      all = [...after.values()]
      return changed
    },
    all: () => all,
  }
}

const disk = signalOf()
const http = signalOf({ watch: 'http', grade: 'critical', sentence: 'http: status is 503, above 499.' })

test('signals of one service within minutes are one incident, as grave as the gravest, named by it', () => {
  const { file, all } = cabinet()
  file(0, 'disk', disk)
  file(4, 'http', http)
  assert.equal(all().length, 1)
  assert.equal(all()[0]!.grade, 'critical')
  assert.equal(all()[0]!.title, 'web: http: status is 503, above 499, and 1 more signal')
})

test('what begins hours later is another incident', () => {
  const { file, all } = cabinet()
  file(0, 'disk', disk)
  file(120, 'http', http)
  assert.equal(all().length, 2)
})

test('services that fail together on one machine are one incident; a job in common does not join them', () => {
  const here = { labels: { instance: 'node-1', job: 'api' } }
  const together = cabinet()
  together.file(0, 'disk', signalOf(here))
  together.file(2, 'shop', signalOf({ watch: 'shop', service: 'shop', ...here }))
  assert.equal(together.all().length, 1)
  const apart = cabinet()
  apart.file(0, 'disk', signalOf(here))
  apart.file(2, 'shop', signalOf({ watch: 'shop', service: 'shop', labels: { instance: 'node-2', job: 'api' } }))
  assert.equal(apart.all().length, 2)
})

test('it is resolved when all is quiet, and opens again rather than anew, longer each time', () => {
  const { file, all } = cabinet()
  file(0, 'disk', disk)
  assert.equal(file(1, 'disk')[0]!.state, 'resolved')
  assert.equal(file(10, 'disk', disk)[0]!.reopened, 1)
  assert.equal(file(11, 'disk')[0]!.state, 'open', 'held open after it came back')
  assert.equal(file(16, 'disk')[0]!.state, 'resolved')
  assert.equal(file(20, 'disk', disk)[0]!.reopened, 2)
  assert.equal(all().length, 1)
  assert.match(
    all()[0]!
      .notes.map(({ text }) => text)
      .join(' '),
    /Opened again, 2 times by now/,
  )
  file(30, 'disk')
  file(200, 'disk')
  file(300, 'disk', disk)
  assert.equal(all().length, 2, 'after half an hour of quiet it is a new one')
})

test('who looks after it stays known while more signals come, and is asked again when it opens again', () => {
  const { file, all } = cabinet()
  file(0, 'disk', disk)
  const acknowledged: Incident = { ...all()[0]!, state: 'acknowledged', acknowledgedBy: 'ada' }
  const grown = fileSignals([acknowledged], { watch: 'http', signals: [http], now: minute(1), newId: () => 'x' })
  assert.equal(grown[0]!.state, 'acknowledged')
  const closed: Incident = {
    ...acknowledged,
    state: 'resolved',
    resolvedAt: minute(2),
    signals: acknowledged.signals.map((it) => ({ ...it, isActive: false })),
  }
  const [again] = fileSignals([closed], { watch: 'disk', signals: [disk], now: minute(5), newId: () => 'x' })
  assert.deepEqual([again!.state, again!.acknowledgedBy], ['open', null])
})

test('a storm of signals does not grow an incident without end', () => {
  const { file, all } = cabinet()
  const storm = Array.from({ length: 250 }, (_, index) => signalOf({ labels: { series: String(index) } }))
  for (let at = 0; at < 90; at++) file(at, 'disk', ...(at % 2 ? [] : storm))
  assert.ok(all().every(({ signals, notes }) => signals.length <= 100 && notes.length <= 60))
  const kept = new Set(all().flatMap(({ signals }) => signals.map(({ fact }) => fact.labels['series'])))
  assert.equal(kept.size, 250, 'every one is in one')
})

test('whatever comes in whatever order, each standing signal is active in exactly one incident that is not resolved, and no other is', () => {
  const watches = ['a', 'b', 'c'] as const
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 50 }),
    watch: fc.constantFrom(...watches),
    things: fc.uniqueArray(fc.constantFrom('1', '2', '3'), { maxLength: 3 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { file, all } = cabinet()
      const standing = new Map<string, string[]>()
      let at = 0
      for (const { wait, watch, things } of steps) {
        at += wait
        file(at, watch, ...things.map((thing) => signalOf({ watch, service: watch === 'c' ? 'shop' : 'web', labels: { thing } })))
        standing.set(watch, things)
        const active = all().flatMap(({ state, signals }) =>
          signals
            .filter(({ isActive }) => isActive)
            .map(({ watch: name, fact }) => `${state === 'resolved' ? 'resolved ' : ''}${name} ${fact.labels['thing']}`),
        )
        const expected = [...standing].flatMap(([name, its]) => its.map((thing) => `${name} ${thing}`))
        assert.deepEqual(active.toSorted(), expected.toSorted())
      }
    }),
  )
})
