import { test } from 'node:test'
import { killChangesRepeatedly } from './kill-change.ts'
import { faultCount } from './process.ts'

test(
  'kill -9 while the embedding model is changed: what is searched is whole and of one model, and the change goes on',
  { timeout: 15 * 60_000 },
  async (context) => {
    context.diagnostic(await killChangesRepeatedly(faultCount(60, 6)))
  },
)
