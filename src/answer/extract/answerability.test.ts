import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Passage } from '../../domain/document.ts'
import { passageOf } from '../passage-for-tests.ts'
import { answerability, extract } from './extractive.ts'
import { answerabilityFeatures, answerabilityOf, answerabilityThresholds } from './answerability.ts'
import { scoreSentences } from './extractive.ts'

const tower = passageOf('The tower of Lisbon was finished in 1519. It stands at the river and is 30 metres high. Ships passed below it.', {
  source: 'tower.md',
  title: 'Tower',
})
const words = { embed: null, queryVector: null }

const featuresOf = async (question: string, passages: readonly Passage[] = [tower]) => {
  const scored = await scoreSentences(question, passages, words)
  return answerabilityFeatures(question, passages, scored, scored[0]!)
}

test('the same question about another place, or without the passage, is less likely answered', async () => {
  const asked = await answerability('When was the tower of Lisbon finished?', [tower], words)
  assert.ok(asked > (await answerability('When was the tower of Madrid finished?', [tower], words)))
  assert.ok(asked > (await answerability('When was the tower of Lisbon finished?', [passageOf('Ships of the river carry wine and salt.')], words)))
})

test('a name that the passage has not is seen, also in a question in small letters', async () => {
  assert.equal((await featuresOf('How high is the tower of Lisbon?')).writtenNamesHeld, 1)
  assert.equal((await featuresOf('How high is the tower of Madrid?')).writtenNamesHeld, 0)
  const madrid = passageOf('Madrid has no river.', { source: 'madrid.md', documentId: 'madrid' })
  const { namesHeld, writtenNamesHeld } = await featuresOf('how high is the tower of madrid', [tower, madrid])
  assert.deepEqual([namesHeld, writtenNamesHeld], [0, 1])
})

test('nothing is likely where no sentence is a candidate, and every likelihood lies in 0…1', async () => {
  assert.equal(answerabilityOf('When was it finished?', [], []), 0)
  for (const question of ['?', 'Lisbon', 'What is the meaning of life, the universe and everything?', '🙂 1519 1519 1519']) {
    const likely = await answerability(question, [tower], words)
    assert.ok(likely >= 0 && likely <= 1, question)
  }
})

test('the threshold that is given decides, and a model is asked before the documents themselves would answer', async () => {
  assert.equal((await extract('When was the tower of Lisbon finished?', [tower], words, 1.01)).extracts.length, 0)
  assert.ok((await extract('Who painted the ships?', [tower], words, 0)).confidence < answerabilityThresholds.answer)
  assert.ok(answerabilityThresholds.generate < answerabilityThresholds.answer)
})
