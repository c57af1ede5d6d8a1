import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { isAppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import { readSuite } from '../../evaluate/suite/read-suite.ts'
import { frozenLine, readFrozenLine } from '../../evaluate/triage/frozen-corpus.ts'
import { addCaseToSuite, suiteOfOne, type NewCase } from './feedback-suite.ts'
import { suiteDisk } from './suite-disk.ts'

const folder = mkdtempSync(join(tmpdir(), 'answerable-suite-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const frozen = { trace_id: 'f'.repeat(32), asked_at: '2026-11-20T10:00:00Z', collection: 'default', revision: 3, documents_sha256: 'a'.repeat(64) }

const newCase = (id: string, question: string, texts: Readonly<Record<string, string>>): NewCase => ({
  record: { id, question, reference: 'Port 9443.', tags: ['feedback'], origin: 'feedback', frozen },
  corpus: Object.entries(texts).map(([source, text]) => {
    const version = sha256(text)
    return { source, version, line: frozenLine({ source, title: '', text, version, mediaType: 'text/markdown' }) }
  }),
})

const suiteAt = (path: string) => readSuite(readFileSync(path, 'utf8'), path, suiteDisk(dirname(path)))

const refused = (work: Promise<unknown>, code: string, sentence: RegExp): Promise<void> =>
  assert.rejects(work, (error: unknown) => isAppError(error) && error.code === code && sentence.test(error.message))

test('a suite is made with its corpus, and what is added later leaves what people wrote into it', async () => {
  const path = join(folder, 'bad answers.yaml')
  const { corpus, documents } = await addCaseToSuite(path, newCase('one', 'Which port?', { 'a.md': '# A\n', 'b.md': '# B\n' }))
  assert.equal(documents, 2)
  writeFileSync(path, readFileSync(path, 'utf8').replace('cases:', '# From the help desk\ncases:'))
  assert.equal((await addCaseToSuite(path, newCase('two', 'Which host: a or b?', { 'b.md': '# B\n', 'c.md': '# C\n' }))).documents, 1)
  assert.match(readFileSync(path, 'utf8'), /# From the help desk/)
  const suite = await suiteAt(path)
  assert.deepEqual([suite.name, suite.documents], ['bad-answers', [corpus]])
  assert.deepEqual(
    suite.cases.map(({ id, question, reference, origin }) => [id, question, reference, origin]),
    [
      ['one', 'Which port?', 'Port 9443.', 'feedback'],
      ['two', 'Which host: a or b?', 'Port 9443.', 'feedback'],
    ],
  )
  const lines = readFileSync(corpus, 'utf8').trimEnd().split('\n')
  const read = lines.map((text, index) => readFrozenLine({ text, place: `corpus:${index + 1}` }))
  assert.deepEqual(
    read.map(({ source, text, mediaType }) => [source, text, mediaType]),
    [
      ['a.md', '# A\n', 'text/markdown'],
      ['b.md', '# B\n', 'text/markdown'],
      ['c.md', '# C\n', 'text/markdown'],
    ],
  )
})

test('the text of one case is a suite that can be read', async () => {
  const { suite, corpus } = suiteOfOne('case-1', newCase('one', 'Which port?', { 'a.md': '# A\n' }))
  writeFileSync(join(folder, 'case-1.yaml'), suite)
  writeFileSync(join(folder, 'case-1.corpus.jsonl'), corpus)
  assert.equal((await suiteAt(join(folder, 'case-1.yaml'))).cases[0]!.id, 'one')
})

test('a case that is there already, and a document of another version, are refused, and nothing is written', async () => {
  const path = join(folder, 'twice.yaml')
  await addCaseToSuite(path, newCase('one', 'Which port?', { 'a.md': '# A\n' }))
  const before = readFileSync(path, 'utf8')
  await refused(addCaseToSuite(path, newCase('one', 'Another?', {})), 'conflict', /twice\.yaml has this case already, as "one"/)
  await refused(addCaseToSuite(path, newCase('other', 'Which port?', {})), 'conflict', /as "one"/)
  await refused(addCaseToSuite(path, newCase('new', 'New?', { 'a.md': '# A, changed\n' })), 'conflict', /another version of "a\.md"/)
  assert.equal(readFileSync(path, 'utf8'), before)
})

test('files that cannot take a case are told by name', async () => {
  const check = async (name: string, text: string, code: string, sentence: RegExp): Promise<void> => {
    const path = join(folder, name)
    writeFileSync(path, text)
    await refused(addCaseToSuite(path, newCase('one', 'Which port?', {})), code, sentence)
    assert.equal(readFileSync(path, 'utf8'), text)
  }
  await check('elsewhere.yaml', 'name: a\ncases: cases.jsonl\n', 'invalid', /elsewhere\.yaml keeps its cases in another file/)
  await check('live.yaml', 'name: a\ncollection: default\ncases: []\n', 'invalid', /live\.yaml asks the collection "default"/)
  await check('broken.yaml', 'name: a\ncases: [\n', 'invalid', /broken\.yaml:\d+ is not valid YAML/)
  await check('list.yaml', '- a\n', 'invalid', /list\.yaml is no suite/)
  await refused(addCaseToSuite(join(folder, 'suite.json'), newCase('one', 'Q?', {})), 'invalid', /should end in \.yaml/)
  await refused(addCaseToSuite(join(folder, 'missing/suite.yaml'), newCase('one', 'Q?', {})), 'invalid', /cannot be written/)
  writeFileSync(join(folder, 'bad.corpus.jsonl'), '{"_id":"a"}\nnothing\n')
  await refused(addCaseToSuite(join(folder, 'bad.yaml'), newCase('one', 'Q?', {})), 'invalid', /bad\.corpus\.jsonl:2 is not valid JSON/)
  assert.ok(!existsSync(join(folder, 'bad.yaml')))
})

test('lines of a corpus that say nothing are refused with file and line', () => {
  for (const [text, sentence] of [
    ['{"_id":"a"}', /corpus:1.*"text"/],
    ['{"_id":"a","text":""}', /corpus:1.*must not be empty/],
    ['nothing', /corpus:1.*no JSON/],
  ] as const)
    assert.throws(() => readFrozenLine({ text, place: 'corpus:1' }), sentence)
  assert.equal(readFrozenLine({ text: '{"_id":1,"text":"x","metadata":{"media_type":"application/pdf"}}', place: '' }).mediaType, 'text/plain')
})
