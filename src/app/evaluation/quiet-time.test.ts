import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drain } from '../../base/async.ts'
import type { Answer, AnswerQuestion, Question } from '../../domain/answer.ts'
import { quietTime } from './quiet-time.ts'

const question = {} as Question

/** Answers when it is told to. */
const slowAnswers = (): { ask: AnswerQuestion; answer: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return {
    answer: resolve,
    ask: async function* () {
      yield { type: 'passages', passages: [] }
      await promise
      return {} as Answer
    },
  }
}

test('whoever asks disturbs what is done meanwhile, and what begins afterwards is undisturbed', async () => {
  const quiet = quietTime()
  const { ask, answer } = slowAnswers()
  const work = quiet.untilAsked()
  assert.equal(work.aborted, false)
  const next = quiet.nextAnswer()
  const asked = drain(quiet.watch(ask)(question))
  assert.equal(work.aborted, true)
  assert.equal(quiet.untilAsked().aborted, true, 'nothing begins under a question')
  answer()
  await Promise.all([asked, next])
  assert.equal(quiet.untilAsked().aborted, false)
})

test('a question that failed or was left is over too', async () => {
  const quiet = quietTime()
  const failing: AnswerQuestion = async function* () {
    yield { type: 'delta', text: '' }
    throw new Error('No model.')
  }
  await assert.rejects(drain(quiet.watch(failing)(question)), /No model/)
  assert.equal(quiet.untilAsked().aborted, false)
  for await (const _event of quiet.watch(failing)(question)) break
  assert.equal(quiet.untilAsked().aborted, false)
})

test('waiting for a quiet moment ends with its signal while somebody asks', async () => {
  const quiet = quietTime()
  const { ask, answer } = slowAnswers()
  const stop = new AbortController()
  const asked = drain(quiet.watch(ask)(question))
  const waiting = quiet.quiet(stop.signal)
  stop.abort(new Error('Stopped.'))
  await assert.rejects(waiting, /Stopped/)
  answer()
  await asked
})

test('nobody has asked yet: it is quiet at once', () => quietTime().quiet(new AbortController().signal))
