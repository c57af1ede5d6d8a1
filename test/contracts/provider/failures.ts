import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { retriedGenerator } from '../../../src/middleware/retried-generator.ts'
import { ask } from '../../models/collect.ts'
import type { Fault } from '../../support/stub-model/options.ts'
import { startStubModel } from '../../support/stub-model/server.ts'
import { checksOf, errorOf, failureOf, type ProviderCase } from './provider-case.ts'

const secret = 'sk-very-secret-0123456789'

const statuses: readonly [status: number, code: string, retryable: boolean][] = [
  [400, 'upstream', false],
  [401, 'upstream', false],
  [403, 'upstream', false],
  [404, 'upstream', false],
  [413, 'too_large', false],
  [429, 'unavailable', true],
  [500, 'upstream', true],
  [502, 'upstream', true],
  [503, 'unavailable', true],
  [529, 'unavailable', true],
]

/** Failures as they are told, and what they must never tell. */
export const failureChecks = (provider: ProviderCase): void => {
  const check = checksOf(provider)

  for (const [status, code, retryable] of statuses) {
    check(
      `status ${status} is "${code}", ${retryable ? 'may' : 'need not'} be tried again, and is told in the server's words`,
      { fault: { kind: 'status', status } },
      async ({ generator }) => {
        const error = await failureOf(generator)
        assert.deepEqual([error.code, error.details.status, error.details.retryable], [code, status, retryable])
        assert.match(error.message, new RegExp(`${status}.*"Failing with ${status} as asked"\\.`))
      },
    )
  }

  for (const words of [
    "This model's maximum context length is 8192 tokens",
    'prompt is too long: 210000 tokens',
    'the request exceeds the available context size',
  ]) {
    check(
      `a prompt that does not fit ("${words}") is "too_large"`,
      { fault: { kind: 'status', status: 400, body: JSON.stringify({ error: { message: words } }) } },
      async ({ generator }) => {
        const error = await failureOf(generator)
        assert.deepEqual([error.code, error.details.retryable], ['too_large', false])
      },
    )
  }

  const waits: readonly [string, Record<string, string>, (ms: number) => boolean][] = [
    ['in seconds', { 'retry-after': '3' }, (ms) => ms === 3000],
    ['in milliseconds', { 'retry-after': '9', 'retry-after-ms': '250' }, (ms) => ms === 250],
    ['as a date', { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }, (ms) => ms > 3_000_000 && ms <= 3_600_000],
    ['as a date that is past', { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' }, (ms) => ms === 0],
  ]
  for (const [form, headers, isRight] of waits) {
    check(`the time that a server asks to wait ${form} is told`, { fault: { kind: 'status', status: 429, headers } }, async ({ generator }) => {
      const { details } = await failureOf(generator)
      assert.ok(isRight(details.retryAfterMs as number), String(details.retryAfterMs))
    })
  }

  check('a time to wait that is nonsense is none', { fault: { kind: 'status', status: 429, headers: { 'retry-after': 'soon' } } }, async ({ generator }) => {
    assert.equal((await failureOf(generator)).details.retryAfterMs, undefined)
  })

  const spent = { kind: 'status', status: 429, body: JSON.stringify({ error: { code: 'insufficient_quota', message: 'Quota exceeded' } }) } as const
  check('a plan that is used up is not tried again', { fault: spent }, async ({ generator }) => {
    assert.equal((await failureOf(generator)).details.retryable, false)
  })

  check(
    'a wrong key is told by the name of its setting',
    { apiKey: 'another' },
    async ({ generator }) => {
      const error = await failureOf(generator)
      assert.equal(error.code, 'upstream')
      assert.ok(error.message.includes(provider.keySetting) && error.message.includes(provider.urlSetting), error.message)
      assert.equal(error.details.retryable, false)
      assert.match(error.message, /Incorrect API key provided: \[key\]/)
    },
    { apiKey: secret },
  )

  check('a missing key is asked for', { apiKey: 'another' }, async ({ generator }) => {
    assert.ok((await failureOf(generator)).message.includes(`set ${provider.keySetting}`))
  })

  check(
    'an unknown model is told by its name',
    { strictModels: true },
    async ({ generator }) => {
      assert.match((await failureOf(generator)).message, /no model "gpt-17"/)
    },
    { model: 'gpt-17' },
  )

  check('nobody at the address is "unavailable", in one sentence', {}, async ({ generator, stub }) => {
    await stub.close()
    const error = await failureOf(generator)
    assert.deepEqual([error.code, error.details.retryable], ['unavailable', true])
    assert.match(error.message, new RegExp(`127\\.0\\.0\\.1:\\d+ \\(ECONNREFUSED\\)\\. Is it running\\? ${provider.urlSetting}`))
  })

  const unreadable: readonly [string, string][] = [
    ['a web page', '<html>Welcome</html>'],
    ['nothing', ''],
    ['malformed JSON', '{"choices":[{"mess'],
    ['JSON of something else', '{"hello":"world"}'],
    ['a stream of something else', 'data: 1\n\ndata: [1,2]\n\n'],
  ]
  for (const [name, body] of unreadable) {
    check(`${name} in place of an answer is told as such`, { fault: { kind: 'status', status: 200, body } }, async ({ generator }) => {
      const error = await failureOf(generator)
      assert.equal(error.code, 'upstream')
      assert.match(error.message, /nothing that can be read/)
      assert.equal(error.details.retryable, false)
    })
  }

  check(
    'an error told with status 200 is told in its words',
    { fault: { kind: 'status', status: 200, body: '{"error":{"message":"No GPU left"}}' } },
    async ({ generator }) => {
      assert.match((await failureOf(generator)).message, /No GPU left/)
    },
  )

  for (const afterParts of [0, 2]) {
    check(
      `an error event after ${afterParts} parts is told in the server's words`,
      { text: 'one two three four', fault: { kind: 'error-event', afterParts, message: 'CUDA out of memory' } },
      async ({ generator }) => {
        const error = await failureOf(generator)
        assert.equal(error.code, 'upstream')
        assert.match(error.message, /CUDA out of memory/)
      },
    )
  }

  check(
    'an overload told in the middle of a stream is "unavailable"',
    { text: 'one two three', fault: { kind: 'error-event', afterParts: 1, message: 'Overloaded', type: 'overloaded_error', code: 529 } },
    async ({ generator }) => {
      const error = await failureOf(generator)
      assert.deepEqual([error.code, error.details.retryable], ['unavailable', true])
    },
  )

  check('a line without end fails before it fills the memory', { fault: { kind: 'huge', bytes: 200 * 1024 * 1024 } }, async ({ generator }) => {
    assert.equal((await failureOf(generator)).code, 'upstream')
  })

  check(
    'a redirect is not followed: key and prompt stay with the server that was set',
    {},
    async ({ generator, stub }) => {
      await using other = await startStubModel()
      stub.set({ fault: { kind: 'status', status: 307, headers: { location: other.url + provider.path } } })
      const error = await failureOf(generator)
      assert.equal(other.requests.length, 0)
      assert.match(error.message, new RegExp(`another address \\(307\\).*Set ${provider.urlSetting}`))
    },
    { apiKey: secret },
  )

  const leaks: readonly Fault[] = [
    { kind: 'status', status: 400, echo: true },
    { kind: 'status', status: 429, echo: true },
    { kind: 'status', status: 500, body: `<html>${secret}</html>` },
    { kind: 'status', status: 403, body: JSON.stringify({ detail: `key ${secret}` }) },
    { kind: 'status', status: 200, body: JSON.stringify({ error: { message: `key ${secret}` } }) },
    { kind: 'refuse' },
    { kind: 'reset', atByte: 300 },
    { kind: 'close', atByte: 300 },
    { kind: 'garbage', atByte: 300 },
    { kind: 'error-event', afterParts: 1, message: `key ${secret}, prompt The default timeout is 5 s.` },
    { kind: 'stall', atByte: 300 },
  ]
  for (const fault of leaks) {
    check(
      `no failure carries key or prompt: ${JSON.stringify(fault).replaceAll(secret, '…')}`,
      { fault, text: 'Some text that is long enough.' },
      async ({ generator }) => {
        const error = await failureOf(generator)
        const whole = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity }) + JSON.stringify(error) + everyString(error)
        assert.ok(!whole.includes(secret), 'the key')
        assert.ok(!/default timeout|Answer from the sources/.test(whole), 'the prompt')
      },
      { apiKey: secret, timeouts: { idleMs: 300, firstTokenMs: 600 } },
    )
  }

  const tries: readonly [string, Fault, requests: number, answers: boolean][] = [
    ['fails twice with 500 answers the third time', { kind: 'status', status: 500, times: 2 }, 3, true],
    ['drops the connection twice answers the third time', { kind: 'refuse', times: 2 }, 3, true],
    ['asks to wait is asked again', { kind: 'status', status: 429, retryAfterSeconds: 1, times: 1 }, 2, true],
    ['only fails gets three requests for one question', { kind: 'status', status: 503 }, 3, false],
    ['refuses gets one', { kind: 'status', status: 400 }, 1, false],
    ['broke off after its first token gets one', { kind: 'reset', atByte: 900 }, 1, false],
  ]
  for (const [name, fault, requests, answers] of tries) {
    check(`a server that ${name}`, { fault, text: 'A text that goes on for a while, word for word, until it ends.' }, async ({ generator, stub }) => {
      const waited: number[] = []
      const sleep = async (ms: number): Promise<void> => void waited.push(ms)
      const result = await ask(retriedGenerator(generator, { firstWaitMs: 20, sleep }))
      if (answers) assert.deepEqual([result.finish?.reason, result.finishes, result.error], ['stop', 1, null])
      else errorOf(result)
      assert.equal(stub.requests.length, requests)
      if (fault.kind === 'status' && fault.retryAfterSeconds) assert.deepEqual(waited, [1000])
    })
  }
}

/** Every text that hangs on a value, getters and symbols included. */
const everyString = (value: unknown, seen = new Set<unknown>()): string => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || seen.has(value)) return ''
  seen.add(value)
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)} ${everyString((value as Record<PropertyKey, unknown>)[key], seen)}`)
    .join('\n')
}
