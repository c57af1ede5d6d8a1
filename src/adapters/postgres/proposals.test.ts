import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../../base/error.ts'
import { openTemporaryPglite } from '../../../test/support/stores.ts'
import type { Database } from './database.ts'
import { openProposals } from './proposals.ts'

test('what failed at the first proposal is tried again at the next', async () => {
  await using database = await openTemporaryPglite()
  let failures = 1
  const shaky: Database = {
    ...database,
    query: database.query,
    transaction: (...given) => (failures-- > 0 ? Promise.reject(new AppError('unavailable', 'The database restarts.')) : database.transaction(...given)),
  }
  const proposals = openProposals(shaky, { mask: (text) => text, now: () => new Date(0) }, { isOnlyProcess: true })
  await assert.rejects(proposals.list(1), { code: 'unavailable' })
  assert.deepEqual(await proposals.list(1), [])
})
