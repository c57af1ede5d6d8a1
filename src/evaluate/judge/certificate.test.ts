import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Judge, Judgement, Labelled, PairJudgement, Preference } from '../../domain/judgement.ts'
import { certificateOf } from './certificate.ts'
import { judgedMetric } from './correct-mean.ts'
import { failuresOf } from './failures.ts'
import { modelThat, rubric, verdict } from './judge-for-tests.ts'
import { judgeLabelled } from './judge-labelled.ts'
import { modelJudge } from './model-judge.ts'
import { rememberedJudge } from './remembered-judge.ts'
import { readLabelled } from './read-labelled.ts'
import { wilson } from '../statistics/wilson.ts'

const head = { id: 'c', rubric: 'correct.v1', rubricHash: 'h', judge: 'j', dataset: 'd.jsonl', datasetHash: 'x', madeAt: new Date(0) }
const bill = { rubric: 'correct.v1', judge: 'j', explanation: '', failure: null, inputTokens: 1, outputTokens: 1, costUsd: 0, ms: 1 }

const single = (id: number, votes: readonly string[], answer = 'An answer.'): Labelled => ({
  kind: 'single',
  item: { id: String(id), question: 'q', answer, reference: null, evidence: null },
  label: votes.filter((it) => it === 'pass').length * 2 > votes.length ? 'pass' : 'fail',
  votes: votes.map((label, rater) => ({ rater: String(rater), label })),
})

const said = (word: 'pass' | 'fail' | null, score = word === null ? null : Number(word === 'pass')): Judgement => ({ ...bill, verdict: word, score })

const paired = (id: number, label: Preference): Labelled => ({
  kind: 'pair',
  item: { id: String(id), question: 'q', first: 'A long first answer.', second: 'Short.', reference: null, evidence: null },
  label,
  votes: [{ rater: 'people', label }],
})

const preferred = (inOrder: Preference, swapped: Preference): PairJudgement => ({
  ...bill,
  inOrder,
  swapped,
  preference: inOrder === swapped ? inOrder : 'tie',
})

test('a certificate counts agreement as it was, and a failed judgement as disagreement', () => {
  const judged = [
    { labelled: single(1, ['pass', 'pass', 'fail']), judgements: [said('pass'), said('pass')] },
    { labelled: single(2, ['pass']), judgements: [said('fail'), said('pass')] },
    { labelled: single(3, ['fail', 'fail']), judgements: [said('fail'), said('fail')] },
    { labelled: single(4, ['fail']), judgements: [said(null), said(null)] },
  ]
  const it = certificateOf(head, judged)
  assert.deepEqual([it.items, it.failed, it.agreement.value, it.baseRate], [4, 1, 0.5, 0.5])
  assert.deepEqual(it.confusion, {
    labels: ['pass', 'fail', 'failed'],
    counts: [
      [1, 1, 0],
      [0, 1, 1],
    ],
  })
  assert.equal(it.repeatConsistency!.value, 0.75)
  assert.deepEqual(it.calibration, [
    { people: 2 / 3, judge: 1 },
    { people: 1, judge: 0 },
    { people: 0, judge: 0 },
  ])
  assert.deepEqual([it.positionFlips, it.firstPlaceShare, it.auroc], [null, null, null])
})

test('of pairs it tells how many turned with the order, and that the first place won', () => {
  const judged = [
    { labelled: paired(1, 'first'), judgements: [preferred('first', 'first')] },
    { labelled: paired(2, 'second'), judgements: [preferred('first', 'second')] },
    { labelled: paired(3, 'tie'), judgements: [preferred('first', 'tie')] },
    { labelled: paired(4, 'second'), judgements: [preferred('second', 'first')] },
  ]
  const it = certificateOf(head, judged)
  assert.deepEqual([it.agreement.value, it.positionFlips!.value, it.firstPlaceShare], [0.5, 0.75, 0.6])
  assert.deepEqual(it.calibration, [])
})

test('people are measured against each other, and a judge that likes length more than they do is found out', () => {
  const judged = Array.from({ length: 40 }, (_, index) => {
    const isLong = index % 2 === 0
    const label = index % 4 < 2 ? 'pass' : 'fail'
    return {
      labelled: single(index, [label, index % 8 === 0 ? 'fail' : label], isLong ? 'word '.repeat(60) : 'word'),
      judgements: [said(isLong ? 'pass' : 'fail')],
    }
  })
  const it = certificateOf(head, judged)
  assert.ok(it.peopleKappa! > 0.7 && it.peopleKappa! < 0.8)
  assert.ok(it.lengthBias! > 0.9)
})

test('whatever a judge says, figures stay within their bounds and the confusion matrix holds every item', () => {
  const verdicts = fc.constantFrom('pass' as const, 'fail' as const, null)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('pass', 'fail'), verdicts), { minLength: 1, maxLength: 30 }), (rows) => {
      const it = certificateOf(
        head,
        rows.map(([label, word], index) => ({ labelled: single(index, [label]), judgements: [said(word)] })),
      )
      assert.equal(
        it.confusion.counts.flat().reduce((sum, count) => sum + count, 0),
        rows.length,
      )
      assert.ok(it.agreement.value + it.failed / rows.length <= 1 + 1e-9 && it.baseRate >= 0.5)
      assert.ok(it.kappa === null || it.kappa.value <= 1)
    }),
  )
})

const labelled = Array.from({ length: 60 }, (_, index) => single(index, ['pass']))
const options = { repeat: 1, parallel: 3, mostCostUsd: null }

test('judging stops at the limit of money, and says so', async () => {
  const judge = modelJudge(
    rubric,
    modelThat(() => verdict('pass')),
  )
  const { items, stopped, spent } = await judgeLabelled(judge, labelled, { ...options, mostCostUsd: 0.1 })
  assert.match(stopped!, /limit of \$0\.1 is reached/)
  assert.ok(items.length >= 10 && items.length <= 13 && spent.costUsd! <= 0.13)
})

test('a limit of money that cannot be kept stops the first judgement that has no price', async () => {
  const judge: Judge = { id: 'j', rubric, judge: async () => ({ ...said('pass'), costUsd: null }), compare: async () => preferred('tie', 'tie') }
  const { items, stopped } = await judgeLabelled(judge, labelled, { ...options, mostCostUsd: 1 })
  assert.match(stopped!, /price of j is not known/)
  assert.ok(items.length <= 3)
})

test('a judge that never works is not asked a thousand times', async () => {
  const model = modelThat(() => ({ error: 'unavailable' }))
  const { items, stopped } = await judgeLabelled(modelJudge(rubric, model), labelled, options)
  assert.match(stopped!, /first 20 judgements all failed/)
  assert.ok(model.asked.length < 25)
  assert.deepEqual(failuresOf(items), [{ failure: 'It failed with unavailable.', count: items.length }])
})

test('a judging that is stopped keeps what it has', async () => {
  const stop = new AbortController()
  const model = modelThat((_, call) => (call === 5 ? (stop.abort(new Error('enough')), 'never') : verdict('pass')))
  const { items, stopped } = await judgeLabelled(modelJudge(rubric, model), labelled, { ...options, parallel: 1, signal: stop.signal })
  assert.deepEqual([items.length, stopped], [4, 'It was stopped.'])
})

test('a judging that was stopped goes on where it was: nothing is asked or paid twice, but what failed', async () => {
  const kept = new Map<string, Judgement | PairJudgement>()
  const memory = { find: (key: string) => kept.get(key), keep: async (key: string, judgement: Judgement | PairJudgement) => void kept.set(key, judgement) }
  const judging = (reply: (call: number) => string) => {
    const model = modelThat((_, call) => reply(call))
    return { model, run: judgeLabelled(rememberedJudge(modelJudge(rubric, model), memory), labelled.slice(0, 6), { ...options, repeat: 2, parallel: 1 }) }
  }
  const first = judging((call) => (call <= 7 ? verdict('pass') : 'garbage'))
  await first.run
  assert.ok([...kept.values()].every(({ explanation }) => explanation === ''))
  const second = judging(() => verdict('fail'))
  const { items, spent } = await second.run
  assert.deepEqual([kept.size, second.model.asked.length, spent.costUsd], [12, 5, 0.05])
  assert.deepEqual(
    items.map(({ judgements }) => judgements.map((it) => ('verdict' in it ? it.verdict : null)).join()),
    ['pass,pass', 'pass,pass', 'pass,pass', 'pass,fail', 'fail,fail', 'fail,fail'],
  )
})

async function* lines(...texts: string[]) {
  for (const [index, text] of texts.entries()) yield { text, place: `l.jsonl:${index + 1}` }
}

test('labelled lines are read with one label, or one for each person', async () => {
  const read = await readLabelled(
    lines(
      '{"id": 1, "question": "q", "answer": "a", "label": "pass"}',
      '{"id": "2", "question": "q", "answer": "a", "labels": {"ann": "pass", "bob": "fail"}, "more": 1}',
      '{"id": "3", "question": "q", "answer": "a", "labels": ["pass", "fail", "pass"]}',
    ),
    rubric,
  )
  assert.deepEqual(
    read.map(({ label, votes }) => [label, votes.map(({ rater }) => rater).join()]),
    [
      ['pass', 'people'],
      ['fail', 'ann,bob'],
      ['pass', '0,1,2'],
    ],
  )
})

test('each fault of a labelled file is a sentence with its line', async () => {
  const good = '{"id": "1", "question": "q", "answer": "a", "label": "pass"}'
  const faults = [
    ['{"id": "1"', /l\.jsonl:1: This line is no JSON/],
    ['{"id": "1", "question": "q", "answer": "a", "label": "good"}', /l\.jsonl:1: "label" must be one of pass, fail/],
    ['{"id": "1", "question": "q", "answer": "a"}', /l\.jsonl:1: .*"label" or "labels" is missing/],
    ['{"id": "1", "question": "q", "label": "pass"}', /l\.jsonl:1: "answer" is missing/],
    [good, /l\.jsonl:2: The id "1" stands in l\.jsonl:1 already/],
  ] as const
  for (const [line, sentence] of faults) await assert.rejects(readLabelled(lines(...(line === good ? [good, line] : [line])), rubric), sentence)
  await assert.rejects(readLabelled(lines(good), { ...rubric, needs: ['reference'] }), /l\.jsonl:1: "reference" is missing, and correct\.v1 judges by it/)
})

const measured = (passes: readonly (readonly [people: string, judge: 'pass' | 'fail'])[]) =>
  certificateOf(
    head,
    passes.map(([people, judge], index) => ({ labelled: single(index, [people]), judgements: [said(judge)] })),
  )

type Verdict = 'pass' | 'fail' | null
const passShare = (verdicts: readonly Verdict[]) => wilson(verdicts.filter((it) => it === 'pass').length, verdicts.length)
const meanOf = (verdicts: readonly Verdict[], certificate: ReturnType<typeof measured> | null) =>
  judgedMetric({ rubric: 'correct.v1', judge: 'j', verdicts, mean: passShare(verdicts) }, certificate)
const times = <Value>(count: number, value: Value): Value[] => Array<Value>(count).fill(value)

test('a mean is corrected for the error that a certificate shows, and says which one; a judge without one stays as it is', () => {
  // People pass half of what the judge passes.
  const certificate = measured(Array.from({ length: 100 }, (_, index) => [index % 4 === 0 ? 'pass' : 'fail', index % 2 === 0 ? 'pass' : 'fail']))
  const verdicts = [...times(100, 'pass' as const), ...times(99, 'fail' as const), null]
  const { metric, notes } = meanOf(verdicts, certificate)
  assert.equal(metric.failed, 1)
  assert.ok(Math.abs(metric.corrected!.value - 0.25) < 0.01)
  assert.match(
    notes[0]!,
    /^j judging by correct\.v1 is known by its certificate of 1970-01-01 on 100 labelled items of d\.jsonl\. .*as far as these answers are like those\.$/,
  )
  const unknown = meanOf(verdicts, null)
  assert.equal(unknown.metric.corrected, null)
  assert.match(unknown.notes[0]!, /never measured against people/)
})

test('answers are not pulled towards the labelled mean: a judge without error leaves them as they are', () => {
  const nearlyAllPass = measured([...times(38, ['pass', 'pass'] as const), ...times(2, ['fail', 'fail'] as const)])
  const balanced = measured([...times(20, ['pass', 'pass'] as const), ...times(20, ['fail', 'fail'] as const)])
  assert.equal(meanOf(['pass', 'fail'], nearlyAllPass).metric.corrected!.value, 0.5)
  assert.equal(meanOf(times(4, 'pass'), balanced).metric.corrected!.value, 1)
  const none = meanOf(times(4, 'fail'), balanced).metric.corrected!
  assert.ok(none.value === 0 && none.high > 0.4)
  assert.match(meanOf(times(40, 'fail'), nearlyAllPass).notes[0]!, /They are unlike: the judge passes 0 % here and 95 % there/)
})

test('what could not be judged has failed, here as on the labelled items: no correction makes good for it', () => {
  const balanced = measured([...times(20, ['pass', 'pass'] as const), ...times(20, ['fail', 'fail'] as const)])
  assert.equal(meanOf([...times(10, 'pass' as const), ...times(10, null)], balanced).metric.corrected!.value, 0.5)
  assert.equal(meanOf(times(10, null), balanced).metric.corrected!.value, 0)
  // A judge that failed on half of what people passed is not thereby too strict.
  const failing = certificateOf(
    head,
    times(40, 'pass' as const).map((word, index) => ({ labelled: single(index, [word]), judgements: [said(index % 2 ? word : null)] })),
  )
  assert.equal(meanOf(['pass', 'fail'], failing).metric.corrected!.value, 0.5)
  const broken = certificateOf(head, [{ labelled: single(1, ['pass']), judgements: [said(null)] }])
  const { metric, notes } = meanOf(['pass'], broken)
  assert.equal(metric.corrected, null)
  assert.match(notes[0]!, /1 labelled item of d\.jsonl\. Too few of them got a verdict/)
})
