import assert from 'node:assert/strict'
import { test } from 'node:test'
import { threadPacer, type ThreadPacer } from './thread-pacer.ts'

/** Steps on a machine where a choice of threads has this speed; gives the threads of each step. */
const walk = (pacer: ThreadPacer, steps: number, speedOf: (threads: number) => number): number[] =>
  Array.from({ length: steps }, () => {
    const threads = pacer.threads()
    pacer.tell(speedOf(threads))
    return threads
  })

const share = (steps: number[], threads: number): number => steps.filter((it) => it === threads).length / steps.length

test('on an idle machine all threads are found at the second step and mostly kept', () => {
  const steps = walk(threadPacer(2), 100, (threads) => threads * 90)
  assert.deepEqual(steps.slice(0, 3), [1, 2, 2])
  assert.ok(share(steps, 2) > 0.9)
})

test('on a busy machine one thread is kept, and looks at the others grow rare', () => {
  const steps = walk(threadPacer(2), 300, (threads) => (threads === 1 ? 60 : 4))
  assert.ok(share(steps, 2) < 0.03, `${share(steps, 2)}`)
})

test('a machine that gets busy, and idle again, is noticed', () => {
  const pacer = threadPacer(4)
  walk(pacer, 50, (threads) => threads * 50)
  assert.equal(pacer.threads(), 4)
  const busy = walk(pacer, 200, (threads) => 40 / threads)
  assert.ok(share(busy.slice(20), 1) > 0.9)
  const idle = walk(pacer, 400, (threads) => threads * 50)
  assert.ok(share(idle.slice(200), 4) > 0.9)
})

test('where there is one thread there is no choice', () => {
  assert.ok(walk(threadPacer(1), 20, () => 1).every((threads) => threads === 1))
})
