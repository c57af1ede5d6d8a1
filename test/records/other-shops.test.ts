import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askShop, isRight } from '../../evals/records/shops/run.ts'

test('a furniture shop with invoices, vouchers and claims, connected as a user does, is answered', { timeout: 180_000 }, async () => {
  const { rows } = await askShop('nordhall')
  const wrong = rows.filter((row) => !isRight(row)).map(({ case_id, faults }) => `${case_id}: ${faults.join(' ')}`)
  assert.equal(rows.length, 60)
  // One of the policies' is told by no sentence that is near enough to be shown word for word.
  assert.ok(wrong.length <= 1, wrong.join('\n'))
})
