import { test } from 'node:test'
import { fillRepeatedly, fullDiskMissing } from './full-disk.ts'
import { cutRepeatedly, cutsMissing } from './power-cut.ts'
import { faultCount } from './process.ts'
import { raceRepeatedly } from './race.ts'

const minutes = 60_000

test('of two programs that open one data folder at once one wins, and the other is told pid and address', { timeout: 10 * minutes }, async (context) => {
  context.diagnostic(await raceRepeatedly(faultCount(100, 10)))
})

test('a power cut loses nothing that was acknowledged and the folder opens', { skip: cutsMissing(), timeout: 15 * minutes }, async (context) => {
  context.diagnostic(await cutRepeatedly(faultCount(20, 2)))
})

test('a full disk refuses writes with a sentence, reads on, opens, recovers by itself', { skip: fullDiskMissing(), timeout: 10 * minutes }, async (context) => {
  context.diagnostic(await fillRepeatedly(faultCount(20, 2)))
})
