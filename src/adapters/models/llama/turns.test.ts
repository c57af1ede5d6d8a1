import assert from 'node:assert/strict'
import { test } from 'node:test'
import { turns } from './turns.ts'

test('turns are taken one at a time in order of arrival', async () => {
  const queue = turns(10)
  const order: number[] = []
  let atWork = 0
  await Promise.all(
    [1, 2, 3, 4].map(async (number) => {
      const end = await queue.take()
      atWork += 1
      assert.equal(atWork, 1)
      order.push(number)
      await new Promise((resolve) => setImmediate(resolve))
      atWork -= 1
      end()
    }),
  )
  assert.deepEqual(order, [1, 2, 3, 4])
  assert.equal(queue.waiting, 0)
})

test('who leaves the queue is not waited for', async () => {
  const queue = turns(10)
  const end = await queue.take()
  const controller = new AbortController()
  const leaving = queue.take(controller.signal)
  const staying = queue.take()
  assert.equal(queue.waiting, 2)
  controller.abort(new Error('left'))
  await assert.rejects(leaving, /left/)
  assert.equal(queue.waiting, 1)
  end()
  ;(await staying)()
})

test('a turn that is ended twice frees one place only', async () => {
  const queue = turns(10)
  const end = await queue.take()
  const second = queue.take()
  const third = queue.take()
  end()
  end()
  await second
  assert.equal(await Promise.race([third.then(() => 'taken'), new Promise((resolve) => setImmediate(resolve, 'waits'))]), 'waits')
})

test('too long a queue is refused with a sentence', async () => {
  const queue = turns(1)
  await queue.take()
  const second = queue.take()
  await assert.rejects(queue.take(), { code: 'limited' })
  assert.equal(queue.waiting, 1)
  second.catch(() => {})
})
