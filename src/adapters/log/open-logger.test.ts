import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../../base/error.ts'
import { owner, withinCall } from '../../domain/call.ts'
import type { Span } from '../../domain/trace.ts'
import { openLogger } from './open-logger.ts'

const logged = (work: (log: ReturnType<typeof openLogger>) => void, { isTTY = false, secrets = [] as string[] } = {}): string => {
  let said = ''
  work(openLogger({ level: 'debug', secrets, out: { isTTY, write: (line: string) => (said += line) } }))
  return said
}

const providerKey = 'sk-canary-0123456789abcdef'
const databaseUrl = 'postgres://answerable:p%40ssw0rd-canary@db.internal:5432/answers'

test('canaries of every kind stay out of the log, wherever they stand', () => {
  const cause = new Error(`connect to ${databaseUrl} failed: password authentication failed for p@ssw0rd-canary`)
  const said = logged(
    (log) => {
      log.error({ err: new Error(`Provider said: Incorrect API key provided: ${providerKey}`, { cause }) }, `key was ${providerKey}`)
      log.warn(
        { headers: { authorization: `Bearer ${providerKey}`, cookie: 'answerable_session=canary-session-1234567', 'x-api-key': 'canary-header-key' } },
        'refused',
      )
      log.info({ url: '/ask?token=canary-token-123456', deep: [{ password: 'canary-password' }] }, `authorization: Bearer canary-bearer-token-12345`)
      log.warn(`The token was an-odd-canary-value, and a key ans_0123456789canary0123456789abcdef`)
      log.debug(`-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----`)
    },
    { secrets: [providerKey, databaseUrl, 'an-odd-canary-value'] },
  )
  assert.equal(said.trim().split('\n').length, 5)
  assert.doesNotMatch(said, /canary/)
  assert.match(said, /"msg":"refused"/)
})

test('a line tells whose call and which question it belongs to', () => {
  const span = { traceId: 'a'.repeat(32), id: 'b'.repeat(16) } as Span
  const said = logged((log) => withinCall({ caller: { ...owner, id: 'key-7' }, collection: 'blue', span, traceId: span.traceId }, () => log.warn('slow')))
  const { time, ...line } = JSON.parse(said) as Record<string, unknown>
  assert.deepEqual(line, { level: 'warn', trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), caller: 'key-7', collection: 'blue', msg: 'slow' })
  assert.match(String(time), /^\d{4}-\d\d-\d\dT/)
})

test('at a terminal a failure of ours is one line, and one that nobody expected is whole', () => {
  const ours = logged((log) => log.warn({ err: new AppError('unavailable', 'The server is\u001b[31m down.') }, 'Not embedded.'), { isTTY: true })
  assert.match(ours, /^\d\d:\d\d:\d\d warn {2}Not embedded\. The server is \[31m down\.\n$/)
  assert.match(
    logged((log) => log.error({ err: new Error('odd') }, 'internal error'), { isTTY: true }),
    /internal error Error: odd\n\s+at /,
  )
})
