import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isAppError } from '../../base/error.ts'
import type { EvalSuite } from '../../domain/eval-suite.ts'
import { readSuite } from '../suite/read-suite.ts'
import { importSuite, type Imported } from './import-suite.ts'
import { suiteYaml } from './write-suite.ts'

interface Given {
  readonly [name: string]: unknown
}

const source = (files: Given) => {
  const texts = Object.entries(files).map(([name, content]) => ({ name, text: typeof content === 'string' ? content : JSON.stringify(content) }))
  return { files: texts, readBeside: async (path: string) => texts.find(({ name }) => name === path)?.text ?? null }
}

/** Imported, written and read again: what another program's file comes to. */
const suiteOf = async (files: Given): Promise<{ imported: Imported; suite: EvalSuite; notes: string }> => {
  const imported = await importSuite(source(files), 'imported', null)
  const noDisk = { readText: async () => '', hashOf: async () => '', resolve: (path: string) => path }
  return { imported, suite: await readSuite(suiteYaml(imported, 'there.yaml'), 'suite.yaml', noDisk), notes: imported.notes.join('\n') }
}

const promptfoo = (asserted: readonly unknown[], more: Given = {}) =>
  suiteOf({
    'promptfooconfig.yaml': {
      prompts: ['{{question}}'],
      providers: ['openai:a'],
      tests: [{ vars: { question: 'Why?', key: 'red' }, assert: asserted }],
      ...more,
    },
  })

for (const [name, assertion, expected] of [
  ['contains', { type: 'icontains', value: 'Red' }, { contains: ['Red'] }],
  ['contains with a variable', { type: 'icontains', value: '{{ key }} one' }, { contains: ['red one'] }],
  ['all of a list', { type: 'icontains-all', value: ['a', 'b'] }, { contains: ['a', 'b'] }],
  ['all of a text with commas', { type: 'icontains-all', value: 'a, b' }, { contains: ['a', 'b'] }],
  ['one of a list', { type: 'icontains-any', value: ['a', 'b'] }, { answers: ['a', 'b'] }],
  ['not', { type: 'not-icontains', value: 'c' }, { excludes: ['c'] }],
  ['equals', { type: 'equals', value: 42 }, { answers: ['42'] }],
  ['a form', { type: 'is-json', value: { type: 'object' } }, { responseSchema: { type: 'object' } }],
  ['facts', { type: 'factuality', value: 'It is red.' }, { reference: 'It is red.' }],
  ['a rubric', { type: 'llm-rubric', value: 'Says red' }, { reference: 'Says red' }],
  ['a refusal', { type: 'is-refusal' }, { mustAbstain: true }],
  ['a set', { type: 'assert-set', assert: [{ type: 'icontains', value: 'd' }] }, { contains: ['d'] }],
] as const) {
  test(`promptfoo: ${name}`, async () => {
    const { suite } = await promptfoo([assertion])
    const [it] = suite.cases
    assert.deepEqual({ ...it, ...expected }, it)
    assert.equal(it!.question, 'Why?')
  })
}

for (const [name, assertion, note] of [
  ['a program', { type: 'javascript', value: 'output.length' }, /"javascript" \(“output\.length”\) has no counterpart/],
  ['a pattern', { type: 'regex', value: '^a' }, /"regex" \(“\^a”\)/],
  ['a file', { type: 'contains', value: 'file://x.txt' }, /"contains" takes its value from a file/],
  ['something made of the answer', { type: 'icontains', value: 'x.md', transform: 'output.sources' }, /"transform" makes of the answer/],
  ['a weight', { type: 'icontains', value: 'a', weight: 2 }, /"weight" of an assertion is left out/],
  ['upper and lower case', { type: 'contains', value: 'a' }, /minds upper and lower case/],
  ['what nobody knows', { type: 'not-known' }, /"not-known" has no counterpart/],
  ['no type', { value: 'a' }, /An assertion without a type/],
] as const) {
  test(`promptfoo: ${name} is told`, async () => assert.match((await promptfoo([assertion])).notes, note))
}

test('promptfoo: money and time become thresholds that the loosest test passes, model-graded ones a judge', async () => {
  const { suite } = await promptfoo([
    { type: 'cost', threshold: 0.001 },
    { type: 'cost', threshold: 0.003 },
    { type: 'latency', threshold: 900 },
    { type: 'factuality', value: 'x' },
  ])
  assert.deepEqual(
    suite.thresholds.map(({ metric, most }) => [metric, most]),
    [
      ['cost', 0.003],
      ['latency_p95', 900],
    ],
  )
  assert.deepEqual(
    suite.rubrics.map(({ rubric }) => rubric),
    ['correct.v1'],
  )
})

test('promptfoo: what defaultTest, scenarios, lists and files beside it give is there', async () => {
  const { suite, notes } = await suiteOf({
    'promptfooconfig.yaml': {
      prompts: ['file://prompt.txt'],
      defaultTest: { assert: [{ type: 'icontains', value: 'always' }], options: {} },
      tests: [{ description: 'A list', vars: { query: ['One?', 'Two?'] } }, 'file://more.csv', 'file://gone.yaml'],
      scenarios: [{ config: [{ vars: { key: 'a' } }, { vars: { key: 'b' } }], tests: [{ vars: { query: 'Of {{key}}?' } }] }],
      evaluateOptions: { repeat: 3, delay: 10 },
      redteam: {},
    },
    'more.csv': 'query,__expected,__metadata:topic,__odd\n"Why, then?",icontains: because,reasons,1\n',
  })
  assert.deepEqual(
    suite.cases.map(({ id, question, contains, tags }) => [id, question, contains, tags]),
    [
      ['a-list', 'One?', ['always'], []],
      ['a-list (2)', 'Two?', ['always'], []],
      ['why-then', 'Why, then?', ['always', 'because'], ['topic: reasons']],
      ['of-a', 'Of a?', ['always'], []],
      ['of-b', 'Of b?', ['always'], []],
    ],
  )
  assert.equal(suite.repeat, 3)
  for (const told of [/gone\.yaml" was not read/, /"defaultTest\.options"/, /"__odd"/, /"evaluateOptions\.delay"/, /"redteam"/, /"prompts" are left out/])
    assert.match(notes, told)
})

test('promptfoo: where no variable is the question, the only prompt is, filled in', async () => {
  const { suite, notes } = await suiteOf({
    'promptfooconfig.yaml': { prompts: ['What is the capital of {{country}}?'], tests: [{ vars: { country: 'Peru', other: 'x' } }] },
  })
  assert.equal(suite.cases[0]!.question, 'What is the capital of Peru?')
  assert.match(notes, /The variable "other" is left out/)
  assert.doesNotMatch(notes, /"country" is left out/)
})

test('promptfoo: a question that only a prompt in another file would complete is told', async () => {
  const { suite, notes } = await suiteOf({ 'promptfooconfig.yaml': { prompts: ['file://a.txt', 'file://b.txt'], tests: [{ vars: { city: 'Lima' } }] } })
  assert.equal(suite.cases[0]!.question, 'Lima')
  assert.match(notes, /"city" was taken as the question.*write each question out/)
})

test('Ragas: samples with turns, contexts, and who wrote them', async () => {
  const { suite, notes } = await suiteOf({
    'set.jsonl': [
      { user_input: 'Why?', reference: 'Because.', reference_contexts: ['It is so because.'], retrieved_contexts: ['x'], response: 'So.', faithfulness: 0.4 },
      { user_input: 'What?', reference: 'That.', synthesizer_name: 'single_hop', query_style: 'PERFECT', rubrics: { score1: 'Wrong.' }, reference_topics: [] },
      {
        user_input: [
          { type: 'human', content: 'Hello' },
          { type: 'ai', content: 'Hi' },
          { type: 'human', content: 'And now?' },
        ],
      },
    ]
      .map((row) => JSON.stringify(row))
      .join('\n'),
  })
  const [first, second, third] = suite.cases
  assert.deepEqual(first!.quotes, [{ source: null, text: 'It is so because.' }])
  assert.equal(first!.reference, 'Because.')
  assert.deepEqual([second!.origin, second!.tags], ['generated', ['PERFECT', 'single_hop']])
  assert.equal(third!.question, 'And now?')
  assert.equal(third!.history.length, 2)
  for (const told of [/response of then/, /retrieved then/, /"faithfulness" has no counterpart/, /set\.jsonl:2: "rubrics" has no counterpart/])
    assert.match(notes, told)
  assert.doesNotMatch(notes, /reference_topics/)
})

test('Ragas: tables with lists as Python prints them, and names of before', async () => {
  const { suite } = await suiteOf({
    'set.csv': `question,ground_truth,contexts,ground_truth_contexts\n"Why?","Because.","['x']","['it\\'s so', ""and so""]"\n`,
  })
  assert.deepEqual(
    suite.cases[0]!.quotes.map(({ text }) => text),
    ["it's so", 'and so'],
  )
})

test('DeepEval: goldens and test cases, in both spellings', async () => {
  for (const row of [
    {
      input: 'Why?',
      expected_output: 'Because.',
      context: ['It is so.'],
      source_file: 'a.md',
      actual_output: 'So.',
      additional_metadata: { topic: 'reasons', level: 3 },
    },
    {
      input: 'Why?',
      expectedOutput: 'Because.',
      context: ['It is so.'],
      sourceFile: 'a.md',
      actualOutput: 'So.',
      additionalMetadata: { topic: 'reasons', level: 3 },
    },
  ]) {
    const { suite, notes } = await suiteOf({ 'set.json': { goldens: [row] } })
    const [it] = suite.cases
    assert.deepEqual([it!.reference, it!.quotes[0]!.text, it!.sources, it!.tags], ['Because.', 'It is so.', ['a.md'], ['topic: reasons']])
    for (const told of [/"actual_output" is of an answer of then/, /"additional_metadata\.level" is no text/, /"context" became "quotes"/])
      assert.match(notes, told)
  }
})

test('HolmesGPT: an incident is a case with the name of its folder; its shell is told and not taken', async () => {
  const { suite, notes } = await suiteOf({
    'cases/01_pods/test_case.yaml':
      'user_prompt: How many pods?\nexpected_output: [14 pods, in test-1]\ntags: [easy]\nbefore_test: kubectl apply\nevaluation: {correctness: 1}\n',
    'cases/02_job/test_case.yaml': 'user_prompt: Why did it fail?\nexpected_output: No memory\n',
  })
  assert.deepEqual(
    suite.cases.map(({ id, reference, tags }) => [id, reference, tags]),
    [
      ['01_pods', '- 14 pods\n- in test-1', ['easy']],
      ['02_job', 'No memory', []],
    ],
  )
  assert.match(notes, /set-up \("before_test"\) is left out and never run/)
  assert.doesNotMatch(suiteYaml((await suiteOf({ 'a/test_case.yaml': 'user_prompt: x\nbefore_test: kubectl apply' })).imported, 'a'), /kubectl/)
})

for (const [name, files, message] of [
  ['no known fields', { 'x.json': '{"a": 1}' }, /^x\.json: This is none of promptfoo, ragas/],
  ['no YAML', { 'promptfooconfig.yaml': 'tests:\n  - a: [' }, /^promptfooconfig\.yaml:\d+: This is no YAML/],
  ['a broken line', { 'x.jsonl': '{"user_input": "a"}\n{' }, /^x\.jsonl:2: This line is no JSON/],
  ['a row without a question', { 'x.json': '[{"user_input": "a"},\n{"reference": "b"}]' }, /^x\.json:2: This row has no "user_input"/],
  ['rows that are none', { 'x.json': '{"goldens": ["a"]}' }, /^x\.json:1: Each row has to be an object/],
  ['nothing that can be asked', { 'x.yaml': 'tests: [{description: a}]' }, /^x\.yaml: There is no case/],
] as const) {
  test(`a file with ${name} is one sentence with its line`, async () => {
    await assert.rejects(importSuite(source(files), 'x', null), (error) => isAppError(error) && error.code === 'invalid' && message.test(error.message))
  })
}

test('a question that a suite cannot hold, and one that asks for two things, are told', async () => {
  const { suite, notes } = await suiteOf({
    'x.yaml': {
      tests: [{ vars: { question: 'x'.repeat(2000) } }, { vars: { question: 'Why?' }, assert: [{ type: 'is-refusal' }, { type: 'icontains', value: 'a' }] }],
    },
  })
  assert.deepEqual(
    suite.cases.map(({ mustAbstain, contains }) => [mustAbstain, contains]),
    [[true, []]],
  )
  assert.match(notes, /more than 1000 characters/)
  assert.match(notes, /taken as one that has to be declined/)
})

test('whatever stands in a configuration: a suite that can be read, or one sentence', async () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('a', 'file://b', '{{question}}', 'x\u0000y', ' '),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.string(), { maxLength: 2 }),
    fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }),
  )
  const type = fc.constantFrom(
    'contains',
    'icontains-all',
    'icontains-any',
    'equals',
    'not-contains',
    'is-json',
    'llm-rubric',
    'cost',
    'is-refusal',
    'assert-set',
    'regex',
  )
  const assertion = fc.oneof(fc.record({ type, value, threshold: value }, { requiredKeys: ['type'] }), value)
  const one = fc.record(
    {
      description: value,
      vars: fc.record({ question: value, other: value }, { requiredKeys: [] }),
      assert: fc.oneof(fc.array(assertion, { maxLength: 3 }), value),
      metadata: value,
    },
    { requiredKeys: ['vars'] },
  )
  const config = fc.record({
    tests: fc.array(fc.oneof({ arbitrary: one, weight: 9 }, value), { maxLength: 4 }),
    prompts: value,
    defaultTest: fc.oneof(one, value),
    description: value,
  })
  await fc.assert(
    fc.asyncProperty(config, async (given) => {
      try {
        const { imported, suite } = await suiteOf({ 'promptfooconfig.json': given })
        assert.equal(suite.cases.length, imported.cases.length)
      } catch (error) {
        assert.ok(isAppError(error) && /There is no case/.test(error.message), String((error as Error).stack))
      }
    }),
    { numRuns: 400, seed: 5 },
  )
})
