import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Job } from '../api/types.ts'
import { siteProgress, uploadSentence } from './upload-sentence.ts'
import { fileStates, newUpload, withJob } from './upload.ts'

const job = (state: Job['state'], progress: Job['progress'], error: string | null = null): Job => ({ state, progress, error }) as Job
const upload = newUpload(1, 'files', 'default', ['a.md', 'b.pdf'])

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
  const three = newUpload(1, 'files', 'default', ['a.md', 'b.pdf', 'c.md', 'd.md'])
  const running = withJob(three, job('running', { done: 2, documents: [{ source: 'a.md' }, null], failed: [{ source: 'b.pdf', reason: 'It is encrypted.' }] }))
  assert.deepEqual(
    fileStates(running).map(({ state }) => state),
    ['ready', 'failed', 'reading', 'waiting'],
  )
  assert.ok(fileStates(three).every(({ state }) => state === 'waiting'))
})

test('a site tells its pages while they are read and when they are', () => {
  const site = newUpload(1, 'site', 'default', ['https://docs.example/'])
  const told = (state: Job['state'], progress: Job['progress'], error: string | null = null): string =>
    uploadSentence(withJob(site, job(state, progress, error)))
  const rows: [string, string][] = [
    [told('queued', {}), 'Waiting to read https://docs.example/ …'],
    [told('running', { done: 3, total: 40 }), 'Reading https://docs.example/ …'],
    [told('done', { added: 38, unchanged: 1, removed: 0 }), '39 pages of https://docs.example/ can be asked now, in “default”.'],
    [
      told('done', { added: 1, removed: 2, failed: [{ source: 'a', reason: 'b' }] }),
      '1 page of https://docs.example/ can be asked now, in “default”; 2 that are gone were removed; 1 could not be read.',
    ],
    [told('done', { unchanged: 5 }), 'Nothing has changed at https://docs.example/: its 5 pages are in “default” already.'],
    [told('done', { failed: [{ source: 'a', reason: 'b' }] }), 'No page of https://docs.example/ could be added.'],
    [told('failed', {}, 'It is private.'), 'https://docs.example/ could not be added.'],
  ]
  for (const [found, expected] of rows) assert.equal(found, expected)
  assert.equal(siteProgress(site), '')
  const running = withJob(site, job('running', { done: 3, total: 40, current: 'https://docs.example/a?b=c' }))
  assert.equal(siteProgress(running), '3 of 40 pages known so far · /a?b=c')
})
