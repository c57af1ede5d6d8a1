import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Message } from '../../domain/model.ts'
import { condenseByWords } from './condense-words.ts'

const after = (...questions: string[]): Message[] =>
  questions.flatMap((content): Message[] => [
    { role: 'user', content },
    { role: 'assistant', content: 'Something was said.' },
  ])

const completed: readonly [string, string, string][] = [
  ['What is the default scrape interval?', 'How do I change it?', 'How do I change the default scrape interval?'],
  ['How do I install the agent on Linux?', 'And on Windows?', 'How do I install the agent on Windows?'],
  ['How do I install the agent on Linux?', 'why?', 'Why — install the agent on Linux?'],
  ['How do I install the agent on Linux?', 'Which port does it listen on?', 'Which port does the agent on Linux listen on?'],
  ['When should I use a counter?', 'What about gauges?', 'When should I use gauges?'],
  ['How should I structure a small project?', 'And a large one?', 'How should I structure a large project?'],
  ['How should I name outputs?', 'What if it returns a list?', 'How should I name outputs if it returns a list?'],
  ['Who wrote Prometheus?', 'Under which license is it released?', 'Under which license is Prometheus released?'],
  ['When should I use the Pushgateway?', 'Is it safe to expose?', 'Is the Pushgateway safe to expose?'],
  ['What are recording rules?', 'What is the default?', 'What is the default — recording rules?'],
  ['What are recording rules?', 'What is the naming convention for them?', 'What is the naming convention for recording rules?'],
  ['How do I keep secrets out of the state?', 'Can you give me an example?', 'Can you give me an example — keep secrets out of the state?'],
  ['¿Qué es una métrica?', '¿Y un contador?', '¿Qué es una métrica, un contador?'],
]
for (const [before, question, standing] of completed) {
  test(`"${before}" then "${question}"`, () => assert.equal(condenseByWords(question, after(before)), standing))
}

const alone = [
  'How do I rotate the query log?',
  'What is federation?',
  'Is it possible to reload the configuration while Prometheus runs?',
  'Which labels that have high cardinality should be avoided?',
  'How long does it take to reload the configuration?',
  'Can Prometheus scrape targets and keep them?',
  'Wie ändere ich das Limit für Uploads?',
  '如何安装代理程序？',
]
for (const question of alone) {
  test(`"${question}" stands alone`, () => assert.equal(condenseByWords(question, after('What are recording rules?')), question))
}

test('without history nothing changes', () => assert.equal(condenseByWords('How do I change it?', []), 'How do I change it?'))

test('a subject is carried through several follow-ups', () => {
  assert.equal(
    condenseByWords('How do I change it?', after('What is the upload limit?', 'And for administrators?')),
    'How do I change the upload limit, for administrators?',
  )
})

test('a change of subject is followed', () => {
  assert.equal(condenseByWords('Where are they kept?', after('What is the upload limit?', 'How long are backups kept?')), 'Where are backups kept kept?')
})

test('whatever was said before, the question stays within its limit and is left whole', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 900 }), { maxLength: 4 }), fc.string({ minLength: 1, maxLength: 1000 }), (before, question) => {
      const standing = condenseByWords(question, after(...before))
      assert.ok(standing.length <= 1000)
      if (question.trim() !== '') assert.notEqual(standing.trim(), '')
    }),
    { numRuns: 500 },
  )
})
