import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { run, start, workplace, type Ran, type Workplace } from '../support/program.ts'
import type { StubOptions } from '../support/stub-model/options.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'
import { lighthouses } from '../evaluation/lighthouses.ts'

type Json = Record<string, any>

let place: Workplace
let stub: StubModel
before(async () => {
  place = workplace(Object.fromEntries(lighthouses.slice(0, 6).map(({ name, text }) => [`${name}.md`, text])))
  stub = await startStubModel()
})
after(async () => {
  await stub?.close()
  place?.[Symbol.dispose]()
})

const questions = lighthouses
  .slice(0, 6)
  .map(
    ({ name, year }) =>
      `  - { id: ${name}, question: "When was the lighthouse of ${name} built?", answers: ${year}, sources: ${name}.md, reference: "In ${year}.", tags: [years] }\n`,
  )
  .join('')
const declining = '  - { id: bread, question: How do I bake sourdough bread?, abstain: true }\n'

const suiteFile = (name: string, head: string, cases = questions + declining): string => {
  const path = join(place.home, `${name}.yaml`)
  writeFileSync(path, `name: ${name}\ndocuments: documents\n${head}cases:\n${cases}`)
  return path
}
const evaluate = (words: readonly string[], env: Record<string, string> = {}): Promise<Ran> => run(['eval', ...words, '--data', place.data], env)
const parsed = ({ stdout, stderr }: Ran): Json => {
  assert.ok(stdout.startsWith('{'), stderr)
  return JSON.parse(stdout)
}
const figure = (report: Json, name: string): number => report['variants'][0].metrics.find((it: Json) => it['name'] === name)?.value

test('a suite is run, opens its gate, writes its report, and is a baseline for the next run', async () => {
  const suite = suiteFile(
    'guide',
    'thresholds: { correct: 0.9, declined_rightly: 1, quotes_exact: 1, citation_recall: 0 }\n',
    questions.replace('}', ', quotes: "The lighthouse of Norholm" }') + declining,
  )
  const out = join(place.home, 'out')
  const first = await evaluate(['run', suite, '--json', '--out', out])
  const report = parsed(first)
  assert.deepEqual([first.code, report['gate'], report['state'], report['rows'].length, figure(report, 'correct')], [0, 'pass', 'complete', 7, 1])
  for (const file of ['report.json', 'junit.xml', 'report.html']) assert.ok(existsSync(join(out, file)), file)
  const { files: _, ...written } = report
  assert.deepEqual(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')), written)
  const trace = JSON.parse((await run(['traces', 'get', report['rows'][0].trace_id, '--json', '--data', place.data])).stdout)
  assert.match(trace.question, /^When was the lighthouse of|bread/)

  for (const baseline of [report['run_id'], join(out, 'report.json')]) {
    const again = parsed(await evaluate(['run', suite, '--json', '--against', baseline]))
    assert.ok(again['comparisons'].length > 5)
    for (const it of again['comparisons']) assert.deepEqual([it.verdict, it.difference.value], ['no difference shown', 0])
  }
  const told = await evaluate(['run', suite, '--against', report['run_id']])
  assert.match(told.stdout, /correct +100\.0 %  \[/)
  assert.match(told.stdout, /as set against baseline .*\n.*\n*[\s\S]*The gate is open\./)

  const listed = parsed(await evaluate(['runs', '--json', '--suite', 'guide']))
  assert.equal(listed['runs'].length, 4)
  assert.equal((await evaluate(['runs', 'remove', report['run_id']])).code, 0)
  const gone = await evaluate(['runs', 'remove', report['run_id']])
  assert.deepEqual([gone.code, /There is no run/.test(gone.stderr)], [1, true])
})

test('a threshold that does not hold is exit 100; "eval answers" asks for nothing; variants stand side by side', async () => {
  const suite = suiteFile('strict', 'variants: [{ name: ten }, { name: one, top_k: 1 }]\nthresholds: { exact_match: { least: 0.5, tag: years } }\n')
  const shut = await evaluate(['run', suite])
  assert.equal(shut.code, 100)
  assert.match(shut.stdout, /✗ ten \(years\): exact_match is 0\.0 %; at least 50\.0 % is wanted\.[\s\S]*The gate is shut\./)
  assert.match(shut.stdout, /^ +ten +one\n {2}correct/m)
  const answers = await evaluate(['answers', suite])
  assert.equal(answers.code, 0)
  assert.doesNotMatch(answers.stdout, /gate/)
})

const faults: readonly [string, (home: string) => string[], number, RegExp][] = [
  ['a key that is none', () => ['run', suiteFile('typo', 'treshold: 1\n')], 2, /typo\.yaml:3: The suite has no "treshold"\. Did you mean "thresholds"\?/],
  ['a suite that is not there', (home) => ['run', join(home, 'none.yaml')], 1, /There is no ".*none\.yaml"/],
  ['a baseline that is not there', () => ['run', suiteFile('lone', ''), '--against', 'nobody'], 1, /There is no baseline "nobody"/],
  ['a baseline that is no report', (home) => ['run', suiteFile('lone', ''), '--against', join(home, 'lone.yaml')], 2, /lone\.yaml is no JSON/],
  ['a rubric that is not there', () => ['run', suiteFile('rubric', 'judge: { rubrics: nice.v9, model: verifier }\n')], 1, /There is no rubric "nice\.v9"/],
  ['a model that is none', () => ['run', suiteFile('model', ''), '--models', 'extractive,nonsense'], 2, /nonsense/],
  ['a judge that nobody has', () => ['run', suiteFile('judge', 'judge: { rubrics: correct.v1 }\n')], 1, /none is live/],
] // prettier-ignore
for (const [name, words, code, sentence] of faults) {
  test(`${name} is told before anything is asked`, async () => {
    const ran = await evaluate(words(place.home))
    assert.deepEqual([ran.code, ran.stdout], [code, ''])
    assert.match(ran.stderr, sentence)
  })
}

test('a quote that stands in no document of the suite is told with its line, before anything is asked', async () => {
  const ran = await evaluate(['run', suiteFile('typing', '', questions.replace('}', ', quotes: "The lighthouze of Norholm" }'))])
  assert.deepEqual([ran.code, ran.stdout], [2, ''])
  assert.match(ran.stderr, /typing\.yaml:4: Case "[^"]+" wants the quote "The lighthouze of Norholm"/)
})

test('an empty collection is told, and nothing is asked', async () => {
  const path = join(place.home, 'empty.yaml')
  writeFileSync(path, 'name: empty\ncollection: nothing-here\ncases: [{ question: "Why?" }]\n')
  const ran = await evaluate(['run', path])
  assert.equal(ran.code, 2)
  assert.match(ran.stderr, /The collection "nothing-here" of the suite "empty" is empty.*answerable ingest PATH --collection nothing-here/)
})

const withModel = (): Record<string, string> => ({
  ANSWERABLE_GENERATOR: `compatible:writer@${stub.url}`,
  ANSWERABLE_MODEL_TIMEOUT_SECONDS: '2',
  ANSWERABLE_PRICES: 'writer=1/1,judge=100/100',
})

test('a run that was killed goes on from its rows', async () => {
  stub.set({ partMs: 20 })
  const suite = suiteFile('killed', 'thresholds: { failed: { most: 0 } }\n')
  const words = ['eval', 'run', suite, '--concurrency', '1', '--json', '--data', place.data]
  {
    await using killed = start(words, { env: withModel() })
    await until(() => stub.requests.filter(isCompletion).length >= 4, killed.said)
    await killed.stop('SIGKILL')
  }
  const asked = stub.requests.filter(isCompletion).length
  const ran = await run(words, withModel())
  const report = parsed(ran)
  assert.match(ran.stderr, /Going on with run [0-9a-f-]{36}: [1-6] of 7 answers are there\. "--fresh" begins anew\./)
  assert.deepEqual([ran.code, report['state'], new Set(report['rows'].map((it: Json) => it['case_id'])).size, report['rows'].length], [0, 'complete', 7, 7])
  assert.ok(stub.requests.filter(isCompletion).length - asked < 6, 'what was answered was not asked again')
  assert.match(report['notes'].join(), /of a run that was stopped in the middle/)
  const fresh = await run([...words, '--fresh'], withModel())
  assert.doesNotMatch(fresh.stderr, /Going on/)
})

test('Ctrl-C gives a partial report, and a shut gate', async () => {
  stub.set({ partMs: 20 })
  const before = stub.requests.filter(isCompletion).length
  await using stopped = start(['eval', 'run', suiteFile('stopped', 'thresholds: { failed: { most: 1 } }\n'), '--concurrency', '1', '--data', place.data], {
    env: withModel(),
  })
  await until(() => stub.requests.filter(isCompletion).length >= before + 3, stopped.said)
  assert.equal(await stopped.stop('SIGINT'), 100)
  assert.match(stopped.said(), /PARTIAL: It was stopped from outside\. [1-6] answers are counted\.[\s\S]*The gate is shut: a partial run opens none\./)
})

test('a model that fails now and then leaves failed rows, and no false pass', async () => {
  stub.set({ fault: { kind: 'status', status: 400 } })
  const ran = await evaluate(['run', suiteFile('failing', 'thresholds: { correct: 0.1, quotes_exact: 1 }\n'), '--json'], withModel())
  const report = parsed(ran)
  assert.deepEqual(
    [ran.code, figure(report, 'failed'), figure(report, 'correct'), report['gate']],
    [100, 6 / 7, 1 / 7, 'fail'],
    JSON.stringify(report['rows'].map((it: Json) => [it['case_id'], it['outcome'], it['model'], it['failure']])),
  )
  assert.match(report['thresholds'][1].why, /quotes_exact could not be measured/)
})

test('without thresholds no gate is set: it is said, and questions without an answer are exit 1', async () => {
  stub.set({ fault: { kind: 'status', status: 400 } })
  const suite = suiteFile('ungated', '', questions.split('\n')[0])
  const failed = await evaluate(['run', suite], withModel())
  assert.equal(failed.code, 1, failed.stderr)
  assert.match(failed.stdout, /^No gate was set: /m)
  const fine = await evaluate(['run', suite])
  assert.deepEqual([fine.code, /^No gate was set: /m.test(fine.stdout)], [0, true])
})

const judgeFaults: readonly [string, Partial<StubOptions>, RegExp][] = [
  ['writes garbage', { text: 'Well, hm.' }, /gave no verdict/],
  ['refuses', { refusal: 'I will not judge this.' }, /refused|verdict/],
  ['is down', { fault: { kind: 'status', status: 500 } }, /./],
  ['says nothing', { firstTokenMs: 60_000 }, /./],
] // prettier-ignore
for (const [name, options, sentence] of judgeFaults) {
  test(`a judge that ${name} has failed: counted, told, and no pass`, async () => {
    stub.set(options)
    const judged = `judge: { rubrics: correct.v1, model: "compatible:judge@${stub.url}" }\nthresholds: { correct: 0.5, judge.correct.v1: 0 }\n`
    const ran = await evaluate(['run', suiteFile('judged', judged, questions.split('\n').slice(0, 2).join('\n')), '--json', '--fresh'], {
      ANSWERABLE_MODEL_TIMEOUT_SECONDS: '1',
    })
    const report = parsed(ran)
    const metric = report['variants'][0].metrics.find((it: Json) => it['name'] === 'judge.correct.v1')
    assert.deepEqual([ran.code, report['gate'], metric.value, metric.judged.failed], [100, 'fail', 0, 2])
    for (const row of report['rows']) assert.match(row.judgements[0].failure, sentence)
  })
}

test('a judge that is too dear stops the run with what it has', async () => {
  stub.set({ text: '{"reasoning":"Same year.","verdict":"pass"}' })
  const head = `judge: { rubrics: correct.v1, model: "compatible:judge@${stub.url}" }\nlimits: { cost_usd: 0.01 }\nthresholds: { correct: 0.5 }\n`
  const ran = await evaluate(['run', suiteFile('dear', head), '--json'], withModelPrices)
  const report = parsed(ran)
  assert.deepEqual([ran.code, report['state'], report['gate']], [100, 'partial', 'fail'])
  assert.match(report['why'], /^The limit of \$0\.01 is spent/)
  assert.ok(report['rows'].length >= 1 && report['rows'].length < 7)
})
const withModelPrices = { ANSWERABLE_PRICES: 'judge=100/100' }

test('a judge is never the model that answers, unless it is said aloud', async () => {
  stub.set({})
  const head = (aloud: string): string => `judge: { rubrics: correct.v1, model: "compatible:writer@${stub.url}"${aloud} }\n`
  const refused = await evaluate(['run', suiteFile('itself', head(''))], withModel())
  assert.equal(refused.code, 2)
  assert.match(refused.stderr, /would judge its own answers \(variant "as set"\).*may_judge_itself: true/)
  assert.equal((await evaluate(['run', suiteFile('aloud', head(', may_judge_itself: true'), questions.split('\n')[0])], withModel())).code, 0)
})

const isCompletion = ({ path }: { path: string }): boolean => path.endsWith('completions')

const until = async (holds: () => boolean, said: () => string): Promise<void> => {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20))) if (holds()) return
  assert.fail(`It did not come so far. It said: ${said()}`)
}
