import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WatchRecord } from '../domain/watch-queue.ts'
import { look } from './look.ts'
import { emptyMemory, type WatchMemory } from './memory.ts'
import { factOf, minute, seen, watchOf } from './scripted-for-tests.ts'
import { viewOf } from './view.ts'

const watch = watchOf({ clearSeconds: 600 })

const viewAfter = (memory: WatchMemory) => {
  const record = {
    watch: 'disk',
    lastRunAt: minute(9),
    dueAt: minute(10),
    runs: 1,
    failures: 0,
    durationMs: 1,
    problem: null,
    memory,
  } as unknown as WatchRecord
  const { state, things } = viewOf(watch, record)
  return [state, ...things.map((it) => [it.state, it.sentence])]
}

test('a thing that the last look found right is right, also while its incident waits', () => {
  const wrong = look(watch, emptyMemory, seen([factOf(95, minute(0))]), minute(0))
  assert.equal(viewAfter(wrong.memory)[0], 'wrong')
  const right = look(watch, wrong.memory, seen([factOf(10, minute(1))]), minute(1))
  assert.equal(right.signals.length, 1, 'its signal stands for ten more minutes')
  assert.deepEqual(viewAfter(right.memory), ['right', ['right', null]])
  const again = look(watch, right.memory, seen([factOf(96, minute(2))]), minute(2))
  assert.equal(viewAfter(again.memory)[0], 'wrong')
})
