import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leftOut } from './sample-answers.ts'

const row = (caseId: string, variant: string, failure: string | null = null) => ({
  caseId,
  variant,
  failure,
  traceId: failure === null ? caseId + variant : null,
})

test('questions that not every variant has answered are counted, with the reason of the first', () => {
  const rows = [row('a', 'one'), row('a', 'two'), row('b', 'one', 'It took too long.'), row('b', 'two'), row('c', 'one')]
  assert.equal(leftOut(rows, ['one', 'two']), '2 of 3 questions are left out: not every variant has an answer to them. The first: It took too long.')
  assert.equal(
    leftOut(rows, ['two']),
    '1 of 3 questions are left out: not every variant has an answer to them. The first: the run was stopped before they were asked.',
  )
  assert.equal(leftOut(rows.slice(0, 2), ['one', 'two']), null)
})
