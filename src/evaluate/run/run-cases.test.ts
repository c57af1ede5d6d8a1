import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drain, sleep } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import type { Answer, AnswerQuestion } from '../../domain/answer.ts'
import { currentCall } from '../../domain/call.ts'
import type { CaseRow } from '../../domain/eval-run.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import type { Judge, Judgement } from '../../domain/judgement.ts'
import { answerOf, caseOf, declined } from '../checks/checked-for-tests.ts'
import { asSet } from '../suite/read-suite.ts'
import { runCases, type RunParts } from './run-cases.ts'

const suiteOf = (parts: Partial<EvalSuite> = {}): EvalSuite => ({
  name: 's',
  hash: 'h',
  collection: 'default',
  documents: [],
  cases: ['a', 'b', 'c', 'd'].map((id) => caseOf({ id, question: id, answers: ['9443'] })),
  retrieval: [],
  variants: [asSet],
  rubrics: [],
  repeat: 1,
  mostCostUsd: null,
  thresholds: [],
  ...parts,
})

const good = answerOf({ text: 'It is 9443.' })
const costing = (costUsd: number | null): Answer => ({ ...good, usage: { ...good.usage, costUsd } })

const asker = (answer: (question: string, calls: number) => Answer | Error): AnswerQuestion =>
  async function* ({ text }) {
    const given = answer(text, calls++)
    if (given instanceof Error) throw given
    yield { type: 'delta', text: given.text }
    return given
  }
let calls = 0

const run = async (
  suite: EvalSuite,
  ask: AnswerQuestion,
  { prior = [], signal, ...parts }: Partial<RunParts> & { prior?: readonly CaseRow[]; signal?: AbortSignal } = {},
) => {
  calls = 0
  const saved: CaseRow[] = []
  const yielded: CaseRow[] = []
  let now = 0
  const given: RunParts = {
    askers: new Map(suite.variants.map(({ name }) => [name, ask])),
    judges: [],
    textOf: async () => null,
    answerUnder: async () => null,
    dataFaults: async () => [],
    mostCosts: new Map(suite.variants.map(({ name }) => [name, 0.5])),
    save: async (row) => void saved.push(row),
    clock: () => (now += 10),
    concurrency: 1,
    ...parts,
  }
  const stopped = await drain(runCases(suite, prior, given, signal), (row) => yielded.push(row))
  assert.deepEqual(yielded.map(keyOf).sort(), saved.map(keyOf).sort(), 'what is told is kept')
  return { rows: yielded, stopped }
}
const keyOf = ({ caseId, variant, repeat }: CaseRow): string => `${caseId} ${variant} ${repeat}`

test('every case is asked in every variant, as often as wanted, and rows that are there are not asked again', async () => {
  const suite = suiteOf({ variants: [asSet, { ...asSet, name: 'other' }], repeat: 2 })
  const first = await run(
    suite,
    asker(() => good),
  )
  assert.deepEqual([first.rows.length, first.stopped, new Set(first.rows.map(keyOf)).size], [16, null, 16])
  assert.deepEqual(first.rows.slice(0, 3).map(keyOf), ['a as set 0', 'a other 0', 'b as set 0'])
  const asked: string[] = []
  const rest = await run(
    suite,
    asker((question) => (asked.push(question), good)),
    { prior: first.rows.slice(0, 14) },
  )
  assert.deepEqual(
    [rest.rows.map(keyOf), asked],
    [
      ['d as set 1', 'd other 1'],
      ['d', 'd'],
    ],
  )
})

test('a case of a customer is asked as that customer, and the one after it as nobody', async () => {
  const callers: unknown[] = []
  const cases = [caseOf({ id: 'a', customer: 'ann_1' }), caseOf({ id: 'b' })]
  await run(suiteOf({ cases, collection: 'shop' }), async function* () {
    const { customer, scope, collections } = currentCall().caller
    callers.push([customer?.id, scope, collections])
    yield { type: 'delta', text: good.text }
    return good
  })
  assert.deepEqual(callers, [
    ['ann_1', 'ask', ['shop']],
    [undefined, 'admin', '*'],
  ])
})

test('a question that fails is a row with its sentence, counted as wrong, and the run goes on', async () => {
  const { rows, stopped } = await run(
    suiteOf(),
    asker((question) => (question === 'b' ? new AppError('upstream', 'The server said 500.') : question === 'c' ? new Error('bug') : good)),
  )
  assert.equal(stopped, null)
  assert.deepEqual(
    rows.map(({ outcome, failure, scores, faults }) => [outcome, failure, scores['correct'], scores['quotes_exact'], faults.length]),
    [
      ['answered', null, 1, null, 1],
      ['failed', 'The server said 500.', 0, null, 1],
      ['failed', 'Something went wrong inside: bug', 0, null, 1],
      ['answered', null, 1, null, 1],
    ],
  )
})

test('after twenty failures in a row nobody is asked any more', async () => {
  const suite = suiteOf({ cases: Array.from({ length: 30 }, (_, index) => caseOf({ id: String(index) })) })
  const { rows, stopped } = await run(
    suite,
    asker(() => new AppError('unavailable', 'Nobody listens.')),
  )
  assert.deepEqual([rows.length, /20 questions in a row failed/.test(stopped!)], [20, true])
})

test('money stops it: what is spent counts, also of rows that were there, and a price that nobody knows', async () => {
  const suite = suiteOf({ mostCostUsd: 0.25 })
  const spent = await run(
    suite,
    asker(() => costing(0.1)),
  )
  assert.deepEqual([spent.rows.length, spent.stopped], [3, 'The limit of $0.25 is spent ($0.3000).'])
  const gone = await run(
    suite,
    asker(() => costing(0.1)),
    { prior: spent.rows },
  )
  assert.deepEqual([gone.rows.length, gone.stopped], [0, 'The limit of $0.25 is spent ($0.3000).'])
  const unknown = await run(
    suite,
    asker(() => costing(null)),
  )
  assert.equal(unknown.rows.length, 1)
  assert.match(unknown.stopped!, /price is not known/)
})

test('the signal stops it: what is under way leaves no row', async () => {
  const stop = new AbortController()
  const ask: AnswerQuestion = async function* ({ text }, signal) {
    yield { type: 'delta', text: '' }
    if (text === 'c') {
      stop.abort(new AppError('cancelled', 'Stopped.'))
      await sleep(60_000, signal)
    }
    return good
  }
  const { rows, stopped } = await run(suiteOf(), ask, { signal: stop.signal })
  assert.deepEqual([rows.map(({ caseId }) => caseId), stopped], [['a', 'b'], 'It was stopped from outside.'])
})

test('a question whose answer broke off counts with what it may have cost; one that no model was asked costs nothing', async () => {
  for (const [code, costs, stopped] of [
    ['upstream_timeout', [0.5, 0.5], /The limit of \$1 is spent/],
    ['unavailable', [0, 0, 0, 0], null],
  ] as const) {
    const failed = await run(
      suiteOf({ mostCostUsd: 1 }),
      asker(() => new AppError(code, 'It broke off.')),
    )
    assert.deepEqual(
      failed.rows.map(({ costUsd }) => costUsd),
      costs,
    )
    if (stopped) assert.match(failed.stopped!, stopped)
    else assert.equal(failed.stopped, null)
  }
})

test('rows without a price of a run that was stopped do not end the next one for ever', async () => {
  const ask = asker(() => costing(0.1))
  const { rows } = await run(suiteOf(), ask)
  const prior = rows.slice(0, 3).map((row, index) => (index === 0 ? { ...row, costUsd: null } : row))
  assert.deepEqual((({ rows: asked, stopped }) => [asked.length, stopped])(await run(suiteOf({ mostCostUsd: 1 }), ask, { prior })), [1, null])
  assert.match((await run(suiteOf({ mostCostUsd: 0.25 }), ask, { prior })).stopped!, /is spent \(\$0\.3000\)/)
})

test('no more questions are under way than allowed', async () => {
  let underWay = 0
  let most = 0
  const ask: AnswerQuestion = async function* () {
    most = Math.max(most, ++underWay)
    await new Promise((resolve) => setImmediate(resolve))
    yield { type: 'delta', text: 'x' }
    underWay--
    return good
  }
  await run(suiteOf({ repeat: 3 }), ask, { concurrency: 3 })
  assert.equal(most, 3)
})

test('a row that cannot be kept ends the run with its error', async () => {
  const save = async (): Promise<void> => {
    throw new AppError('no_space', 'The disk is full.')
  }
  await assert.rejects(
    run(
      suiteOf(),
      asker(() => good),
      { save },
    ),
    /The disk is full/,
  )
})

const judgement: Judgement = {
  rubric: 'correct.v1',
  judge: 'judge',
  verdict: 'pass',
  score: 1,
  explanation: 'Yes.',
  failure: null,
  inputTokens: 5,
  outputTokens: 1,
  costUsd: 0.1,
  ms: 1,
}
const judgeOf = (said: Partial<Judgement> = {}, needs: Judge['rubric']['needs'] = ['reference']): RunParts['judges'][number] => ({
  judge: {
    id: 'judge',
    rubric: { version: 'correct.v1', hash: 'h', question: '', kind: 'single', needs, system: '', user: '' },
    judge: async () => ({ ...judgement, ...said }),
    compare: async () => assert.fail('pairs are not judged here'),
  },
  metric: 'judge.correct.v1',
  mayJudgeItself: false,
  leastKappa: null,
  certificate: null,
})
const referenced = suiteOf({ cases: [caseOf({ reference: 'It is 9443.' }), caseOf({ id: 'b' }), caseOf({ id: 'c', mustAbstain: true })] })

test('answers are judged where the rubric has what it needs; a judgement that failed counts as failed', async () => {
  const passed = await run(
    referenced,
    asker((_, call) => (call === 2 ? declined : good)),
    { judges: [judgeOf()] },
  )
  assert.deepEqual(
    passed.rows.map(({ scores, judgements }) => [scores['judge.correct.v1'], judgements.length]),
    [
      [1, 1],
      [null, 0],
      [null, 0],
    ],
  )
  const failed = await run(
    referenced,
    asker(() => good),
    { judges: [judgeOf({ verdict: null, score: null, failure: 'It was no JSON.' })] },
  )
  assert.equal(failed.rows[0]!.scores['judge.correct.v1'], 0)
  assert.ok(failed.rows[0]!.faults.includes('judge by correct.v1: It was no JSON.'))
  const unanswered = await run(
    referenced,
    asker(() => new AppError('upstream', 'Down.')),
    { judges: [judgeOf()] },
  )
  assert.deepEqual(
    unanswered.rows.map(({ scores }) => scores['judge.correct.v1']),
    [0, null, null],
  )
})

test('a judge never judges words of its own, unless it was said aloud', async () => {
  const own = { ...good, model: 'judge' }
  const { rows } = await run(
    referenced,
    asker(() => own),
    { judges: [judgeOf()] },
  )
  assert.equal(rows[0]!.judgements[0]!.failure, 'The judge wrote this answer itself.')
  const allowed = await run(
    referenced,
    asker(() => own),
    { judges: [{ ...judgeOf(), mayJudgeItself: true }] },
  )
  assert.equal(allowed.rows[0]!.judgements[0]!.verdict, 'pass')
})

test('judging costs money too', async () => {
  const { rows, stopped } = await run(
    suiteOf({ mostCostUsd: 0.15 }),
    asker(() => costing(0)),
    { judges: [judgeOf({}, [])] },
  )
  assert.deepEqual([rows.length, stopped], [2, 'The limit of $0.15 is spent ($0.2000).'])
})

const two = [asSet, { ...asSet, name: 'other' }]
const comparing = (compared: string[] = [], costUsd = 0): RunParts['judges'][number] => {
  const single = judgeOf()
  const compare: Judge['compare'] = async ({ id, first, second }) => {
    compared.push(`${id}: ${first} | ${second}`)
    return { ...judgement, costUsd, rubric: 'prefer.v1', preference: 'second', inOrder: 'second', swapped: 'second' }
  }
  return {
    ...single,
    judge: { ...single.judge, rubric: { ...single.judge.rubric, version: 'prefer.v1', kind: 'pair', needs: [] }, compare },
    metric: 'prefer.prefer.v1',
  }
}
/** Its trace tells who answered. */
const traced = (name: string): AnswerQuestion =>
  async function* ({ text }) {
    // The first variant is the slower one.
    if (name === asSet.name) await sleep(5)
    yield { type: 'delta', text }
    return { ...good, traceId: `${name} on ${text}` }
  }
const pairRun = (parts: Partial<Parameters<typeof run>[2]> = {}, suite: Partial<EvalSuite> = {}) =>
  run(suiteOf({ variants: two, ...suite }), traced(''), {
    askers: new Map(two.map(({ name }) => [name, traced(name)])),
    answerUnder: async (trace) => trace,
    ...parts,
  })

test('each later variant is compared with the first, also where all are asked at once', async () => {
  const compared: string[] = []
  const { rows } = await pairRun({ judges: [comparing(compared)], concurrency: 8 })
  assert.deepEqual(
    compared.toSorted(),
    ['a', 'b', 'c', 'd'].map((id) => `${id}: as set on ${id} | other on ${id}`),
  )
  for (const { variant, scores, comparedAnswers, judgements } of rows)
    assert.deepEqual(
      [scores['prefer.prefer.v1'], comparedAnswers?.[0]?.against, judgements.length],
      variant === 'other' ? [1, 'as set', 0] : [undefined, undefined, 0],
    )
})

test('a run that goes on compares with the rows that are there, and nothing twice', async () => {
  const first = await pairRun({ judges: [comparing()] })
  const compared: string[] = []
  const rest = await pairRun({ judges: [comparing(compared)], prior: first.rows.slice(0, 5) })
  assert.deepEqual(compared, ['c: as set on c | other on c', 'd: as set on d | other on d'])
  assert.deepEqual(rest.rows.map(keyOf), ['c other 0', 'd as set 0', 'd other 0'])
})

test('comparing costs money too', async () => {
  const { rows, stopped } = await pairRun({ judges: [comparing([], 0.1)] }, { mostCostUsd: 0.15 })
  assert.deepEqual([rows.map(keyOf), stopped], [['a as set 0', 'a other 0', 'b as set 0', 'b other 0'], 'The limit of $0.15 is spent ($0.2000).'])
})

test('stopped while the first variant answers: the others leave no row without its comparison', async () => {
  const stop = new AbortController()
  const slow: AnswerQuestion = async function* (_, signal) {
    yield { type: 'delta', text: '' }
    await sleep(60_000, signal)
    return good
  }
  const quick: AnswerQuestion = async function* () {
    yield { type: 'delta', text: '' }
    setImmediate(() => stop.abort(new AppError('cancelled', 'Stopped.')))
    return good
  }
  const askers = new Map([['as set', slow], ['other', quick]]) // prettier-ignore
  const { rows, stopped } = await pairRun({ judges: [comparing()], askers, concurrency: 2, signal: stop.signal })
  assert.deepEqual([rows, stopped], [[], 'It was stopped from outside.'])
})
