import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passageOf } from '../passage-for-tests.ts'
import { sectionAnswering } from './section-answer.ts'

const guide = passageOf(
  '# Budgets\n\nA budget stops a run.\n\n## Raising a budget\n\nAsk its owner. Then run this:\n\n```sh\nledger raise TEAM\nledger show\n```\n\nIt holds until midnight.\n\n## Back up\n\nStop the server first.\n\n- Copy the folder.\n- Start it again.\n\n## Owners of old budgets of closed teams\n\nNobody.\n',
  { title: 'Budgets' },
)

const told = (question: string): string[] => sectionAnswering(question, [guide])?.reads.map(({ plain }) => plain.trim()) ?? []

test('a heading that says what is asked: its sentences and the code behind them', () => {
  const [first, second, code] = told('How do I raise a budget?')
  assert.deepEqual([first, second], ['Ask its owner.', 'Then run this:'])
  assert.match(code!, /ledger raise TEAM/)
})

test('words of the title count, and small verbs do not', () => {
  assert.deepEqual(told('How can I back up my budgets?'), ['Stop the server first.', 'Copy the folder.', 'Start it again.'])
  assert.deepEqual(told('How do I get a back up?'), ['Stop the server first.', 'Copy the folder.', 'Start it again.'])
})

test('a heading that says half of it, or much more, is another section', () => {
  assert.deepEqual(told('How do I raise a wall?'), [])
  assert.deepEqual(told('What happens to owners?'), [])
})

test('who, when, where and how many are asked of sentences', () => {
  for (const question of ['Who is raising a budget?', 'When is a budget raised?', 'How many budgets are raised?']) assert.deepEqual(told(question), [])
})

test('of two headings alike the one that stands under less', () => {
  const chapter = passageOf('# Histograms\n\n## Queries\n\n### Recording rules\n\nRecording rules may hold histograms.\n', { title: 'Histograms' })
  const glossary = passageOf('# Glossary\n\n### Recording rules\n\nRecording rules save results.\n', { title: 'Glossary' })
  assert.equal(sectionAnswering('What is a recording rule?', [chapter, glossary])?.passage, glossary)
})

test('the title stands above the first words of a document', () => {
  const page = passageOf('Budgets stop a run.\n', { title: 'Budgets' })
  assert.deepEqual(
    sectionAnswering('What are budgets?', [page])?.reads.map(({ plain }) => plain.trim()),
    ['Budgets stop a run.'],
  )
})
