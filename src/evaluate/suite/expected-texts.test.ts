import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseOf } from '../checks/checked-for-tests.ts'
import { missingTexts, suiteNotes } from './expected-texts.ts'

const documents = [
  { source: 'guide/ports.md', text: async () => 'The **port** is\n9443.' },
  { source: 'zh.md', text: async () => '默认端口是9443。' },
  { source: 'keys.md', text: async () => 'Keys live for 90 days.' },
]
const quote = (text: string, source: string | null = null) => ({ source, text })

test('what stands there is found, whatever marks and blanks lie between its words', async () => {
  const cases = [caseOf({ sources: ['ports.md'], quotes: [quote('The port is 9443.', 'ports.md'), quote('live for 90 days'), quote('端口是9443')] })]
  assert.deepEqual(await missingTexts({ cases }, documents), [])
})

test('a source that names no document, and a quote that stands in none it may come from, is told with its line', async () => {
  const cases = [
    caseOf({ id: 'a', place: 's.yaml:3', sources: ['prots.md'] }),
    caseOf({ id: 'b', place: 's.yaml:4', quotes: [quote('The port is 944.'), quote('live for 90 days', 'ports.md'), quote('x', 'none.md')] }),
  ]
  assert.deepEqual(await missingTexts({ cases }, documents), [
    's.yaml:3: Case "a" names the source "prots.md", and no document is called so.',
    's.yaml:4: Case "b" names the source "none.md", and no document is called so.',
    's.yaml:4: Case "b" wants the quote "The port is 944.", and it stands in no document that it may come from.',
    's.yaml:4: Case "b" wants the quote "live for 90 days", and it stands in no document that it may come from.',
  ])
})

test('no document is read where no quote is looked for', async () => {
  const unread = [{ source: 'a.md', text: () => assert.fail('it was read') }]
  assert.deepEqual(await missingTexts({ cases: [caseOf({ sources: ['a.md'] })] }, unread), [])
})

test('cases that expect nothing, and a collection that nobody named, are noted', () => {
  const idle = caseOf({ id: 'idle', place: 's.yaml:9' })
  const cases = [idle, caseOf({ mustAbstain: true }), caseOf({ reference: 'So.' }), caseOf({ excludes: ['no'] })]
  assert.deepEqual(suiteNotes({ cases, collection: 'mine', documents: [] }), [
    '1 of 4 cases expect nothing, so that no answer to them can be wrong: "idle" (s.yaml:9).',
  ])
  assert.deepEqual(suiteNotes({ cases: [caseOf({ answers: ['x'] })], collection: 'default', documents: [] }), [
    'The suite names no "documents": the collection "default" is asked as it stands.',
  ])
})
