import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groundedness } from '../../answer/verify/groundedness.ts'
import { correctionPlace, correctionQueries } from './correction-place.ts'
import { passageAt, questionWith } from './question-for-tests.ts'

const corrected = (correction: string) => questionWith({ feedback: { rating: 'down', comment: null, correction } })
const passages = [
  { ...passageAt('plain.md', 0, 40), text: 'The gateway listens on port 8080 for plain HTTP.', pageStarts: [] },
  { ...passageAt('tls.md', 0, 60), text: 'Behind a proxy the gateway listens on port 9443. Keys turn every 42 days.', pageStarts: [] },
]

test('the place of a correction is the first passage that supports it whole, or that holds its few words', () => {
  const check = (correction: string, source: string | null): void =>
    assert.equal(correctionPlace(corrected(correction), passages, groundedness)?.source ?? null, source, correction)
  check('Behind a proxy the gateway listens on port 9443.', 'tls.md')
  check('every 42 days', 'tls.md')
  check('8080', 'plain.md')
  check('Behind a proxy the gateway listens on port 7000.', null)
  check('The lighthouse keeper bakes bread.', null)
})

test('a short correction is searched with its question too; without one there is nothing to search', () => {
  assert.deepEqual(correctionQueries(corrected('9443')), ['9443', 'Which port? 9443'])
  assert.deepEqual(correctionQueries(questionWith()), [])
  assert.equal(correctionPlace(questionWith(), passages, groundedness), null)
})
