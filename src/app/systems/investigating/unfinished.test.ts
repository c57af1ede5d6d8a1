import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Investigation } from '../../../domain/investigation.ts'
import { noteRunning, withoutLost } from './unfinished.ts'

const startedAt = new Date('2026-11-23T10:00:00Z')
const after = (minutes: number): Date => new Date(startedAt.getTime() + minutes * 60_000)
const running = { id: 'one', state: 'running', startedAt, error: null } as Investigation

test('one that its program left half-way is told as stopped, with why', () => {
  const told = withoutLost(running, true, after(1))
  assert.equal(told.state, 'stopped')
  assert.match(told.error ?? '', /program ended before it did/)
})

test('one that runs here is left as it is, and so is one that is done', () => {
  noteRunning(running)
  assert.equal(withoutLost(running, true, after(1)).state, 'running')
  noteRunning({ ...running, state: 'done' })
  assert.equal(withoutLost({ ...running, state: 'done' }, true, after(900)).state, 'done')
})

test('where other programs may run it, it is lost when none can take so long', () => {
  assert.equal(withoutLost(running, false, after(60)).state, 'running')
  assert.equal(withoutLost(running, false, after(121)).state, 'stopped')
})
