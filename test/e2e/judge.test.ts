/** `answerable eval judge` as a user runs it: judges that work, and all the ways in which they do not. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run, workplace, type Ran, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import type { StubOptions } from '../support/stub-model/options.ts'

let place: Workplace
let stub: StubModel
before(async () => {
  place = workplace({})
  stub = await startStubModel()
})
after(async () => {
  await stub?.close()
  place?.[Symbol.dispose]()
})

const verdict = (word: string): string => JSON.stringify({ reasoning: 'Because.', verdict: word })
const line = (id: number, label: string, more = {}): object => ({
  id: String(id),
  question: 'Which port?',
  answer: 'Port 9443.',
  reference: 'It is 9443.',
  label,
  ...more,
})
const fourItems = [line(1, 'pass'), line(2, 'pass'), line(3, 'pass'), line(4, 'fail')]

const write = (lines: readonly (object | string)[]): string => {
  const path = join(place.home, 'people.jsonl')
  writeFileSync(path, lines.map((it) => `${typeof it === 'string' ? it : JSON.stringify(it)}\n`).join(''))
  return path
}

const measure = (lines: readonly (object | string)[], words: readonly string[] = [], env: Record<string, string> = {}): Promise<Ran> =>
  run(['eval', 'judge', write(lines), '--rubric', 'correct.v1', '--data', place.data, '--json', ...words], {
    OPENAI_BASE_URL: stub.url,
    ANSWERABLE_JUDGE_MODELS: 'openai:stub-1',
    ANSWERABLE_MODEL_TIMEOUT_SECONDS: '1',
    ...env,
  })

interface Output {
  state: string
  why: string | null
  certificate: { id: string; judge: string; items: number; failed: number; agreement: { value: number }; kappa: object | null; base_rate: number }
  cost_usd: number | null
  failures: { failure: string; count: number }[]
  notes: string[]
}
const read = ({ stdout }: Ran): Output => JSON.parse(stdout) as Output

test('a judge is measured, and its certificate kept', async () => {
  stub.set({ texts: [verdict('pass'), verdict('pass'), 'garbage', verdict('fail'), verdict('pass')] })
  const ran = await measure(fourItems, ['--repeat', '1'])
  const { state, certificate, cost_usd } = read(ran)
  assert.deepEqual([ran.code, state, certificate.items, certificate.failed, certificate.base_rate], [0, 'complete', 4, 0, 0.75], ran.stderr)
  assert.ok(certificate.agreement.value > 0 && certificate.agreement.value <= 1)
  assert.equal(cost_usd, null)
  const listed = await run(['eval', 'judges', '--data', place.data])
  assert.match(listed.stdout, /judging by correct\.v1\n {2}4 items of people\.jsonl, 0 failed/)
  assert.match(ran.stderr, /4 items, 4 calls of .*stub-1, about \d/)
})

test('the verifier is measured the same way, without a model', async () => {
  const evidence = 'The server listens on port 9443. It answers on all addresses.'
  const lines = [
    line(1, 'pass', { answer: 'The server listens on port 9443.', evidence }),
    line(2, 'fail', { answer: 'The server listens on port 80.', evidence }),
  ]
  const ran = await measure(lines, ['--rubric', 'grounded.v1', '--model', 'verifier', '--repeat', '2'], { OPENAI_BASE_URL: '', ANSWERABLE_JUDGE_MODELS: '' })
  assert.deepEqual([ran.code, read(ran).certificate.judge, read(ran).certificate.agreement.value, read(ran).cost_usd], [0, 'verifier', 1, 0], ran.stderr)
})

test('a gate leans on a measured judge, and on none that was measured on few items or on one label', async () => {
  const home = place.home
  const labels = (count: number, passes: number): string => {
    const evidence = 'A lock keeps two runs apart. It expires after 30 seconds.'
    return write(
      Array.from({ length: count }, (_, index) => {
        const isRight = index < passes
        return line(index, isRight ? 'pass' : 'fail', { answer: `It expires after ${isRight ? 30 : 90} seconds.`, evidence })
      }),
    )
  }
  const suite = join(home, 'suite.yaml')
  writeFileSync(join(home, 'locks.md'), '# Locks\n\nA lock keeps two runs apart. It expires after 30 seconds without a heartbeat.\n')
  writeFileSync(
    suite,
    'name: locks\ndocuments: locks.md\njudge: { rubrics: grounded.v1, model: verifier }\nthresholds: { judge.grounded.v1: 0.8 }\ncases:\n  - question: When does a lock expire?\n',
  )
  const words = ['--data', join(home, 'gated'), '--json']
  for (const [count, passes, code, why] of [
    [10, 5, 100, /only 10 labelled items of people\.jsonl/],
    [24, 24, 100, /no kappa on people\.jsonl/],
    [40, 38, 0, /judge\.grounded\.v1 is 100\.0 %/],
  ] as const) {
    const measured = await run(['eval', 'judge', labels(count, passes), '--rubric', 'grounded.v1', '--model', 'verifier', ...words])
    assert.equal(measured.code, 0, measured.stderr)
    const ran = await run(['eval', 'run', suite, '--fresh', ...words], { ANSWERABLE_GENERATOR: 'extractive' })
    assert.equal(ran.code, code, ran.stderr)
    const report = JSON.parse(ran.stdout) as { thresholds: { why: string }[]; notes: string[] }
    assert.match(report.thresholds[0]!.why, why)
    assert.match(report.notes.join(), new RegExp(`certificate of \\d{4}-\\d\\d-\\d\\d on ${count} labelled items of people\\.jsonl`))
  }
})

const broken: readonly [name: string, stub: Partial<StubOptions>, why: RegExp][] = [
  ['writes garbage', { text: 'It is fine, I think.' }, /no verdict, nor when it was told/],
  ['stalls', { text: verdict('pass'), firstTokenMs: 60_000 }, /./],
  ['is down', { fault: { kind: 'refuse' } }, /./],
]

for (const [name, options, why] of broken) {
  test(`a judge that ${name} fails every judgement`, async () => {
    stub.set(options)
    const ran = await measure(fourItems.slice(2))
    const { state, certificate, failures } = read(ran)
    assert.deepEqual([ran.code, state, certificate.failed, certificate.agreement.value], [1, 'partial', 2, 0], ran.stderr)
    assert.match(failures[0]!.failure, why)
    stub.set({ fault: undefined })
  })
}

test('a look at a few items displaces no certificate on more, and says so', async () => {
  stub.set({ text: verdict('pass') })
  const { certificate, notes } = read(await measure(fourItems, ['--limit', '1']))
  assert.equal(certificate.items, 1)
  assert.match(notes.join('\n'), /No gate leans on this certificate: .*only 1 labelled item of people\.jsonl \(1 of 4\): too few/)
  assert.match(notes.join('\n'), /Reports go on with another one, .* certificate of \d{4}-\d\d-\d\d on 4 labelled items of people\.jsonl\./)
})

test('of a partial judging no certificate is kept', async () => {
  const { certificates } = JSON.parse((await run(['eval', 'judges', '--data', place.data, '--json'])).stdout) as {
    certificates: { failed: number; judge: string }[]
  }
  assert.deepEqual(
    certificates.map(({ failed }) => failed),
    [0, 0, 0],
  )
})

test('a judging that costs too much stops, says that it is partial, and keeps no certificate', async () => {
  stub.set({ text: verdict('pass') })
  const many = Array.from({ length: 30 }, (_, index) => line(index, index % 2 ? 'pass' : 'fail'))
  const ran = await measure(many, ['--most-cost', '0.5'], { ANSWERABLE_PRICES: 'stub-1=200/200' })
  const { state, why, certificate, cost_usd, notes } = read(ran)
  assert.deepEqual([ran.code, state], [1, 'partial'], ran.stderr)
  assert.match(why!, /limit of \$0\.5 is reached/)
  assert.ok(certificate.items < 30 && cost_usd! >= 0.5 && cost_usd! < 1)
  assert.match(notes[0]!, /of 30 items were judged: these figures are partial/)
})

test('a limit of money without a price is not kept in silence', async () => {
  stub.set({ text: verdict('pass') })
  const ran = await measure(fourItems, ['--most-cost', '0.5'])
  assert.deepEqual([ran.code, read(ran).state], [1, 'partial'], ran.stderr)
  assert.match(read(ran).why!, /price of .*stub-1 is not known/)
})

test('people who gave one label only leave kappa undefined, and the report says so', async () => {
  stub.set({ text: verdict('pass') })
  const { certificate, notes } = read(await measure(fourItems.slice(0, 3)))
  assert.equal(certificate.kappa, null)
  assert.match(notes[0]!, /same label/)
})

const faults: readonly [name: string, lines: readonly (object | string)[], words: readonly string[], sentence: RegExp][] = [
  ['a malformed line', [line(1, 'pass'), '{"id": '], [], /people\.jsonl:2: This line is no JSON/],
  ['an empty file', [], [], /holds no labelled item/],
  ['a rubric that is not there', [line(1, 'pass')], ['--rubric', 'nice.v1'], /no rubric "nice\.v1".*correct\.v1/],
  ['the verifier asked for what it cannot judge', [line(1, 'pass')], ['--model', 'verifier'], /judges only how an answer rests on evidence/],
  ['a limit that is no amount', [line(1, 'pass')], ['--most-cost', 'much'], /amount in US dollars/],
]

for (const [name, lines, words, sentence] of faults) {
  test(`${name} is one sentence, and no certificate`, async () => {
    const ran = await measure(lines, words)
    assert.notEqual(ran.code, 0)
    assert.match(ran.stderr, sentence)
    assert.equal(ran.stderr.trim().split('\n').length, 1, ran.stderr)
  })
}

test('a file of labels that is not there is named', async () => {
  const ran = await run(['eval', 'judge', join(place.home, 'none.jsonl'), '--rubric', 'grounded.v1', '--model', 'verifier', '--data', place.data])
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /There is no ".*none\.jsonl"/)
})
