import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../../base/error.ts'
import { caseRecord } from './write-case.ts'
import { readCasesFile } from './read-cases.ts'
import { readSuite, type SuiteDisk } from './read-suite.ts'

const files: Record<string, string> = {
  'cases.jsonl': '{"question":"Which port?"}\n\n{"question":"Whose fault?","abstain":true}\n',
  'cases.yaml': 'cases:\n  - question: Which port?\n',
}
const disk: SuiteDisk = {
  readText: async (path) => {
    if (path in files) return files[path]!
    throw new AppError('not_found', `There is no "${path}". Check the path.`)
  },
  hashOf: async (paths) => `deadbeef${paths.join()}`,
  resolve: (path) => `/suites/${path}`,
}
const read = (text: string) => readSuite(text, 'suite.yaml', disk)

test('a suite says what it leaves out by defaults', async () => {
  const suite = await read('name: guide\ncases:\n  - question: Which port?\n    answers: 9443\n    quotes: The port is 9443.\n    sources: ports.md\n')
  const { hash, cases, ...rest } = suite
  assert.match(hash, /^[0-9a-f]{64}$/)
  assert.deepEqual(rest, {
    name: 'guide',
    collection: 'default',
    documents: [],
    retrieval: [],
    variants: [{ name: 'as set', model: null, topK: null, maxTokens: null, promptsDir: null }],
    rubrics: [],
    repeat: 1,
    mostCostUsd: null,
    thresholds: [],
  })
  assert.deepEqual(cases, [
    {
      id: 'which-port',
      question: 'Which port?',
      history: [],
      responseSchema: null,
      reference: null,
      answers: ['9443'],
      sources: ['ports.md'],
      quotes: [{ source: null, text: 'The port is 9443.' }],
      contains: [],
      excludes: [],
      mustAbstain: false,
      tags: [],
      origin: 'people',
      cluster: 'ports.md',
      place: 'suite.yaml:3',
    },
  ])
})

test('all that a suite may say arrives', async () => {
  const suite = await read(`
name: guide
documents: [docs, extra.md]
cases: cases.jsonl
retrieval: sets/clapnq
variants:
  - { name: small, model: 'local:qwen', top_k: 4, max_tokens: 100, prompts: prompts }
judge: { rubrics: [correct.v1, helpful.v1], model: verifier, may_judge_itself: true, least_kappa: 0.4 }
repeat: 3
limits: { cost_usd: 0.5 }
thresholds:
  correct: 0.9
  latency_p95: { most: 900 }
  answered: [{ least: 0.5 }, { most_worse: 0.02 }]
  judge.correct.v1: { least: 0.7 }
  retrieval.ndcg@10: 0.6
`)
  assert.equal(suite.collection, 'eval-guide-deadbeef')
  assert.deepEqual(suite.documents, ['/suites/docs', '/suites/extra.md'])
  assert.deepEqual(
    suite.cases.map(({ id, place, mustAbstain }) => [id, place, mustAbstain]),
    [
      ['which-port', 'cases.jsonl:1', false],
      ['whose-fault', 'cases.jsonl:3', true],
    ],
  )
  assert.deepEqual(suite.variants, [{ name: 'small', model: 'local:qwen', topK: 4, maxTokens: 100, promptsDir: '/suites/prompts' }])
  assert.deepEqual(suite.rubrics[1], { rubric: 'helpful.v1', model: 'verifier', mayJudgeItself: true, leastKappa: 0.4 })
  assert.deepEqual([suite.repeat, suite.mostCostUsd, suite.thresholds.length], [3, 0.5, 6])
  assert.deepEqual(suite.thresholds[3], { metric: 'answered', tag: null, least: null, most: null, mostWorse: 0.02 })
})

const case_ = 'name: a\ncases:\n  - question: Why?\n'
const faults: readonly [string, string, string | RegExp][] = [
  ['text that is no YAML', 'name: a\ncases: [\n', /^suite\.yaml:\d: This is no YAML: /],
  ['a key twice', 'name: a\nname: b\ncases: cases.jsonl\n', 'suite.yaml:2: "name" stands here twice. Keep one.'],
  ['a list', '- question: Why?\n', 'suite.yaml:1: The suite must be an object.'],
  ['nothing', '', 'suite.yaml:1: The suite must be an object.'],
  ['no name', 'cases: cases.jsonl\n', 'suite.yaml:1: "name" is missing.'],
  ['an unknown key', 'name: a\ncases: cases.jsonl\ntreshold:\n  correct: 1\n', 'suite.yaml:3: The suite has no "treshold". Did you mean "thresholds"?'],
  ['an unknown key of a case', `${case_}    anwsers: x\n`, 'suite.yaml:4: Case 1 has no "anwsers". Did you mean "answers"?'],
  ['an unknown key of a judge', `${case_}judge:\n  rubrics: x\n  modle: y\n`, 'suite.yaml:6: "judge" has no "modle". Did you mean "model"?'],
  ['an unknown bound', `${case_}thresholds:\n  correct: { leats: 1 }\n`, 'suite.yaml:5: "thresholds.correct" has no "leats". Did you mean "least"?'],
  ['no cases', 'name: a\ncases: []\n', 'suite.yaml:2: There is no case. An evaluation of nothing says nothing.'],
  ['cases that are none', 'name: a\ncases: 7\n', /^suite\.yaml:2: "cases" must be a text or a list\.$/],
  ['a case without a question', 'name: a\ncases:\n  - answers: x\n', 'suite.yaml:3: "question" of case 1 is missing.'],
  ['a case that is a text', 'name: a\ncases:\n  - Why?\n', 'suite.yaml:3: Case 1 must be an object.'],
  ['the same question twice', `${case_}  - question: Why?\n`, 'suite.yaml:4: The id "why" is taken by the case at suite.yaml:3. Give each its own "id".'],
  [
    'a case that abstains and answers',
    `${case_}    abstain: true\n    answers: [x]\n`,
    'suite.yaml:3: Case "why" has to abstain and has "answers": it cannot be both.',
  ],
  ['a record without an id', `${case_}    cites_record: order\n`, /^suite\.yaml:4: "cites_record" of case 1 must name a record as "order\/#W2611340"/],
  [
    'a history of a stranger',
    `${case_}    history:\n      - { role: system, content: x }\n`,
    'suite.yaml:5: "history.role" of case 1 must be one of user, assistant.',
  ],
  ['a file that is not there', 'name: a\ncases: none.jsonl\n', 'suite.yaml:2: There is no "none.jsonl". Check the path.'],
  ['an unknown metric', `${case_}thresholds:\n  corect: 0.9\n`, 'suite.yaml:5: There is no metric "corect". Did you mean "correct"?'],
  ['a rubric that nobody judges', `${case_}thresholds:\n  judge.correct.v1: 0.9\n`, /^suite\.yaml:5: There is no metric "judge\.correct\.v1"\./],
  [
    'a tag that no case has',
    `${case_}    tags: [ports]\nthresholds:\n  correct: { least: 1, tag: port }\n`,
    'suite.yaml:6: No case has the tag "port". Did you mean "ports"?',
  ],
  ['a threshold without a bound', `${case_}thresholds:\n  correct: {}\n`, 'suite.yaml:5: "correct" has no bound: give "least", "most" or "most_worse".'],
  ['two variants of one name', `${case_}variants: [{ name: x }, { name: x }]\n`, 'suite.yaml:4: There is another variant "x".'],
  ['a collection and documents', `${case_}collection: x\ndocuments: docs\n`, /^suite\.yaml:5: "documents" are read into a collection of their own/],
  ['a name that is no name', 'name: My Suite\ncases: cases.jsonl\n', /^suite\.yaml:1: "name" must have only lower-case letters/],
  ['a rubric twice', `${case_}judge:\n  - rubrics: correct.v1\n  - { rubrics: correct.v1, model: b }\n`, /^suite\.yaml:6: judge\.correct\.v1 is judged twice/],
  ['a limit of nothing', `${case_}limits: { cost_usd: 0 }\n`, 'suite.yaml:4: "limits.cost_usd" must be more than 0.'],
]
for (const [name, text, sentence] of faults) {
  test(`${name} is one sentence with file and line`, async () => {
    await assert.rejects(read(text), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'invalid')
      if (typeof sentence === 'string') assert.equal(error.message.replace(/ at line .*/, ''), sentence)
      else assert.match(error.message, sentence)
      return true
    })
  })
}

test('JSON lines name the line that is none, and faults are told together', () => {
  assert.throws(() => readCasesFile('{"question":"Why?"}\n{"question":\n', 'c.jsonl'), /^AppError: c\.jsonl:2: This line is no JSON: /)
  assert.throws(
    () => readCasesFile('{"question":"Why?","abstain":true,"answers":["x"]}\n{"question":"Why?"}', 'c.jsonl'),
    /c\.jsonl:1: .*cannot be both\.\nc\.jsonl:2: The id "why" is taken by the case at c\.jsonl:1/,
  )
})

test('a rubric of a path is meant from the suite, and its metric is named by its file', async () => {
  const { rubrics } = await read(`${case_}judge: { rubrics: rubrics/mine.v2.md }\nthresholds: { judge.mine.v2: 0.5 }\n`)
  assert.equal(rubrics[0]!.rubric, '/suites/rubrics/mine.v2.md')
})

test('the same question of two customers is two cases, and both are written as they were read', () => {
  const text = [1, 2].map((id) => `- { question: Where is it?, customer: 'c${id}', cites_record: ['order/#W${id}', 'order/#W${id}/status'] }`).join('\n')
  const cases = readCasesFile(text, 'cases.yaml')
  assert.deepEqual(
    cases.map(({ customer, records }) => [customer, records]),
    [1, 2].map((id) => [
      `c${id}`,
      [
        { entity: 'order', id: `#W${id}`, field: null },
        { entity: 'order', id: `#W${id}`, field: 'status' },
      ],
    ]),
  )
  assert.deepEqual(readCasesFile(JSON.stringify(cases.map(caseRecord)), 'cases.json').map(caseRecord), cases.map(caseRecord))
})

test('the hash follows what decides the outcome, and neither order nor bounds', async () => {
  const hash = async (text: string): Promise<string> => (await read(text)).hash
  const one = '  - question: Why?\n'
  const two = '  - question: When?\n'
  const base = await hash(`name: a\ncases:\n${one}${two}`)
  assert.equal(await hash(`name: a\ncases:\n${two}${one}thresholds: { correct: 1 }\nrepeat: 2\n`), base)
  for (const other of [
    `cases:\n${one}`,
    `cases:\n${one}${two}    answers: x\n`,
    `cases:\n${one}${two}documents: docs\n`,
    `cases:\n${one}${two}collection: b\n`,
  ])
    assert.notEqual(await hash(`name: a\n${other}`), base, other)
})

test('a case that was written is read back as it was', () => {
  const text =
    '{"id":"a","question":"Why?","history":[{"role":"user","content":"x"}],"reference":"r","answers":["1"],"sources":["s.md"],"contains":["c"],"excludes":["e"],"tags":["t"],"quotes":["q",{"source":"s.md","text":"q2"}],"response_schema":{"type":"object"},"origin":"generated"}'
  const [it] = readCasesFile(text, 'c.jsonl')
  assert.deepEqual(readCasesFile(JSON.stringify(caseRecord(it!)), 'c.jsonl'), [it])
  assert.deepEqual(caseRecord(readCasesFile('{"question":"Why?","abstain":true}', 'c.jsonl')[0]!), { id: 'why', question: 'Why?', abstain: true })
})

test('thresholds that would never hold, or never count, are refused with their line', async () => {
  const refused = (thresholds: string) => read(`name: a\ncases: [{ question: Why?, answers: b }]\nthresholds: ${thresholds}\n`)
  await assert.rejects(refused('{ correct: [] }'), /^AppError: suite\.yaml:3: "thresholds\.correct" must have a bound\.$/)
  await assert.rejects(refused('{ __proto__: 0.9 }'), /suite\.yaml:3: There is no metric "__proto__"\./)
  await assert.rejects(refused('{ correct: 90 }'), /suite\.yaml:3: "correct" is bound by 90, and shares are 0 … 1; did you mean 0\.9\.$/)
  await assert.rejects(refused('{ failed: { most: 1.5 } }'), /did you mean 0\.015/)
  assert.equal((await refused('{ latency_p95: { most: 900 }, correct: 1 }')).thresholds.length, 2)
})
