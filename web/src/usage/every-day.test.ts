import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UsageRow } from '../api/usage.ts'
import { everyDay } from './every-day.ts'

test('days without calls stand between those with some, up to today', () => {
  const row = { group: '2026-11-22', calls: 3 } as UsageRow
  const days = everyDay('2026-11-21T00:00:00.000Z', [row], new Date('2026-11-23T08:00:00Z'))
  assert.deepEqual(days, [
    { day: '2026-11-21', row: null },
    { day: '2026-11-22', row },
    { day: '2026-11-23', row: null },
  ])
})
