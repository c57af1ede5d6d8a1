import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOfStandalone } from './check-standalone.ts'

const history = [{ role: 'user', content: 'Do the documents say what the upload limit is?' }] as const

test('a refusal is not taken for the question', () => {
  assert.equal(faultOfStandalone('The documents do not say.', 'say it', history), 'it refuses instead of asking')
})

test('a question that speaks of what documents do not say is a question', () => {
  const asked = 'Why do the documents not say what the upload limit is?'
  assert.equal(faultOfStandalone(asked, asked, history), null)
})
