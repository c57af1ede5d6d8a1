import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CaseRow } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import type { Rubric } from '../../domain/judgement.ts'
import { caseOf } from '../checks/checked-for-tests.ts'
import { modelThat, pairRubric, verdict, type Reply } from '../judge/judge-for-tests.ts'
import { modelJudge } from '../judge/model-judge.ts'
import { asSet } from '../suite/read-suite.ts'
import { compareAnswers } from './compare-answers.ts'
import type { AppointedJudge } from './judge-answer.ts'
import { summarise } from './summarise.ts'

const metric = 'prefer.prefer.v1'

const rowOf = (parts: Partial<CaseRow> = {}): CaseRow => ({
  caseId: 'a',
  variant: 'one',
  repeat: 0,
  tags: [],
  origin: 'people',
  traceId: 'plain',
  outcome: 'answered',
  abstained: null,
  failure: null,
  model: 'm',
  confidence: 1,
  scores: {},
  faults: [],
  judgements: [],
  latencyMs: 1,
  firstTokenMs: null,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  ...parts,
})

const judgeThat = (reply: (user: string) => Reply, parts: Partial<AppointedJudge> = {}, rubric: Partial<Rubric> = {}) => {
  const model = modelThat(reply)
  const appointed: AppointedJudge = {
    judge: modelJudge({ ...pairRubric, ...rubric }, model),
    metric,
    mayJudgeItself: false,
    leastKappa: null,
    certificate: null,
    ...parts,
  }
  return { appointed, asked: model.asked }
}

const bySight: (user: string) => Reply = (user) => verdict(user.indexOf('GOOD') < user.indexOf('PLAIN') ? 'first' : 'second')
const alwaysFirst = (): Reply => verdict('first')

interface Given {
  readonly case?: Partial<EvalCase>
  readonly first?: Partial<CaseRow>
  readonly own?: Partial<CaseRow>
}

/** The trace says what was answered. */
const compare = (appointed: AppointedJudge, { case: it, first, own }: Given = {}): Promise<CaseRow> =>
  compareAnswers(
    caseOf({ id: 'a', ...it }),
    rowOf({ variant: 'two', traceId: 'good', ...own }),
    rowOf(first),
    { judges: [appointed], answerUnder: async (trace) => (trace === 'gone' ? null : trace.toUpperCase()) },
    new AbortController().signal,
  )

const seen = ({ scores, comparedAnswers, faults }: CaseRow) => [scores[metric], comparedAnswers![0]?.preference, faults.length]

test('an answer that is preferred in both orders wins; one that is not loses, and that is no fault', async () => {
  assert.deepEqual(seen(await compare(judgeThat(bySight).appointed)), [1, 'second', 0])
  assert.deepEqual(seen(await compare(judgeThat(bySight).appointed, { first: { traceId: 'good' }, own: { traceId: 'plain' } })), [0, 'first', 0])
})

test('a preference that turns with the order is half a win', async () => {
  const row = await compare(judgeThat(alwaysFirst).appointed)
  assert.deepEqual([...seen(row), row.comparedAnswers![0]!.inOrder, row.comparedAnswers![0]!.swapped], [0.5, 'tie', 0, 'first', 'second'])
})

const notCompared: readonly [string, Given, Partial<AppointedJudge>, Partial<Rubric>][] = [
  ['its own answer was declined', { own: { outcome: 'abstained' } }, {}, {}],
  ['the first was declined', { first: { outcome: 'abstained' }, own: { outcome: 'failed' } }, {}, {}],
  ['declining is right and there is no answer', { case: { mustAbstain: true }, own: { outcome: 'failed' } }, {}, {}],
  ['the rubric needs a reference that the case lacks', {}, {}, { needs: ['reference'] }],
]
for (const [what, given, parts, rubric] of notCompared)
  test(`nothing is compared where ${what}`, async () => {
    const { appointed, asked } = judgeThat(bySight, parts, rubric)
    assert.deepEqual([...seen(await compare(appointed, given)), asked.length], [null, undefined, 0, 0])
  })

const failures: readonly [string, (user: string) => Reply, Given, RegExp][] = [
  ['the judge writes garbage', () => 'Well, hm.', {}, /gave no verdict/],
  ['the judge fails', () => ({ error: 'upstream' }), {}, /failed with upstream/],
  ['its own question failed', bySight, { own: { outcome: 'failed', traceId: null } }, /"two" got no answer to compare/],
  ['the first question failed', bySight, { first: { outcome: 'failed', traceId: null } }, /"one" got no answer to compare/],
  ['the first answer is forgotten', bySight, { first: { traceId: 'gone' } }, /not in the journal any more/],
  ['the judge wrote the first answer', bySight, { first: { model: 'test-judge' } }, /wrote one of the answers itself/],
]
for (const [what, reply, given, sentence] of failures)
  test(`it counts as failed, neither won nor tied, where ${what}`, async () => {
    const row = await compare(judgeThat(reply).appointed, given)
    assert.deepEqual(seen(row), [0, null, 1])
    assert.match(row.faults[0]!, sentence)
  })

test('a judge may compare words of its own when it was said aloud', async () =>
  assert.equal((await compare(judgeThat(bySight, { mayJudgeItself: true }).appointed, { first: { model: 'test-judge' } })).scores[metric], 1))

test('the share won is over all comparisons, with what it is made of, and what judging cost', async () => {
  const replies: readonly [string, (user: string) => Reply][] = [['a', bySight], ['b', bySight], ['c', alwaysFirst], ['d', () => 'garbage']] // prettier-ignore
  const rows: CaseRow[] = []
  for (const [caseId, reply] of replies) rows.push(await compare(judgeThat(reply).appointed, { own: { caseId } }))
  const cases = replies.map(([id]) => caseOf({ id, cluster: id }))
  const { report, notes } = summarise(cases, rows, { ...asSet, name: 'two' }, [judgeThat(bySight).appointed])
  const won = report.metrics.find(({ name }) => name === metric)!
  assert.deepEqual([won.value, won.n, won.unit, won.better], [(1 + 1 + 0.5) / 4, 4, 'share', 'higher'])
  assert.ok(won.low < won.value && won.value < won.high)
  assert.deepEqual(won.judged, {
    rubric: 'prefer.v1',
    judge: 'test-judge',
    failed: 1,
    certificate: null,
    corrected: null,
    pairs: { against: 'one', wins: 2, ties: 1, losses: 0, failed: 1, inconsistent: 1 / 3 },
  })
  assert.match(notes.join(), /never measured against people/)
  // A cent for each of two orders; garbage is asked for once more in both.
  assert.equal(report.judgeCostUsd?.toFixed(2), '0.10')
})
