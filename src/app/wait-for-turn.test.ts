import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../base/error.ts'
import { waitForTurn } from './wait-for-turn.ts'

/** The folder is held by whoever `holderAt` says at that moment; null: nobody. */
const turn = (holderAt: (ms: number) => number | null, answersAt = Infinity) => {
  let ms = 0
  const told: string[] = []
  return {
    take: async () => {
      const pid = holderAt(ms)
      if (pid !== null) throw new AppError('conflict', `Held by ${pid}.`, { details: { pid } })
      return `taken at ${ms}`
    },
    ask: async () => (ms >= answersAt ? { output: `answered at ${ms}` } : null),
    now: () => ms,
    sleep: async (forMs: number) => void (ms += forMs),
    told,
    tell: (line: string) => void told.push(line),
  }
}

test('a command waits for all that came before it, however many there are', async () => {
  const many = turn((ms) => (ms < 400_000 ? Math.floor(ms / 40_000) : null))
  assert.equal(await waitForTurn(many), 'taken at 400000')
  assert.deepEqual(many.told, ['Waiting: another command is at work on the same data folder.'])
})

test('behind one process that goes on and on it gives up, and says which one', async () => {
  await assert.rejects(waitForTurn(turn(() => 7)), /Held by 7/)
})

test('a server that begins to listen is asked', async () => {
  assert.equal(await waitForTurn(turn(() => 7, 3_000)), 'answered at 3000')
})

test('any other failure is told at once', async () => {
  const broken = async (): Promise<never> => {
    throw new AppError('no_space', 'The disk is full.')
  }
  await assert.rejects(waitForTurn({ ...turn(() => null), take: broken }), { code: 'no_space' })
})
