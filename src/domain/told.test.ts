import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../base/error.ts'
import { owner, type Caller } from './call.ts'
import { failureFor, sentenceFor } from './told.ts'

const reader: Caller = { id: 'key-1', name: 'reader', scope: 'ask', collections: '*' }
const failure = new AppError('unavailable', 'No answer from the model server at 10.0.0.7:8199 (ECONNREFUSED). Is 10.0.0.7:8199 running?', {
  details: { host: '10.0.0.7:8199', retryAfterMs: 5 },
})

test('where a model server stands is told to whoever runs the program, and to nobody else', () => {
  assert.equal(sentenceFor(owner, failure), failure.message)
  assert.equal(sentenceFor(reader, failure), 'No answer from the model server (ECONNREFUSED). Is the server running?')
})

test('the failure keeps its code, its details and, for the log, itself', () => {
  const told = failureFor(reader, failure) as AppError
  assert.deepEqual([told.code, told.details, told.cause], ['unavailable', failure.details, failure])
  assert.equal(failureFor(owner, failure), failure)
  const bug = new Error('bug')
  assert.equal(failureFor(reader, bug), bug)
})
