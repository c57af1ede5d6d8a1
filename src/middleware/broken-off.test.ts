import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../base/error.ts'
import { noTokens } from '../domain/ledger.ts'
import { brokenOff, isLeft, mayBill, mostWritten, type BrokenCall } from './broken-off.ts'

const reserved = { inputTokens: 150, outputTokens: 1000 }
const after = (call: Partial<BrokenCall>) => {
  const { state, tokens } = brokenOff(
    { bills: 'all', isLeft: false, came: { ...noTokens, input: 100, output: 20 }, pace: { parts: 20, waitedMs: 400, elapsedMs: 600 }, ...call },
    reserved,
  )
  return [state, tokens.input, tokens.output]
}
const silent = { came: { ...noTokens, input: 100 }, pace: { parts: 0, waitedMs: 0, elapsedMs: 600 } }

test('free is only what was refused or never reached; after that the prompt counts, and after the first word all that was asked for', () => {
  assert.deepEqual(after({ ...silent, bills: 'nothing' }), ['failed', 0, 0])
  assert.deepEqual(after({ ...silent, bills: 'prompt' }), ['aborted', 150, 0])
  assert.deepEqual(after({ ...silent, bills: 'all' }), ['lost', 150, 1000])
  for (const bills of ['nothing', 'prompt', 'all'] as const) assert.deepEqual(after({ bills }), ['lost', 150, 1000])
})

test('who leaves pays for what the server can have written at its pace until it hears of it', () => {
  // 20 tokens in 400 ms: 50 a second, for the 600 ms it had and the 2 s that the news may take.
  assert.deepEqual(after({ isLeft: true }), ['aborted', 150, 130])
  assert.deepEqual(after({ ...silent, isLeft: true }), ['aborted', 150, 1000])
})

test('no pace is shown by one part, or by parts that were all there already; what came counts in any case', () => {
  assert.equal(mostWritten(5, { parts: 1, waitedMs: 0, elapsedMs: 10 }, 1000), 1000)
  assert.equal(mostWritten(50, { parts: 9, waitedMs: 0, elapsedMs: 10 }, 1000), 1000)
  assert.equal(mostWritten(50, { parts: 9, waitedMs: 50, elapsedMs: 100 }, 40), 50)
})

test('what is owed to nobody counts as it came', () => {
  const came = { ...noTokens, input: 100, output: 20 }
  const pace = { parts: 20, waitedMs: 400, elapsedMs: 600 }
  for (const left of [true, false]) assert.deepEqual(brokenOff({ bills: 'all', isLeft: left, came, pace }, null), { state: 'aborted', tokens: came })
})

test('an error that does not say what it may cost may cost everything', () => {
  assert.equal(mayBill(new TypeError('a bug')), 'all')
  assert.equal(mayBill(new AppError('unavailable', 'Overloaded.', { details: { status: 503 } })), 'all')
  assert.equal(mayBill(new AppError('unavailable', 'Nobody there.', { details: { mayBill: 'nothing' } })), 'nothing')
  assert.equal(mayBill(new AppError('too_large', 'Too long.')), 'nothing')
})

test('a server that was given up for its silence was not left', () => {
  assert.equal(isLeft(AbortSignal.abort(new AppError('upstream_timeout', 'Silent.'))), false)
  assert.equal(isLeft(AbortSignal.abort(new AppError('cancelled', 'Gone.'))), true)
  assert.equal(isLeft(new AbortController().signal), false)
})
