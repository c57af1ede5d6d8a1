import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FindingKind, LogFinding } from '../../domain/log.ts'
import { seededRandom } from '../../base/random.ts'
import { at, statisticsOf, steadyLog } from '../log-for-tests.ts'
import { findingsOf } from './findings.ts'

const sorted = (lines: readonly string[]): string[] => lines.toSorted()
const between = (from: number, to: number, count: number, line: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => at(from + ((to - from) * index) / count, line(index)))

const findings = (lines: readonly string[], older?: readonly string[]): LogFinding[] => findingsOf(statisticsOf(lines), older ? statisticsOf(older) : null)
const only = (found: readonly LogFinding[], kind: FindingKind, about: RegExp): LogFinding => {
  const own = found.filter((it) => it.kind === kind && about.test(it.text))
  assert.equal(own.length, 1, `${kind} about ${about} in:\n${found.map(({ text }) => text).join('\n')}`)
  return own[0]!
}

test('a burst is told with its count, its time and what is usual', () => {
  const log = sorted([...steadyLog(1), ...between(3 * 3600, 3 * 3600 + 240, 60, (n) => `WARN upstream: connection to db-${n} reset`)])
  const it = only(findings(log), 'burst', /connection to/)
  assert.match(it.text, /came 60 times from 2026-11-20 03:00:00 to 03:03:56, against none in a usual span/)
  for (const line of it.lines) assert.match(log[line - 1]!, /connection to db/)
  assert.equal(it.templates.length, 1)
})

test('kinds that burst together are one finding', () => {
  const burst = (line: (n: number) => string) => between(2 * 3600, 2 * 3600 + 200, 50, line)
  const it = only(
    findings(sorted([...steadyLog(2), ...burst((n) => `WARN a: lost node ${n}`), ...burst((n) => `WARN b: moved shard ${n} away`)])),
    'burst',
    /lost node/,
  )
  assert.match(it.text, /2 kinds together came 100 times/)
  assert.equal(it.templates.length, 2)
})

test('at a steady pace nothing bursts, begins, ends, changes or falls silent: 0 false alarms in 60 logs', () => {
  const false_ = Array.from({ length: 60 }, (_, seed) => findings(steadyLog(seed + 100))).flatMap((found) =>
    found.filter(({ kind }) => ['burst', 'new', 'vanished', 'rate', 'gap', 'sequence', 'rare'].includes(kind)).map(({ text }) => text),
  )
  assert.deepEqual(false_, [])
})

test('what comes in bursts by habit is not told as one', () => {
  const habit = Array.from({ length: 36 }, (_, hour) => between(hour * 600, hour * 600 + 20, 30, (n) => `INFO backup: copied part ${n}`)).flat()
  assert.deepEqual(
    findings(sorted([...steadyLog(3), ...habit])).filter(({ kind, text }) => kind === 'burst' && text.includes('backup')),
    [],
  )
})

test('what began and what ended is told with its line, and the lines without it are counted', () => {
  const log = sorted([
    ...steadyLog(4),
    ...between(4 * 3600, 6 * 3600, 120, (n) => `WARN disk: retrying write of block ${n}`),
    ...between(0, 2 * 3600, 120, (n) => `INFO health: probe ${n} is well`),
  ])
  const found = findings(log)
  const first = log.findIndex((line) => line.includes('retrying')) + 1
  const last = log.findLastIndex((line) => line.includes('is well')) + 1
  assert.match(
    only(found, 'new', /retrying/).text,
    new RegExp(`began with line ${first.toLocaleString('en')} .* 120 times since; the ${(first - 1).toLocaleString('en')} lines`),
  )
  assert.match(
    only(found, 'vanished', /is well/).text,
    new RegExp(`120 times up to line ${last.toLocaleString('en')} .* the ${(log.length - last).toLocaleString('en')} lines`),
  )
})

test('a rare grave line, and a silence, are found among thousands of lines', () => {
  const steady = steadyLog(5).filter((line) => line < at(3 * 3600, '') || line > at(3.5 * 3600, ''))
  const log = sorted([...steady, at(2 * 3600 + 7, 'FATAL store: checksum of segment 17 does not match')])
  const found = findings(log)
  const rare = only(found, 'rare', /checksum/)
  assert.deepEqual(rare.lines, [log.findIndex((line) => line.includes('FATAL')) + 1])
  assert.match(rare.text, /once, line/)
  const gap = only(found, 'gap', /Silence/)
  const before = log.findLastIndex((line) => line < at(3 * 3600, '')) + 1
  assert.deepEqual(gap.lines, [before, before + 1])
  assert.match(gap.text, /Silence for 30 minutes/)
})

test('what stands before errors is told with how often, and one instance', () => {
  const random = seededRandom(6)
  const pairs = Array.from({ length: 25 }, (_, index) => {
    const t = 600 + index * 800 + random() * 60
    return [at(t, `INFO pool: lease ${index} was taken away`), at(t + 1, `ERROR pool: job ${index} lost its lease`)]
  }).flat()
  const log = sorted([...steadyLog(6), ...pairs])
  const it = only(findings(log), 'sequence', /taken away/)
  assert.match(it.text, /Before 25 of the 25 “.*lost its lease” \(100 %\)/)
  const [before, error] = it.lines as [number, number]
  assert.match(log[before - 1]!, /taken away/)
  assert.match(log[error - 1]!, /lost its lease/)
  assert.ok(error - before <= 20)
})

test('against an older log: what is new, gone, and takes another share', () => {
  const old = sorted([
    ...steadyLog(7),
    ...between(0, 6 * 3600, 200, (n) => `INFO mail: sent letter ${n}`),
    ...between(0, 6 * 3600, 20, (n) => `WARN tls: handshake ${n} was slow`),
  ])
  const log = sorted([
    ...steadyLog(8),
    ...between(0, 6 * 3600, 9, (n) => `ERROR mail: cannot reach relay ${n}`),
    ...between(0, 6 * 3600, 300, (n) => `WARN tls: handshake ${n} was slow`),
  ])
  const found = findings(log, old)
  assert.match(only(found, 'new', /relay/).text, /9 times, first in line/)
  assert.match(only(found, 'vanished', /letter/).text, new RegExp(`came 200 times in its ${old.length.toLocaleString('en')} lines`))
  assert.match(only(found, 'rate', /handshake/).text, new RegExp(`300 of ${log.length.toLocaleString('en')}\\), and was .* \\(20 of`))
  assert.deepEqual(
    findings(steadyLog(9), steadyLog(10)).filter(({ kind }) => ['new', 'vanished', 'rate'].includes(kind)),
    [],
  )
})

test('text of a log that a terminal or a page would obey is made harmless', () => {
  const log = [...steadyLog(11), at(21_000, 'FATAL \u001b[2J\u001b]0;owned\u0007 shell \u202Etxet and more')]
  const it = only(findings(sorted(log)), 'rare', /shell/)
  assert.doesNotMatch(it.text, /\p{Cc}|\p{Cf}/u)
})

test('no lines, one line, and lines without times give no false word', () => {
  assert.deepEqual(findings([]), [])
  assert.deepEqual(findings(['hello world']), [])
  for (const { kind } of findings(Array.from({ length: 500 }, (_, index) => `step ${index} done`))) assert.fail(kind)
})
