import assert from 'node:assert/strict'
import { test } from 'node:test'
import { junitXml } from './junit.ts'
import type { VariantReport } from '../../domain/eval-run.ts'
import { parseXml, type XmlElement } from './parse-xml-for-tests.ts'
import { reportForTests, type ReportShape } from './report-for-tests.ts'

const suitesOf = (shape: ReportShape): XmlElement[] => parseXml(junitXml(reportForTests(shape))).children
const named = (element: XmlElement, name: string): XmlElement[] => element.children.filter((it) => it.name === name)

test('each variant is a suite, each case a test, and its counts are those of its tests', () => {
  const suites = suitesOf({ variants: ['small', 'large'], cases: 9 })
  assert.deepEqual(
    suites.map(({ attributes }) => attributes['name']),
    ['handbook: small', 'handbook: large', 'handbook: gate'],
  )
  for (const suite of suites) {
    const tests = named(suite, 'testcase')
    assert.equal(suite.attributes['tests'], String(tests.length))
    for (const [kind, attribute] of [
      ['failure', 'failures'],
      ['error', 'errors'],
    ] as const) {
      assert.equal(suite.attributes[attribute], String(tests.filter((it) => named(it, kind).length > 0).length))
    }
  }
  assert.equal(named(suites[0]!, 'testcase').length, 9)
  assert.equal(suites[0]!.attributes['errors'], '1')
})

test('the elements stand in the order of the schema, and what it obliges to is there', () => {
  for (const suite of suitesOf({ judge: 'certified' })) {
    const order = suite.children.map(({ name }) => name)
    assert.deepEqual(order, ['properties', ...Array<string>(order.length - 3).fill('testcase'), 'system-out', 'system-err'])
    for (const attribute of ['name', 'package', 'id', 'timestamp', 'hostname', 'time']) assert.ok(suite.attributes[attribute], attribute)
    assert.match(suite.attributes['timestamp']!, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
  }
})

test('a fault is a failure with every fault and the words; a question without an answer is an error', () => {
  const [suite] = suitesOf({})
  const outcomes = named(suite!, 'testcase').flatMap((it) => it.children)
  const failure = outcomes.find(({ name }) => name === 'failure')!
  assert.match(failure.text, /None of the expected sources is cited: guide\/keys\.md\./)
  assert.match(failure.text, /^Question: How often/m)
  assert.match(outcomes.find(({ name }) => name === 'error')!.attributes['message']!, /did not answer within 60 seconds/)
})

test('a gate that fails, a partial run and a threshold are red tests', () => {
  const red = (shape: ReportShape): (string | undefined)[] =>
    named(suitesOf(shape).at(-1)!, 'testcase')
      .filter(({ children }) => children.length > 0)
      .map(({ attributes }) => attributes['name'])
  assert.deepEqual(red({ gate: 'pass' }), [])
  assert.deepEqual(red({ gate: 'fail' }), ['correct of as set', 'the gate'])
  assert.deepEqual(red({ gate: 'fail', state: 'partial' }), ['the run is complete', 'correct of as set', 'the gate'])
  assert.deepEqual(red({ gate: null, state: 'partial' }), ['the run is complete'])
})

test('a judge says what is known of it', () => {
  const property = (shape: ReportShape, name: string): string | undefined =>
    suitesOf(shape)[0]!.children[0]!.children.find(({ attributes }) => attributes['name'] === name)?.attributes['value']
  assert.match(property({ judge: 'certified' }, 'judge.correct.v1.certificate')!, /agreement with people 0\.84 on pandalm/)
  assert.match(property({ judge: 'unmeasured' }, 'judge.correct.v1.certificate')!, /never measured/)
})

for (const [words, readable] of [
  ['</failure>]]><script>', '</failure>]]><script>'],
  ['a\u0000b\u0008c\u001b[31m', 'a\ufffdb\ufffdc\ufffd[31m'],
  ['half \ud83d pair', 'half \ufffd pair'],
  ['😀 & "quotes" \'too\'', '😀 & "quotes" \'too\''],
  ['line\r\nend\ttab', 'line\r\nend\ttab'],
  ['\ufffe\uffff', '\ufffd\ufffd'],
  ['ü\u0085\u2028', 'ü\u0085\u2028'],
] as const) {
  test(`words come through as any reader of XML takes them: ${JSON.stringify(words)}`, () => {
    const [suite] = suitesOf({ words })
    const failure = named(suite!, 'testcase')
      .flatMap((it) => it.children)
      .find(({ name }) => name === 'failure')!
    assert.equal(failure.attributes['message'], `The answer says ${readable}`)
    assert.ok(failure.text.includes(`Answer: ${readable}`))
  })
}

test('tests that are asked several times have names of their own', () => {
  const names = named(suitesOf({ repeat: 3, cases: 4 })[0]!, 'testcase').map(({ attributes }) => attributes['name'])
  assert.equal(new Set(names).size, 12)
  assert.equal(names[1], 'case-1 (2 of 3)')
})

test('what a run cost has judging in it, and is left out while a price is not known', () => {
  const costs = (parts: Partial<VariantReport>): (string | undefined)[][] => {
    const { report, ...input } = reportForTests({})
    const xml = junitXml({ ...input, report: { ...report, variants: report.variants.map((it) => ({ ...it, ...parts })) } })
    return [...xml.matchAll(/<property name="cost_usd\.(\w+)" value="([^"]*)"/g)].map(([, of, cost]) => [of, cost])
  }
  assert.deepEqual(costs({ costUsd: 0.25, judgeCostUsd: 0.5 }), [['answers', '0.25'], ['judging', '0.5'], ['total', '0.75']]) // prettier-ignore
  assert.deepEqual(costs({ costUsd: 0.25, judgeCostUsd: null }), [['answers', '0.25']])
})

test('without thresholds no test speaks of a gate', () => {
  const { report, ...input } = reportForTests({ gate: null })
  const suite = parseXml(junitXml({ ...input, report: { ...report, thresholds: [] } })).children.at(-1)!
  assert.deepEqual(
    [suite.attributes['name']?.includes('gate'), named(suite, 'testcase').map(({ attributes }) => attributes['name'])],
    [false, ['the run is complete']],
  )
})
