import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { redactor } from '../guard/redact.ts'
import { readLog, type ReadLogOptions } from './read-log.ts'

const now = new Date('2026-11-23T12:00:00Z')
const redact = redactor()

const read = (content: string | Uint8Array, { cuts = [], ...options }: Partial<ReadLogOptions> & { cuts?: readonly number[] } = {}) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const clusters: number[] = []
  const reader = readLog({ redact, now, onClusters: (block) => clusters.push(...block), ...options })
  let from = 0
  for (const cut of [...cuts, bytes.length]) {
    // A copy, overwritten afterwards: nothing may be kept of bytes that go away.
    const piece = Uint8Array.from(bytes.subarray(from, cut))
    reader.push(piece)
    piece.fill(63)
    from = cut
  }
  const { statistics, templateOf } = reader.finish()
  return { ...statistics, ids: clusters.map(templateOf) }
}
const physicalLines = (text: string): number => text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0)
const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('')

const stamp = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
const hostile = [
  '<*>',
  '__proto__',
  'constructor',
  '\u001b[31mred\u001b[0m',
  '\ud800',
  '\u0000',
  '\u0001',
  '%s',
  '{"a":',
  '💥',
  '-----',
  'password=hunter2',
  '\r',
  '\t',
  '"',
  '[',
  ' '.repeat(70),
]
const word = fc.oneof(
  fc.constantFrom('open', 'close', 'disk', 'ERROR', 'for', 'user', 'at '),
  fc.constantFrom(...hostile),
  fc.integer().map(String),
  fc.string({ maxLength: 8 }),
)
const header = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 0, max: 9_999 }).map((second) => `${stamp(second)} INFO a.B: `),
  fc.constant('Dec 10 06:55:46 h a[1]: '),
  fc.constant('  '),
)
const anyLine = fc.tuple(header, fc.array(word, { maxLength: 8 })).map(([head, words]) => (head + words.join(' ')).replaceAll('\n', ' '))
const anyLog = fc.tuple(fc.array(anyLine, { maxLength: 40 }), fc.constantFrom('\n', '\r\n', '')).map(([all, end]) => all.join('\n') + end)

test('every physical line has one id of a template, and counts sum to lines, whatever the log', () => {
  fc.assert(
    fc.property(anyLog, (text) => {
      const log = read(text)
      assert.equal(log.lines, physicalLines(text))
      assert.equal(log.ids.length, log.lines)
      const counts = Map.groupBy(log.ids, (id) => id)
      assert.equal(log.templates.length, counts.size)
      for (const { id, count, rate, severities, firstLine, lastLine } of log.templates) {
        const where = log.ids.flatMap((other, index) => (other === id ? [index + 1] : []))
        assert.deepEqual([count, firstLine, lastLine], [where.length, where[0], where.at(-1)])
        assert.equal(
          Object.values(severities).reduce((sum, value) => sum + value, 0),
          count,
        )
        if (log.buckets.by === 'line')
          assert.equal(
            rate.reduce((sum, value) => sum + value, 0),
            count,
          )
      }
      assert.equal(
        log.formats.reduce((sum, format) => sum + format.lines, 0),
        log.lines,
      )
    }),
    { numRuns: 60 },
  )
})

test('where the bytes are cut changes nothing', () => {
  fc.assert(
    fc.property(anyLog, fc.array(fc.nat(), { maxLength: 12 }), (text, cuts) => {
      const bytes = Buffer.from(text)
      const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)
      assert.deepEqual(read(text, { cuts: places }), read(text))
    }),
    { numRuns: 60 },
  )
})

test('what is secret or personal is in nothing that is kept', () => {
  const secrets = [
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'AKIAIOSFODNN7EXAMPLE',
    'anna.berg@example-mail.org',
    '4111 1111 1111 1111',
    'postgres://u:s3cretpass@db/x',
  ]
  const carrying = fc
    .constantFrom(...secrets)
    .chain((secret) => fc.tuple(fc.constant(secret), fc.constantFrom('login with', 'sent to', 'token', 'at'), fc.nat(3)))
  fc.assert(
    fc.property(fc.array(carrying, { minLength: 1, maxLength: 12 }), (all) => {
      const text = lines(...all.map(([secret, words, second]) => `${stamp(second)} INFO a.B: ${words} ${secret} now`))
      const kept = JSON.stringify(read(text))
      for (const [secret] of all) assert.ok(!kept.includes(secret), secret)
    }),
    { numRuns: 40 },
  )
})

test('lines of a private key are kept as its name', () => {
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj'
  const log = read(
    lines(
      '2026-01-01 00:00:00 INFO a.B: key follows',
      '-----BEGIN PRIVATE KEY-----',
      body,
      body.toLowerCase(),
      '-----END PRIVATE KEY-----',
      '2026-01-01 00:00:01 INFO a.B: done',
    ),
  )
  assert.ok(!/MIIEv/i.test(JSON.stringify(log)))
  assert.equal(log.templates.find(({ template }) => template === '[private_key]')?.count, 4)
})

test('what differs in many words at a place is a value, with how often each was seen', () => {
  const users = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus']
  const log = read(
    lines(
      ...users.flatMap((user, index) =>
        Array.from({ length: index + 1 }, (_, second) => `${stamp(second)} INFO a.B: session opened for ${user} from host h${index}`),
      ),
    ),
  )
  const [template] = log.templates
  assert.equal(log.templates.length, 1)
  assert.equal(template!.template, 'session opened for <*> from host <*>')
  assert.equal(template!.count, 28)
  assert.deepEqual([template!.variables[0]!.distinct, template!.variables[0]!.top[0]], [7, { value: 'gus', count: 7 }])
})

test('few words at a place are words of the message', () => {
  const log = read(
    lines(...Array.from({ length: 40 }, (_, second) => `${stamp(second)} INFO a.B: link ${second % 2 ? 'opened' : 'closed'} for user${second} today`)),
  )
  assert.deepEqual(
    log.templates.map(({ template }) => template).sort(),
    ['link closed for user<*> today', 'link opened for user<*> today'].map((it) => it.replace('user<*>', '<*>')).sort(),
  )
})

test('counts of values are never too high, and the most frequent is among them', () => {
  const all = Array.from({ length: 5_000 }, (_, index) => (index % 3 === 0 ? 'ip-7' : `ip-${index + 100}`))
  const [template] = read(lines(...all.map((value) => `lookup of ${value} done`))).templates
  const [variable] = template!.variables
  assert.equal(variable!.isCapped, true)
  assert.ok(variable!.distinct <= 3_334 && variable!.distinct > 2_000, String(variable!.distinct))
  assert.equal(variable!.top[0]!.value, '7')
  assert.ok(variable!.top[0]!.count <= 1_667 && variable!.top[0]!.count > 1_000, String(variable!.top[0]!.count))
})

test('of many values, a count shown is at least half of the truth, and what nothing so near is known of is left out', () => {
  const values = Array.from({ length: 20_000 }, (_, index) => `v${index % 4 === 0 ? index % 12 : (index * 7919) % 900}`)
  const truth = new Map<string, number>()
  for (const value of values) truth.set(value, (truth.get(value) ?? 0) + 1)
  const [template] = read(lines(...values.map((value, index) => `gc of ${value} in request-${index}x done`))).templates
  const [few, all] = template!.variables
  assert.ok(few!.isCapped && few!.top.length >= 3)
  for (const { value, count } of few!.top) assert.ok(count <= truth.get(value)! && 2 * count >= truth.get(value)!, `${value}: ${count} of ${truth.get(value)}`)
  assert.deepEqual(all!.top, [])
})

test('fifty values are counted exactly', () => {
  const [template] = read(lines(...Array.from({ length: 4_000 }, (_, index) => `cache refreshed for tenant t${Math.min(index % 97, 49)}`))).templates
  assert.deepEqual(template!.variables[0], {
    ...template!.variables[0],
    distinct: 50,
    isCapped: false,
  })
  assert.deepEqual(template!.variables[0]!.top[0], { value: 't49', count: 4_000 - 49 * 41 - Math.min(49, 4_000 - 41 * 97) })
})

test('a clock that was not set when the log began, and a first time from nowhere, move no figure', () => {
  const own = Array.from({ length: 100 }, (_, second) => `${stamp(second % 60)} INFO a.B: step ${second}`)
  const { firstSeen, lastSeen } = read(lines(...own))
  for (const stray of ['1970-01-01 00:00:03', '2099-01-01 00:00:00']) {
    for (const place of [0, 50, 100]) {
      const log = read(lines(...own.toSpliced(place, 0, `${stray} INFO a.B: kernel booting`)))
      assert.deepEqual([log.firstSeen, log.lastSeen], [firstSeen, lastSeen], `${stray} at ${place}`)
    }
  }
  const booted = Array.from({ length: 40 }, (_, second) => `1970-01-01 00:00:${String(second).padStart(2, '0')} INFO a.B: boot ${second}`)
  assert.deepEqual(read(lines(...booted, ...own)).firstSeen, firstSeen)
})

test('words tell how grave a line is that does not say so', () => {
  for (const [words, severity] of [
    ['Out of memory: Killed process 123 (java)', 'critical'],
    ['ALERT exited abnormally with 12', 'alert'],
    ['panic: runtime error', 'critical'],
    ['raised alert for bob', 'info'],
  ] as const)
    assert.equal(read(lines(`Mar  4 05:00:00 host svc: ${words}`)).templates[0]!.severity, severity, words)
})

test('a stack trace is joined to its line, and its lines have templates of their own', () => {
  const log = read(
    lines(
      `${stamp(0)} ERROR a.B: request failed`,
      'java.io.IOException: broken pipe',
      '\tat com.acme.Net.send(Net.java:12)',
      'Caused by: java.net.SocketException: reset',
      `${stamp(1)} INFO a.B: up`,
    ),
  )
  const failed = log.templates.find(({ template }) => template === 'request failed')!
  assert.equal(failed.continuations, 3)
  assert.match(failed.trace!.text, /request failed\njava\.io\.IOException: broken pipe\n\tat com\.acme/)
  assert.equal(log.continuationLines, 3)
  assert.equal(new Set(log.ids).size, 5)
})

test('formats that wrap lines are unwrapped', () => {
  const log = read(
    lines(
      JSON.stringify({ time: '2026-01-01T00:00:00Z', level: 'error', msg: 'disk 7 is full', logger: 'store' }),
      JSON.stringify({ log: '2026-01-01 00:00:01 WARN a.B: slow\n', stream: 'stdout', time: '2026-01-01T00:00:01.5Z' }),
      '2026-01-01T00:00:02.123456789Z stderr F ERROR a.B: gone',
      JSON.stringify({ MESSAGE: 'unit began', PRIORITY: '6', __REALTIME_TIMESTAMP: '1767225603000000', SYSLOG_IDENTIFIER: 'systemd' }),
    ),
  )
  assert.deepEqual(log.templates.map(({ template, severity }) => [template, severity]).sort(), [
    ['disk <*> is full', 'error'],
    ['gone', 'error'],
    ['slow', 'warning'],
    ['unit began', 'info'],
  ])
  assert.deepEqual(log.formats.map(({ name }) => name).sort(), ['cri', 'docker', 'json'])
  assert.equal(log.timedLines, 4)
  assert.equal(log.lastSeen?.toISOString(), '2026-01-01T00:00:03.000Z')
})

test('words of the same hash (FNV-1a of 32 bits) are different words', () => {
  const { templates } = read(lines('costarring', 'liquid', 'liquid', 'declinate 5 rows', 'macallums 6 rows', 'macallums 7 rows'))
  assert.deepEqual(
    templates.map(({ template, count }) => [template, count]),
    [
      ['liquid', 2],
      ['macallums <*> rows', 2],
      ['costarring', 1],
      ['declinate <*> rows', 1],
    ],
  )
})

test('kinds beyond the limit share a template that says so, and no line is lost', () => {
  const random = (index: number): string => [...String(index * 7_919)].map((figure) => 'abcdefghij'[Number(figure)]!).join('')
  const all = Array.from({ length: 400 }, (_, index) => [random(index), random(index + 7), random(index + 13)].join(' '))
  const log = read(lines(...all), { maxTemplates: 50 })
  assert.ok(log.templates.length <= 51, String(log.templates.length))
  assert.equal(
    log.templates.reduce((sum, { count }) => sum + count, 0),
    400,
  )
})

test('lines of a megabyte, of nothing, of bytes that are no text: read, and told of', () => {
  const log = read(Buffer.concat([Buffer.from('a'.repeat(1_000_000)), Buffer.from('\n\n'), Buffer.from([0xff, 0xfe, 10, 65, 0, 66, 10]), Buffer.from('end')]), {
    cuts: [65_536, 70_000, 1_000_001],
  })
  assert.equal(log.lines, 5)
  assert.deepEqual(log.notes.filter((note) => /longer|NUL|UTF-8/.test(note)).length, 3)
})

test('a stamp from nowhere moves no figure, and a window in time leaves the rest out of all of them', () => {
  const all = lines(...Array.from({ length: 50 }, (_, second) => `${second === 25 ? '1970-01-02T00:00:00Z' : stamp(second)} INFO a.B: tick ${second}`))
  const log = read(all)
  assert.equal(log.firstSeen?.toISOString(), stamp(0))
  assert.ok(log.notes.some((note) => note.includes('400 days')))
  const window = read(all, { since: new Date(stamp(10)), until: new Date(stamp(20)) })
  assert.equal(window.templates[0]!.count, 10)
  assert.equal(window.skippedLines, 40)
  assert.equal(window.ids.length, 50)
})

test('what stood before errors is counted once for each', () => {
  const round = (at: number): string[] => [
    `${stamp(at)} INFO a.B: cache miss for k${at}`,
    `${stamp(at)} INFO a.B: cache miss for k${at}`,
    `${stamp(at + 1)} ERROR a.B: lookup failed`,
  ]
  const filler = Array.from({ length: 25 }, (_, index) => `${stamp(50 + index)} INFO a.B: idle`)
  const log = read(lines(...round(0), ...filler, ...round(100), ...filler, `${stamp(200)} ERROR a.B: lookup failed`))
  const failed = log.templates.find(({ template }) => template === 'lookup failed')!
  const miss = log.templates.find(({ template }) => template.startsWith('cache miss'))!
  assert.equal(failed.precededOf, 3)
  assert.equal(failed.precededBy.find(({ template }) => template === miss.id)?.count, 2)
})

test('the same template has the same id in every log', () => {
  const id = (text: string): string => read(text).templates.find(({ template }) => template === 'disk <*> is full')!.id
  assert.equal(id(lines('disk 1 is full', 'disk 2 is full')), id(lines('x', 'y', 'disk 9 is full')))
})
