import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Citation, RecordCited } from '../../domain/answer.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import { checkAnswer, failedScores } from './check-answer.ts'
import { answerOf, caseOf, checkedOf, declined, type Said } from './checked-for-tests.ts'
import { answerWords, holds } from './short-answers.ts'

const documents = { 'guide/ports.md': 'The port is 9443. It is open.\nBudgets cap spend at  1,000 euros.', 'b.md': 'The port is 9443.' }
const port = { source: 'guide/ports.md', quote: 'The port is 9443.' }
const budget = { source: 'guide/ports.md', quote: 'Budgets cap spend at  1,000 euros.' }

const cited = (record: RecordCited): Citation => {
  const [citation] = answerOf({ cites: [port], documents }).citations
  return { ...citation!, record }
}

type Wanted = Readonly<Record<string, number | null>>
const rows: readonly [string, Partial<EvalCase>, Said | typeof declined, Wanted][] = [
  ['an answer that carries the short answer', { answers: ['9443'] }, { documents, cites: [port] }, { correct: 1, answered: 1, declined_rightly: null, abstention_right: 1, exact_match: 0, quotes_exact: 1 }],
  ['only the short answer', { answers: ['the 9443'] }, { documents, text: '9443.', cites: [port] }, { correct: 1, exact_match: 1, token_f1: 1 }],
  ['a short answer that only the quote holds', { answers: ['9443'] }, { documents, text: 'It is that one.', cites: [port] }, { correct: 1, exact_match: 0 }],
  ['another short answer', { answers: ['9444', 'eighty'] }, { documents, cites: [port] }, { correct: 0, token_f1: 0 }],
  ['a declined question that has an answer', { answers: ['9443'], contains: ['9443'], quotes: [{ source: null, text: port.quote }], sources: ['b.md'] }, declined, { correct: 0, answered: 0, abstention_right: 0, exact_match: 0, contains: 0, citation_recall: 0, citation_precision: null, source_hit: 0, format: null, numbers_agree: null }],
  ['a question that was declined rightly', { mustAbstain: true }, declined, { correct: 1, answered: null, declined_rightly: 1, abstention_right: 1, supported_share: null }],
  ['an answer to what has none', { mustAbstain: true }, { documents, cites: [port] }, { correct: 0, declined_rightly: 0, abstention_right: 0, quotes_exact: 1 }],
  ['the wanted quote', { quotes: [{ source: null, text: port.quote }] }, { documents, cites: [port] }, { correct: 1, citation_recall: 1, citation_precision: 1 }],
  ['the wanted quote with other blanks', { quotes: [{ source: 'ports.md', text: 'Budgets cap spend at 1,000\neuros.' }] }, { documents, cites: [budget] }, { citation_recall: 1, citation_precision: 1 }],
  ['a quarter of the wanted quote', { quotes: [{ source: null, text: 'The port is 9443. It is open.' }] }, { documents, cites: [{ source: 'guide/ports.md', quote: 'is open' }] }, { correct: 0, citation_recall: 7 / 29, citation_precision: 1 }],
  ['one of two wanted quotes, and another place', { quotes: [{ source: null, text: 'It is open.' }, { source: null, text: 'Budgets cap' }] }, { documents, cites: [{ source: 'guide/ports.md', quote: 'It is open.' }, port] }, { correct: 1, citation_recall: 0.5, citation_precision: 0.5 }],
  ['the quote of another document', { quotes: [{ source: 'guide/ports.md', text: port.quote }] }, { documents, cites: [{ ...port, source: 'b.md' }] }, { correct: 0, citation_recall: 0, citation_precision: 0 }],
  ['the same words in another document, where that does not count', { quotes: [{ source: null, text: port.quote }] }, { documents, cites: [{ ...port, source: 'b.md' }] }, { citation_recall: 1 }],
  ['words of a version that is gone', { quotes: [{ source: null, text: 'the PORT is 9443' }] }, { cites: [{ source: 'old.md', quote: 'The port is 9443.' }] }, { citation_recall: 1, quotes_exact: 0 }],
  ['the wanted document by the end of its name', { sources: ['ports.md'] }, { documents, cites: [port] }, { correct: 1, source_hit: 1 }],
  ['another document', { sources: ['orts.md'] }, { documents, cites: [port] }, { correct: 0, source_hit: 0 }],
  ['the wanted record, and one that is not cited', { records: [{ entity: 'order', id: '7', field: null }, { entity: 'order', id: '7', field: 'status' }, { entity: 'order', id: '8', field: null }] }, { text: 'Sent.', parts: { citations: [cited({ entity: 'order', id: '7', field: 'status', value: 'sent' })] } }, { correct: 0, records_cited: 2 / 3, quotes_exact: null }],
  ['a record among the rows of a figure', { records: [{ entity: 'order', id: '8', field: null }] }, { text: 'Two.', parts: { citations: [cited({ entity: 'order', id: null, field: 'order_id', value: '2', figure: { kind: 'count', rows: 2, ids: ['7', '8'] } })] } }, { correct: 1, records_cited: 1 }],
  ['a quote one letter off', {}, { documents, cites: [{ ...port, shift: 1 }] }, { quotes_exact: 0, correct: null }],
  ['a number from nowhere', {}, { documents, text: 'The port is 9444, of 9443.', cites: [port] }, { numbers_agree: 0.5 }],
  ['numbers written otherwise', {}, { documents, text: '1. It is 1000 on port 9443.', cites: [budget] }, { numbers_agree: 1 }],
  ['a number of the reference', { reference: 'Or 8080.' }, { documents, text: 'Use 8080.', cites: [port] }, { numbers_agree: 1 }],
  ['a name from nowhere', {}, { documents, text: 'It was set by Norrholm and Budgets.', cites: [port] }, { names_agree: 0.5 }],
  ['wanted and unwanted texts', { contains: ['9443', 'open'], excludes: ['closed', 'port'] }, { documents, cites: [port] }, { correct: 0, contains: 0.5, excludes: 0.5 }],
  ['what a prompt left behind', {}, { documents, text: 'The port is 9443 [1]. <|im_end|>', cites: [port] }, { format: 0 }],
  ['a mark that the documents themselves have', {}, { documents: { 'a.md': 'See [1].' }, cites: [{ source: 'a.md', quote: 'See [1].' }] }, { format: 1 }],
  ['code that is not closed', {}, { documents, text: '```\nport', cites: [port] }, { format: 0 }],
  ['nothing to go by but a reference', { reference: 'It is 9443.' }, { documents, cites: [port] }, { correct: null, abstention_right: 1 }],
  ['a sentence that is not held', {}, { documents, cites: [port], parts: { verdicts: [{ text: 'x', verdict: 'unsupported', score: 0, reasons: [], citations: [] }, { text: 'y', verdict: 'supported', score: 1, reasons: [], citations: [] }] } }, { supported_share: 0.5 }],
] // prettier-ignore
for (const [name, given, said, wanted] of rows) {
  test(`scores of ${name}`, () => {
    const { scores, faults } = checkAnswer(checkedOf(given, said))
    assert.deepEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, scores[key]])), wanted, faults.join('\n'))
    for (const value of Object.values(scores)) assert.ok(value === null || (value >= 0 && value <= 1))
  })
}

test('an object is held against its schema by what the reader of schemas found', () => {
  const answer = answerOf({ text: '{"port":1}', parts: { data: { port: 1 } } })
  const format = (faults: readonly string[]) => checkAnswer(checkedOf({ responseSchema: { type: 'object' } }, answer, faults)).scores['format']
  assert.deepEqual([format([]), format(['port must be text'])], [1, 0])
})

test('faults are sentences that name what is wrong, and a good answer has none', () => {
  const faultsOf = (given: Partial<EvalCase>, said: Said): readonly string[] => checkAnswer(checkedOf(given, said)).faults
  assert.deepEqual(faultsOf({ answers: ['9443'], sources: ['ports.md'] }, { documents, cites: [port] }), [])
  assert.deepEqual(faultsOf({ answers: ['9444'], sources: ['x.md'] }, { documents, text: 'It is 7.', cites: [{ ...port, shift: 2 }] }), [
    'It cites guide/ports.md and not x.md.',
    'guide/ports.md does not have “The port is 9443.” at 2–19.',
    'The number 7 is in no passage and not in the reference.',
    'None of the short answers is in it: “9444”.',
  ])
  assert.deepEqual(faultsOf({}, { text: 'It is so.' }), ['The answer cites nothing.'])
})

test('a question that failed counts where its case asks for something, and nowhere else', () => {
  const applied = (given: Partial<EvalCase>): string[] => Object.entries(failedScores(caseOf(given))).flatMap(([name, score]) => (score === 0 ? [name] : []))
  assert.deepEqual(applied({ answers: ['x'], quotes: [{ source: null, text: 'q' }] }).sort(), [
    'abstention_right',
    'answered',
    'citation_recall',
    'correct',
    'exact_match',
    'token_f1',
  ])
  assert.deepEqual(applied({ mustAbstain: true }).sort(), ['abstention_right', 'correct', 'declined_rightly'])
  assert.deepEqual(applied({ reference: 'r' }).sort(), ['abstention_right', 'answered'])
})

test('short answers are found as words, options as they are written', () => {
  for (const [text, wanted, isThere] of [
    ['The Norman dynasty ruled.', 'norman Dynasty', true],
    ['It took 1,000 men.', '1000', true],
    ['Port 94430', '9443', false],
    ['Use --port 80', '--port', true],
    ['Use port 80', '--port', false],
    ['a .local/share/x', '.local/share', true],
    ['set max_tokens', 'max tokens', false],
    ['它位于北京市。', '北京', true],
    ['an Export', 'port', false],
    ['uses  C++ here', 'C++', true],
  ] as const)
    assert.equal(holds(text, wanted), isThere, `${wanted} in ${text}`)
  assert.deepEqual(answerWords("The U.S.'s  an Apple, 北京"), ['uss', 'apple', '北', '京'])
})
