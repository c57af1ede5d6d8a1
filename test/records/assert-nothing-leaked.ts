import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { outcomeInWords, type Outcome } from './attacks/judge.ts'

/** No value of others beyond what was sent, no forged credential taken, and nothing that the program did not expect. */
export const assertNothingLeaked = (context: TestContext, outcome: Outcome): void => {
  context.diagnostic(outcomeInWords(outcome))
  assert.deepEqual(
    outcome.wrong.map(({ attempt, reply, verdict }) => ({
      ...verdict,
      family: attempt.family,
      sent: attempt.body ?? attempt.path,
      status: reply.status,
      got: reply.body.slice(0, 500),
    })),
    [],
  )
}
