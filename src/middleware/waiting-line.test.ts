import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import fc from 'fast-check'
import { isAppError } from '../base/error.ts'
import { waitingLine } from './waiting-line.ts'

const lineOf = (atOnce: number, mostWaiting: number, now = () => 0) =>
  waitingLine({ what: 'questions', limits: () => ({ atOnce, mostWaiting, longestWaitMs: 1000 }), now, random: () => 0 })

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

test('so many work at once, so many wait, and the next is refused with a time to come again', async () => {
  const line = lineOf(1, 1)
  const leave = await line.enter('a')
  const second = line.enter('a')
  await settled()
  assert.deepEqual([line.running, line.waiting], [1, 1])
  assert.ok(line.refusal('a'))
  const refused = await refusalOf(line.enter('a'))
  assert.ok(isAppError(refused) && refused.code === 'unavailable')
  assert.ok(Number(refused.details['retryAfterMs']) >= 1000)
  leave()
  leave()
  ;(await second)()
  assert.deepEqual([line.running, line.waiting, line.refusal('a')], [0, 0, null])
})

test('the time to come again follows how long works have taken', async () => {
  let now = 0
  const line = lineOf(2, 0, () => now)
  for (let i = 0; i < 40; i++) {
    const leave = await line.enter('a')
    now += 20_000
    leave()
  }
  await line.enter('a')
  await line.enter('a')
  const refused = line.refusal('a')
  assert.ok(isAppError(refused))
  assert.equal(Math.round(Number(refused.details['retryAfterMs']) / 1000), 10)
})

test('who waited too long is told, who left is gone at once, and neither keeps a place', async () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const line = lineOf(1, 5)
    const leave = await line.enter('a')
    const late = refusalOf(line.enter('a'))
    const gone = new AbortController()
    const left = refusalOf(line.enter('a', gone.signal))
    gone.abort(new Error('left'))
    assert.equal(((await left) as Error).message, 'left')
    assert.equal(line.waiting, 1)
    mock.timers.tick(1000)
    assert.match(((await late) as Error).message, /within 1 s/)
    assert.equal(line.waiting, 0)
    leave()
    assert.equal(line.running, 0)
  } finally {
    mock.timers.reset()
  }
})

test('callers take turns, however many places one of them holds', async () => {
  const line = lineOf(2, 10)
  const order: string[] = []
  const leaves: (() => void)[] = [await line.enter('greedy'), await line.enter('greedy')]
  for (const caller of ['greedy', 'greedy', 'greedy', 'modest']) {
    void refusalOf(
      line.enter(caller).then((leave) => {
        order.push(caller)
        leaves.push(leave)
      }),
    )
  }
  await settled()
  leaves.shift()!()
  await settled()
  // One work of the greedy one is still under way.
  assert.deepEqual(order, ['modest'])
  line.close(new Error('over'))
})

test('a full line makes room for whoever has fewer places, at the cost of who has most', async () => {
  const line = lineOf(1, 4)
  await line.enter('greedy')
  const greedy = [1, 2, 3, 4].map(() => refusalOf(line.enter('greedy')))
  await settled()
  assert.ok(line.refusal('greedy'))
  assert.equal(line.refusal('modest'), null)
  for (let i = 0; i < 2; i++) void refusalOf(line.enter('modest'))
  assert.ok(isAppError(await greedy[3]!))
  assert.ok(isAppError(await greedy[2]!))
  assert.equal(line.waiting, 4)
  // Two and two: nobody has to give way any more.
  assert.ok(line.refusal('modest'))
  line.close(new Error('over'))
})

test('a burst has the whole line, a crowd that stays as many places as go in within a second, but half of those at work at least', async () => {
  const refusedAfter = async (usualMs: number, mayStand: boolean): Promise<number> => {
    let now = 0
    const limits = { atOnce: 2, mostWaiting: 20, longestWaitMs: 60_000 }
    const line = waitingLine({ what: 'questions', limits: () => limits, mayStand, now: () => now, random: () => 0 })
    const first = await line.enter('a')
    now += usualMs
    first()
    for (let i = 0; i < 2; i++) await line.enter('a')
    void refusalOf(line.enter('a'))
    assert.equal(line.refusal('a'), null)
    now += 5001
    while (line.refusal('a') === null) void refusalOf(line.enter('a'))
    const { waiting } = line
    line.close(new Error('over'))
    return waiting
  }
  assert.equal(await refusedAfter(200, false), 10)
  assert.equal(await refusedAfter(10_000, false), 1)
  assert.equal(await refusedAfter(200, true), 20)
})

test('a closed line refuses who waits and who comes, and lets who works finish', async () => {
  const line = lineOf(1, 4)
  const leave = await line.enter('a')
  const waiting = refusalOf(line.enter('a'))
  const reason = new Error('stopping')
  line.close(reason)
  assert.equal(await waiting, reason)
  assert.equal(await refusalOf(line.enter('a')), reason)
  leave()
  assert.deepEqual([line.running, line.waiting], [0, 0])
})

test('whatever comes, goes and ends, never more than allowed are under way or wait, and no place is lost', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('enter' as const), caller: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ kind: fc.constantFrom('end' as const, 'leave' as const), which: fc.nat(20) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 4 }), async (steps, atOnce, most) => {
      const line = lineOf(atOnce, most)
      const inside: (() => void)[] = []
      const outside: AbortController[] = []
      let open = 0
      for (const it of steps) {
        if (it.kind === 'enter') {
          const gone = new AbortController()
          outside.push(gone)
          open++
          line.enter(it.caller, gone.signal).then(
            (leave) => inside.push(leave),
            () => open--,
          )
        } else if (it.kind === 'leave') outside[it.which % Math.max(1, outside.length)]?.abort(new Error('left'))
        else if (inside.length > 0) {
          inside.splice(it.which % inside.length, 1)[0]!()
          open--
        }
        await settled()
        assert.ok(line.running <= atOnce && line.waiting <= most)
        assert.equal(line.running, inside.length)
        assert.equal(line.running + line.waiting, open)
        assert.ok(line.waiting === 0 || line.running === atOnce)
      }
      for (const gone of outside) gone.abort(new Error('left'))
      for (const leave of inside) leave()
    }),
    { numRuns: 200 },
  )
})
