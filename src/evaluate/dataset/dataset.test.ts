import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgedQuestions } from './judged-questions.ts'
import { placedQuestions } from './placed-questions.ts'
import { readCorpusLine, readJudgementLine, readQueryLine } from './read-beir.ts'
import { readSpanLine, readSpanTable } from './read-spans.ts'

const place = 'file:7'
const line = (text: string) => ({ text, place })

test('numbers as ids, other fields and a missing title are taken as they are', () => {
  assert.deepEqual(readCorpusLine(line('{"_id": 12, "text": "x", "metadata": {"a": 1}}')), { id: '12', title: '', text: 'x', mediaType: 'text/plain' })
  assert.equal(readCorpusLine(line('{"_id": "a", "title": null, "text": ""}')).title, '')
  assert.deepEqual(readQueryLine(line('301\tInternational crime')), { id: '301', text: 'International crime' })
})

test('judgements are read in the form of BEIR and of TREC, with and without header', () => {
  const read = (text: string, isFirst = false) => readJudgementLine(line(text), isFirst)
  assert.equal(read('query-id\tcorpus-id\tscore', true), null)
  assert.deepEqual(read('q 1\td 1\t2'), { questionId: 'q 1', documentId: 'd 1', grade: 2, place })
  assert.deepEqual(read('q1 0 d1 -1', true), { questionId: 'q1', documentId: 'd1', grade: -1, place })
  assert.deepEqual(read('q1\t0\td1\t1'), { questionId: 'q1', documentId: 'd1', grade: 1, place })
  assert.throws(() => read('query-id\tcorpus-id\tscore'), /file:7: The grade "score" is no whole number/)
  assert.throws(() => read('q1\td1\t0.5'), /file:7: The grade "0\.5" is no whole number/)
})

test('questions of one document are one cluster, that of the most relevant one', () => {
  const judge = (questionId: string, documentId: string, grade: number) => ({ questionId, documentId, grade, place })
  const { questions, notes } = judgedQuestions({
    questions: new Map(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => [id, { id, text: id }])),
    judgements: [judge('a', 'x', 1), judge('a', 'y', 2), judge('b', 'y', 1), judge('b', 'hollow', 1), judge('c', 'x', 0)],
    isDocument: () => true,
    isEmpty: (id) => id === 'hollow',
    file: 'test.tsv',
  })
  assert.deepEqual(questions.map(({ id, cluster }) => [id, cluster]), [['a', 'y'], ['b', 'y']]) // prettier-ignore
  assert.equal(notes[0], '4 questions ("d", "e", "f", …) without a judgement in test.tsv: not asked.')
  assert.match(notes.join('\n'), /1 question \("c"\)[\s\S]*1 relevant document \("hollow"\) without text/)
})

test('a table counts its lines through cells that run over several', () => {
  const table = 'question,references,corpus_id\n"Who\nbarks?","[{""content"": ""Dogs"", ""start_index"": 0, ""end_index"": 4}]",a\n\nWho?,nothing,a\n'
  assert.throws(() => readSpanTable(table, 't.csv'), /t\.csv:5: This line is no JSON/)
  const [question] = readSpanTable(table.replace('nothing', '[]'), 't.csv')
  assert.deepEqual(question, { id: 'a:1', text: 'Who\nbarks?', references: [{ source: 'a', start: 0, end: 4, text: 'Dogs' }], place: 't.csv:2' })
})

test('evidence is found by its text, by its place, or by both, which must agree', () => {
  const textOf = (source: string) => (source === 'a.md' ? { source, text: '😀 Dogs bark.' } : null)
  const placed = (evidence: object) => {
    const question = readSpanLine(line(JSON.stringify({ question: 'Who?', evidence: [{ source: 'a.md', ...evidence }] })))
    return placedQuestions([question], textOf, 'file').questions[0]!.evidence
  }
  // The emoji is two UTF-16 code units.
  const dogs = [{ source: 'a.md', start: 3, end: 7 }]
  for (const evidence of [{ text: 'Dogs' }, { start: 3, end: 7 }, { text: 'Dogs', start: 3, end: 7 }]) assert.deepEqual(placed(evidence), dogs)
  assert.throws(() => placed({ text: 'Dogs', start: 2, end: 6 }), /file:7: "Dogs" is not what stands from 2 to 6[\s\S]*UTF-16/)
  assert.throws(() => placed({ start: 3 }), /file:7: Evidence is named by its text, or by start and end/)
  assert.throws(() => placed({ text: 'Cats' }), /file:7: "Cats" does not stand in "a\.md"/)
})
