/** Runs as files, and test files of other programs as runs: with the real program, from outside. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseXml } from '../../src/evaluate/report/parse-xml-for-tests.ts'
import { root, run, workplace, type Workplace } from '../support/program.ts'

const documents = {
  'keys.md': '# Keys\n\nThe signing key is rotated every 42 days. The old key is kept for one week.\n',
  'ports.md': '# Ports\n\nThe gateway listens on port 8443.\n',
}

const written = (place: Workplace, name: string): string => readFileSync(join(place.home, 'out', name), 'utf8')

const inOrder = <Row extends { case_id: string }>(rows: readonly Row[]): Row[] => rows.toSorted((a, b) => a.case_id.localeCompare(b.case_id))

test('a run that is kept is written again, with its words, what was expected, and what is gone told', async () => {
  using place = workplace(documents)
  const suite = join(place.home, 'suite.yaml')
  writeFileSync(
    suite,
    `name: gate\ndocuments: documents\nthresholds: { correct: 1 }\ncases:
  - { id: days, question: 'How often is the signing key rotated?', answers: ['42 days'], tags: [keys] }
  - { id: port, question: 'Which port does the gateway listen on?', answers: ['9999'], tags: [ports] }
  - { id: cup, question: 'Who won the football world cup in 1998?', abstain: true }\n`,
  )
  const ran = await run(['eval', 'run', suite, '--data', place.data, '--json'])
  assert.equal(ran.code, 100, ran.stderr)
  const report = (words: readonly string[]) => run(['eval', 'report', 'latest', '--out', join(place.home, 'out'), '--data', place.data, ...words])
  const { code, stdout, stderr } = await report(['--suite', suite, '--json'])
  assert.equal(code, 0, stderr)
  const [shown, first] = [stdout, ran.stdout].map((it) => JSON.parse(it) as { run_id: string; rows: { case_id: string }[]; files: string[] })
  assert.equal(shown!.run_id, first!.run_id)
  assert.deepEqual(inOrder(shown!.rows), inOrder(first!.rows))
  assert.deepEqual(
    shown!.files.map((file) => existsSync(file)),
    [true, true, true],
  )

  const tests = parseXml(written(place, 'junit.xml')).children.flatMap((it) => it.children.filter(({ name }) => name === 'testcase'))
  const red = tests.filter(({ children }) => children.length > 0).map(({ attributes }) => attributes['name'])
  assert.deepEqual(red, ['port', 'correct of as set', 'the gate'])
  const page = written(place, 'report.html')
  for (const words of ['The gate is shut.', '<mark>The signing key is rotated every 42 days.</mark>', 'Right answers', '9999'])
    assert.ok(page.includes(words), words)

  // A removed document is forgotten by the journal, and so by what is written from now on.
  const collection = (JSON.parse(ran.stdout) as { collection: string }).collection
  const list = await run(['documents', 'list', '--collection', collection, '--data', place.data, '--json'])
  const { documents: held } = JSON.parse(list.stdout) as { documents: { document_id: string; source: string }[] }
  await run(['documents', 'remove', held.find(({ source }) => source === 'keys.md')!.document_id, '--data', place.data])
  assert.equal((await report([])).code, 0)
  const after = written(place, 'report.html') + written(place, 'junit.xml') + written(place, 'report.json')
  assert.ok(!after.includes('rotated every 42'), 'words of a removed document')
  assert.ok(after.includes('the document was removed'))
})

test('a run that is not there is one sentence', async () => {
  using place = workplace({})
  for (const [words, sentence] of [
    [['latest'], /No suite was run yet\. "answerable eval run SUITE\.yaml" runs one\./],
    [['nothing'], /There is no run "nothing"\. "answerable eval runs" lists them\./],
    [['01990000-0000-7000-8000-000000000001'], /There is no run "01990000/],
  ] as const) {
    const { code, stderr } = await run(['eval', 'report', ...words, '--data', place.data])
    assert.equal(code, 1)
    assert.match(stderr, sentence)
  }
})

test("another program's tests are imported without data or server, finished, and run", async () => {
  using place = workplace({
    ...documents,
    '../promptfooconfig.yaml':
      'prompts: ["{{question}}"]\nproviders: [openai:gpt-4o]\ntests:\n  - vars: { question: "How often is the signing key rotated?" }\n    assert: [{ type: icontains, value: 42 days }, { type: javascript, value: "true" }]\n  - vars: { question: "Who won the football world cup in 1998?" }\n    assert: [{ type: is-refusal }]\n',
  })
  const suite = join(place.home, 'suite.yaml')
  const imported = await run(['eval', 'import', join(place.home, 'promptfooconfig.yaml'), '--name', 'Ours', '--out', suite, '--data', place.data])
  assert.equal(imported.code, 0, imported.stderr)
  assert.match(imported.stdout, /2 cases written to .*suite\.yaml, as the suite "ours"\./)
  assert.match(imported.stdout, /"javascript" \(“true”\) has no counterpart/)
  assert.ok(!existsSync(place.data), 'no data folder is made')
  writeFileSync(suite, `documents: documents\n${readFileSync(suite, 'utf8')}`)
  const ran = await run(['eval', 'run', suite, '--data', place.data, '--json'])
  assert.equal(ran.code, 0, ran.stderr)
  const { rows } = JSON.parse(ran.stdout) as { rows: { case_id: string; scores: Record<string, number> }[] }
  assert.deepEqual(
    rows.map(({ scores }) => scores['correct']),
    [1, 1],
  )
})

const incidents = join(root, '../shared/data/holmesgpt-incidents')
test('the incidents of HolmesGPT are a suite', { skip: existsSync(incidents) ? false : '../shared is not here' }, async () => {
  const { code, stdout } = await run(['eval', 'import', incidents, '--json'])
  const { format, cases, notes } = JSON.parse(stdout) as { format: string; cases: number; notes: string[] }
  assert.deepEqual([code, format, cases], [0, 'holmesgpt', 18])
  assert.ok(notes.some((note) => note.includes('never run')))
})
