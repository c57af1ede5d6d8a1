import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LiveQuestion } from '../../domain/live-quality.ts'
import { limitsOf } from './limits.ts'
import { passageAt, questionWith } from './question-for-tests.ts'
import { triage } from './triage.ts'

const none = { slowMs: () => Infinity, dearUsd: () => Infinity }
const place = { ...passageAt('ports.md', 40, 60), heading: 'TLS' }
const down = { rating: 'down', comment: null, correction: null } as const
const sentence = { text: 'Port 8080.', score: 0.1, reasons: [], citations: [] }
const judgement = { rubric: 'grounded.v1', judge: 'verifier', score: 0, explanation: 'No port is named.', failure: null, judgedAt: new Date() }

const found = (question: LiveQuestion, where: typeof place | null = null): Record<string, string> =>
  Object.fromEntries(triage([{ question, place: where }], none).groups.map(({ group, members }) => [group, members[0]!.why]))

test('each rule says why it put an answer where it is', () => {
  const check = (question: LiveQuestion, expected: Record<string, string>, where: typeof place | null = null): void =>
    assert.deepEqual(found(question, where), expected)

  check(questionWith(), {})
  check(questionWith({ abstained: 'nothing_relevant', detail: { passages: [] } }), { nothing_retrieved: 'The search found no passage at all.' })
  check(questionWith({ abstained: 'nothing_relevant' }), { nothing_retrieved: 'Declined: none of the 2 passages that the search found answers it.' })
  check(questionWith({ abstained: 'nothing_relevant', feedback: down }), {
    refused_wrongly: 'Declined (nothing_relevant), and the person says that was wrong.',
  })
  check(
    questionWith({ abstained: 'nothing_relevant' }),
    { refused_wrongly: 'Declined (nothing_relevant), and the correction stands in ports.md › TLS, which was found as number 2 of 2.' },
    place,
  )
  check(questionWith(), { wrong_passage: 'The correction stands in ports.md › TLS: found as number 2 of 2, and not cited.' }, place)
  check(
    questionWith({ feedback: down }),
    { wrong_passage: 'The correction stands in other.md › TLS: not among the 2 passages that were found.' },
    { ...place, documentId: 'other.md', source: 'other.md' },
  )
  check(questionWith({ feedback: down }), { unexplained: 'Thumbs down without a word.' })
  check(questionWith({ feedback: { ...down, correction: 'Port 1.' } }), { unexplained: 'No document was found that says what the correction says.' })
  check(questionWith({ abstained: 'not_supported', detail: { verdicts: [] } }), {
    nothing_retrieved: 'Declined: none of the 2 passages that the search found answers it.',
  })
  check(questionWith({ feedback: { ...down, comment: 'Too short.' } }), { unexplained: 'The person says: Too short.' })
  check(questionWith({ detail: { verdicts: [{ ...sentence, verdict: 'unsupported' }] } }), {
    unsupported: '1 of 1 sentence left out: the passages do not support it.',
  })
  check(questionWith({ detail: { verdicts: [{ ...sentence, verdict: 'partly' }] } }), { unsupported: '1 of 1 sentence supported in part only.' })
  check(questionWith({ abstained: 'not_supported', feedback: down, detail: { verdicts: [{ ...sentence, verdict: 'unsupported' }] } }), {
    refused_wrongly: 'Declined (not_supported), and the person says that was wrong.',
    unsupported: 'All that was written was left out (1 sentence): the passages do not support it.',
  })
  check(questionWith({ judgements: [{ ...judgement, verdict: 'fail' }] }), { unsupported: 'verifier says so by grounded.v1: No port is named.' })
  check(questionWith({ judgements: [{ ...judgement, rubric: 'helpful.v1', verdict: 'fail' }] }), {
    judged_wrong: 'verifier says so by helpful.v1: No port is named.',
  })
  check(questionWith({ judgements: [{ ...judgement, verdict: null, failure: 'It timed out.' }] }), {})
})

test('the passage that the correction stands in was cited: nothing is wrong with the passages', () => {
  assert.deepEqual(Object.keys(found(questionWith({ feedback: down }), { ...place, start: 5, end: 15 })), ['unexplained'])
})

test('slow and dear are told by what is usual for the model, and never of too few questions', () => {
  const usual = Array.from({ length: 5 }, () => questionWith({ detail: { timingsMs: { total: 700 }, usage: usage(0.001) } }))
  const odd = questionWith({ traceId: 'f'.repeat(32), detail: { timingsMs: { total: 2300 }, usage: usage(0.01) } })
  const other = questionWith({ model: 'big', detail: { timingsMs: { total: 60_000 }, usage: usage(1) } })
  const all = [...usual, odd, other]
  const groups = triage(
    all.map((question) => ({ question, place: null })),
    limitsOf(all),
  ).groups
  assert.deepEqual(
    groups.map(({ group, members }) => [group, members.map(({ question, why }) => [question.traceId[0], why])]),
    [
      ['slow', [['f', 'It took 2.3 s; more than 2.1 s is slow for extractive.']]],
      ['dear', [['f', 'It cost $0.010; more than $0.0030 is dear for extractive.']]],
    ],
  )
  assert.equal(limitsOf(all, 50).slowMs('big'), 50)
})

test('shares have intervals, and answers that people spoke of come first', () => {
  const quiet = questionWith({ traceId: '1'.repeat(32), abstained: 'nothing_relevant', askedAt: new Date('2026-11-22') })
  const spoken = questionWith({ traceId: '2'.repeat(32), abstained: 'nothing_relevant', feedback: { rating: 'up', comment: null, correction: 'None.' } })
  const {
    groups,
    questions,
    wrong,
    up,
    down: downs,
    thumbsUp,
  } = triage(
    [quiet, spoken, questionWith()].map((question) => ({ question, place: null })),
    none,
  )
  assert.deepEqual([questions, wrong, up, downs, thumbsUp.n], [3, 2, 1, 0, 1])
  assert.deepEqual(
    groups[0]!.members.map(({ question }) => question.traceId[0]),
    ['2', '1'],
  )
  assert.ok(groups[0]!.share.low < 2 / 3 && groups[0]!.share.high > 2 / 3)
})

const usage = (costUsd: number) => ({ inputTokens: 0, outputTokens: 0, reported: false, costUsd, embeddingTokens: 0 })
