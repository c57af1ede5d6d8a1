import { test } from 'node:test'
import { fillRepeatedly, fullDiskMissing } from './full-disk.ts'
import { killServerRepeatedly } from './kill-server.ts'
import { killRepeatedly } from './kill.ts'
import { cutRepeatedly, cutsMissing } from './power-cut.ts'
import { faultCount } from './process.ts'
import { raceRepeatedly } from './race.ts'

const minutes = 60_000

test('kill -9 while documents are written loses nothing that was acknowledged and leaves nothing half there', { timeout: 15 * minutes }, async (context) => {
  context.diagnostic(await killRepeatedly(faultCount(60, 6)))
})

test('kill -9 of the server while it reads a folder, takes texts and works off uploads loses nothing that it acknowledged', { timeout: 20 * minutes }, async (context) => {
  context.diagnostic(await killServerRepeatedly(faultCount(60, 6)))
})

test('of two programs that open one data folder at once one wins, and the other is told pid and address', { timeout: 10 * minutes }, async (context) => {
  context.diagnostic(await raceRepeatedly(faultCount(100, 10)))
})

test('a power cut loses nothing that was acknowledged and the folder opens', { skip: cutsMissing(), timeout: 15 * minutes }, async (context) => {
  context.diagnostic(await cutRepeatedly(faultCount(20, 2)))
})

test(
  'a full disk refuses writes with a sentence, reads on, opens, and recovers by itself',
  { skip: fullDiskMissing(), timeout: 10 * minutes },
  async (context) => {
    context.diagnostic(await fillRepeatedly(faultCount(20, 2)))
  },
)
