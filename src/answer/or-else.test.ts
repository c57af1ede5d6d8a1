import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../base/error.ts'
import { orElse } from './or-else.ts'

const script = async function* (steps: readonly (string | Error)[]): AsyncGenerator<string, string> {
  for (const step of steps) {
    if (step instanceof Error) throw step
    yield step
  }
  return steps.join('')
}

const run = async (first: readonly (string | Error)[], signal = new AbortController().signal) => {
  const shown: string[] = []
  const both = orElse(script(first), () => script(['own words']), signal)
  for (;;) {
    const step = await both.next()
    if (step.done) return { shown, result: step.value }
    shown.push(step.value)
  }
}

const down = new AppError('upstream', 'It is down.')

test('what answers is not replaced', async () => {
  assert.deepEqual(await run(['a', 'b']), { shown: ['a', 'b'], result: 'ab' })
})

test('what failed before it showed anything is replaced', async () => {
  assert.deepEqual(await run([down]), { shown: ['own words'], result: 'own words' })
})

test('half an answer, a faulty request, a bug and a cancelled question are not', async () => {
  await assert.rejects(run(['a', down]), down)
  for (const error of [new AppError('invalid', 'Too many.'), new TypeError('a bug')]) await assert.rejects(run([error]), error)
  await assert.rejects(run([down], AbortSignal.abort()), down)
})

test('leaving it ends what it reads from', async () => {
  let hasEnded = false
  const first = (async function* () {
    try {
      yield 'a'
      yield 'b'
    } finally {
      hasEnded = true
    }
    return ''
  })()
  for await (const _ of orElse(first, () => script([]), new AbortController().signal)) break
  assert.ok(hasEnded)
})
