/** Variants compared in pairs by a judge, as a user runs it: one that is sure, one that follows the order, one that writes garbage. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { lighthouses } from '../evaluation/lighthouses.ts'
import { run, workplace, type Ran, type Workplace } from '../support/program.ts'
import type { StubOptions } from '../support/stub-model/options.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

type Json = Record<string, any>

const asked = lighthouses.slice(0, 4)
let place: Workplace
let stub: StubModel
before(async () => {
  place = workplace(Object.fromEntries(asked.map(({ name, text }) => [`${name}.md`, text])))
  stub = await startStubModel()
})
after(async () => {
  await stub?.close()
  place?.[Symbol.dispose]()
})

const cases = asked.map(({ name, year }) => `  - { id: ${name}, question: "When was the lighthouse of ${name} built?", answers: ${year} }\n`).join('')
const twoVariants = 'variants: [{ name: ten }, { name: one, top_k: 1 }]\n'
const suiteFile = (name: string, head: string, judge = `compatible:judge@${stub.url}`): string => {
  const path = join(place.home, `${name}.yaml`)
  writeFileSync(path, `name: ${name}\ndocuments: documents\njudge: { rubrics: prefer.v1, model: "${judge}" }\n${head}cases:\n${cases}`)
  return path
}
const evaluate = (words: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  run(['eval', 'run', ...words, '--data', place.data], { ANSWERABLE_MODEL_TIMEOUT_SECONDS: '2', ...env })
const parsed = ({ stdout, stderr }: Ran): Json => {
  assert.ok(stdout.startsWith('{'), stderr)
  return JSON.parse(stdout)
}
const won = (report: Json): Json => report['variants'][1].metrics.find((it: Json) => it['name'] === 'prefer.prefer.v1')
const says = (...verdicts: string[]): string[] => verdicts.map((verdict) => JSON.stringify({ reasoning: 'It says the year.', verdict }))

test('a judge that prefers the second variant in both orders: it won all, told everywhere, and a judge without a certificate opens no gate', async () => {
  stub.set({ texts: asked.flatMap(() => says('second', 'first')) })
  const out = join(place.home, 'out')
  const suite = suiteFile('sure', `${twoVariants}thresholds: { prefer.prefer.v1: 0.5 }\n`)
  const ran = await evaluate([suite, '--json', '--out', out])
  const report = parsed(ran)
  assert.deepEqual([won(report)['value'], won(report)['n']], [1, 4])
  assert.deepEqual(won(report)['judged'].pairs, { against: 'ten', wins: 4, ties: 0, losses: 0, failed: 0, inconsistent: 0 })
  assert.equal(
    report['variants'][0].metrics.some((it: Json) => it['name'] === 'prefer.prefer.v1'),
    false,
  )
  assert.deepEqual([ran.code, report['thresholds'].length, report['thresholds'][0].variant], [100, 1, 'one'])
  assert.match(report['thresholds'][0].why, /never measured as a judge by prefer\.v1/)
  for (const row of report['rows']) assert.equal(row.compared_answers.length, row.variant === 'one' ? 1 : 0)
  assert.match(
    readFileSync(join(out, 'junit.xml'), 'utf8'),
    /name="prefer\.prefer\.v1\.pairs" value="against ten: 4 won, 0 tied, 0 lost, 0 failed, 0\.0 % turned with the order"/,
  )
  const page = readFileSync(join(out, 'report.html'), 'utf8')
  assert.match(page, /Against ten: 4 won, 0 tied, 0 lost, 0 could not be compared\./)
  assert.match(page, /preferred<\/span>\s+against ten/)

  stub.set({ texts: asked.flatMap(() => says('second', 'first')) })
  const told = await evaluate([suite])
  assert.match(told.stdout, /prefer\.prefer\.v1 +– +100\.0 %/)
  assert.match(
    told.stdout,
    /against ten: 100\.0 % \[51\.0 % … 100\.0 %\], a tie being half a win\n +4 won, 0 tied, 0 lost, 0 failed; 0\.0 % turned with the order/,
  )
  assert.match(told.stdout, /never measured against people/)
})

test('a judge that says what is shown first: all are ties, and all told as inconsistent', async () => {
  stub.set({ texts: says('first') })
  const report = parsed(await evaluate([suiteFile('turning', twoVariants), '--json']))
  const { value, low, high } = won(report)
  assert.equal(value, 0.5)
  assert.ok(low < 0.3 && high > 0.7, 'four ties are not certain of anything')
  assert.deepEqual(won(report)['judged'].pairs, { against: 'ten', wins: 0, ties: 4, losses: 0, failed: 0, inconsistent: 1 })
})

const judgeFaults: readonly [string, Partial<StubOptions>, RegExp][] = [
  ['writes garbage', { text: 'Both are nice.' }, /gave no verdict/],
  ['is down', { fault: { kind: 'status', status: 500 } }, /./],
]
for (const [what, options, sentence] of judgeFaults)
  test(`a judge that ${what}: nothing is won, and each comparison is told as failed`, async () => {
    stub.set(options)
    const ran = await evaluate([suiteFile('failing', `${twoVariants}thresholds: { prefer.prefer.v1: 0 }\n`), '--json', '--fresh'])
    const report = parsed(ran)
    assert.deepEqual([ran.code, won(report)['value'], won(report)['judged'].failed], [100, 0, 4])
    assert.deepEqual(won(report)['judged'].pairs, { against: 'ten', wins: 0, ties: 0, losses: 0, failed: 4, inconsistent: null })
    for (const row of report['rows'].filter((it: Json) => it['variant'] === 'one')) assert.match(row.compared_answers[0].failure, sentence)
  })

test('comparisons cost money, and the limit stops them', async () => {
  stub.set({ texts: says('first') })
  const ran = await evaluate([suiteFile('dear', `${twoVariants}limits: { cost_usd: 0.01 }\n`), '--json'], { ANSWERABLE_PRICES: 'judge=100/100' })
  const report = parsed(ran)
  assert.deepEqual([ran.code, report['state']], [1, 'partial'])
  assert.match(report['why'], /^The limit of \$0\.01 is spent/)
  assert.ok(report['variants'][1].judge_cost_usd > 0.01)
})

const refused: readonly [string, () => string, RegExp][] = [
  [
    'one variant has nothing to be compared with',
    () => suiteFile('lone', ''),
    /prefer\.v1 compares the answers of two variants, and the suite "lone" has one\. Name more under "variants", or with --models a,b\./,
  ],
  [
    'a threshold names it as a judge of single answers',
    () => suiteFile('misnamed', `${twoVariants}thresholds: { judge.prefer.v1: 0.5 }\n`),
    /threshold for judge\.prefer\.v1, but prefer\.v1 compares two answers: its metric is prefer\.prefer\.v1\./,
  ],
  [
    'the judge is one of the compared models',
    () => suiteFile('itself', `variants: [{ name: a }, { name: b, model: "compatible:judge@${stub.url}" }]\n`),
    /would judge its own answers \(variant "b"\).*may_judge_itself: true/,
  ],
]
for (const [what, suite, sentence] of refused)
  test(`${what}: told before anything is asked`, async () => {
    const ran = await evaluate([suite()])
    assert.deepEqual([ran.code, ran.stdout], [2, ''])
    assert.match(ran.stderr, sentence)
  })
