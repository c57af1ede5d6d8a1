import { test } from 'node:test'
import { killRepeatedly } from './kill.ts'
import { killServerRepeatedly } from './kill-server.ts'
import { faultCount } from './process.ts'

const minutes = 60_000

test('kill -9 while documents are written loses nothing that was acknowledged and leaves nothing half there', { timeout: 15 * minutes }, async (context) => {
  context.diagnostic(await killRepeatedly(faultCount(60, 6)))
})

test(
  'kill -9 of the server while it reads a folder, takes texts and works off uploads loses nothing that it acknowledged',
  { timeout: 20 * minutes },
  async (context) => {
    context.diagnostic(await killServerRepeatedly(faultCount(60, 6)))
  },
)
