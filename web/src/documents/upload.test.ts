import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Job } from '../api/types.ts'
import { fileStates, newUpload, uploadSentence, withJob } from './upload.ts'

const job = (state: Job['state'], progress: Job['progress'], error: string | null = null): Job => ({ state, progress, error }) as Job
const upload = newUpload(1, 'default', ['a.md', 'b.pdf'])

test('files that failed are told with the rest', () => {
  const ended = withJob(upload, job('done', { done: 2, total: 2, failed: [{ source: 'b.pdf', reason: 'It is encrypted.' }] }))
  assert.equal(uploadSentence(ended), '1 of 2 files can be asked now, in “default”; 1 could not be read.')
  assert.deepEqual(ended.failedFiles, [{ source: 'b.pdf', reason: 'It is encrypted.' }])
})

test('progress of another shape is no trouble', () => {
  const running = withJob(upload, job('running', { done: 'many', failed: ['b.pdf', null] }))
  assert.equal(uploadSentence(running), 'Reading 2 files …')
  assert.deepEqual([running.done, running.total, running.failedFiles], [0, 2, []])
})

test('a failed job says why', () => {
  assert.equal(withJob(upload, job('failed', {}, 'The disk is full.')).failure, 'The disk is full.')
})

test('each file tells how it is doing', () => {
  const three = newUpload(1, 'default', ['a.md', 'b.pdf', 'c.md', 'd.md'])
  const running = withJob(three, job('running', { done: 2, documents: [{ source: 'a.md' }, null], failed: [{ source: 'b.pdf', reason: 'It is encrypted.' }] }))
  assert.deepEqual(
    fileStates(running).map(({ state }) => state),
    ['ready', 'failed', 'reading', 'waiting'],
  )
  assert.ok(fileStates(three).every(({ state }) => state === 'waiting'))
})
