import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drain } from '../base/async.ts'
import type { Answer } from '../domain/answer.ts'
import type { Generator } from '../domain/model.ts'
import { readPrompts } from '../app/read-prompt.ts'
import { join } from 'node:path'
import { answering } from './answer.ts'
import { generatedConfidence } from './confidence.ts'
import { answerabilityThresholds } from './extract/answerability.ts'
import { generatorOf } from './generator-for-tests.ts'
import { passageOf } from './passage-for-tests.ts'

const guide = passageOf('The lock expires after 30 seconds. Remote state is not encrypted. John Smith wrote it in Boston.')

const writing = (text: string): Generator =>
  generatorOf(async function* () {
    yield { type: 'text-delta', text }
    yield { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, reported: true, costUsd: 0 } }
  })

const ask = (question: string, written: string | null = null, passages = [guide]): Promise<Answer> =>
  drain(
    answering({
      retrieve: async () => ({ passages, embeddingTokens: 0, queryVector: null, timingsMs: {} }),
      modelFor: () => (written === null ? null : { generator: writing(written), temperature: 0, maxTokens: 1000 }),
      embedder: () => null,
      prompts: readPrompts(join(import.meta.dirname, '../../prompts')),
      limits: { retrieveTimeoutMs: 1000, firstTokenTimeoutMs: 1000, idleTimeoutMs: 1000, totalTimeoutMs: 5000 },
      newTraceId: () => 'trace',
      clock: () => performance.now(),
    })({ text: question, collection: 'default', maxTokens: 200, topK: 5, history: [], responseSchema: null }),
  )

test('the documents answer in their own words from the threshold on, and decline below it, also when what is asked for is not there', async () => {
  const answered = await ask('When does the lock expire?')
  assert.equal(answered.abstained, null)
  assert.ok(answered.confidence! >= answerabilityThresholds.answer)
  for (const [question, passage] of [
    ['Who painted the ceiling of the remote chapel?', { ...guide, similarity: 0.6 }],
    ['How much does the lock cost?', guide],
  ] as const) {
    const declined = await ask(question, null, [passage])
    assert.ok(declined.abstained, question)
    assert.ok(declined.confidence! < answerabilityThresholds.answer, question)
  }
})

test('a question about nothing that is there has a confidence of 0', async () => {
  assert.equal((await ask('How tall are giraffes?', null, [{ ...guide, similarity: 0.1, wordScore: 0 }])).confidence, 0)
  assert.equal((await ask('How tall are giraffes?', null, [])).confidence, 0)
})

test('a model is the less sure the more of what it wrote rests on nothing', async () => {
  const question = 'When does the lock expire?'
  const [whole, half, none] = await Promise.all([
    ask(question, 'The lock expires after 30 seconds.'),
    ask(question, 'The lock expires after 30 seconds. Bananas grow in Boston gardens every winter.'),
    ask(question, 'The documents do not say.'),
  ])
  assert.ok(whole.confidence! > half.confidence! && half.confidence! > none.confidence!)
  assert.ok(whole.confidence! <= 1)
  assert.equal(none.confidence, 0)
})

test('of two answers that rest equally, the one from the better passages is surer', () => {
  assert.ok(generatedConfidence(0.9, [{ score: 0.8 }]) > generatedConfidence(0.4, [{ score: 0.8 }]))
})
