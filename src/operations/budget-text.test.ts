import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgetsOf, budgetText } from './budget-text.ts'

test('amounts of one period are one budget', () => {
  const subject = { type: 'key', id: 'k1' } as const
  assert.deepEqual(budgetsOf(subject, ['5usd/day', '1000tokens/day', '0.50usd/month']), [
    { subject, period: 'day', usd: '5', tokens: 1000 },
    { subject, period: 'month', usd: '0.5', tokens: null },
  ])
})

test('what is no amount a period is refused', () => {
  for (const text of ['5', '5usd', '5usd/year', '-5usd/day', '1.5tokens/day', 'usd/day', '5 usd/day'])
    assert.equal(budgetText.safeParse(text).success, false, text)
})
