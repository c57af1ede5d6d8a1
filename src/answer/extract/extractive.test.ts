import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Passage } from '../../domain/document.ts'
import { answerWriter } from '../answer-writer.ts'
import { codeAround } from './quoted-code.ts'
import { extract } from './extractive.ts'
import { passageOf } from '../passage-for-tests.ts'

const guide = passageOf(`# Locks

The lock expires after 30 seconds. Why so short? It was written by John Smith in 2014.

To start the server, run this:

\`\`\`sh
npm install
npm start
\`\`\`

How to upgrade the database:

1. Stop the server.
2. Copy the database folder.
3. Start the new server.

![A picture of the lock and the server](lock.png)
`)
const backups = passageOf('Backups are kept for 14 days. They lie in another region.', {
  source: 'backups.md',
  documentId: 'other',
  title: 'Backups',
  similarity: 0.6,
})

const ask = async (question: string, passages: readonly Passage[] = [guide, backups]): Promise<string[]> => {
  const { extracts } = await extract(question, passages, { embed: null, queryVector: null })
  return extracts.map(({ passage, start, end }) => passage.text.slice(start, end))
}

test('a fact is answered with the sentence that states it, word for word', async () => {
  assert.deepEqual((await ask('When does the lock expire?'))[0], 'The lock expires after 30 seconds.')
  assert.ok((await ask('How long are backups kept?', [backups, guide])).includes('Backups are kept for 14 days.'))
})

test('a lead-in brings the code that follows, as one quote', async () => {
  assert.deepEqual(await ask('How do I start the server?'), ['To start the server, run this:', 'npm install\nnpm start'])
})

test('a lead-in brings the steps that follow, in order', async () => {
  assert.deepEqual(await ask('How do I upgrade the database?'), [
    'How to upgrade the database:',
    'Stop the server.',
    'Copy the database folder.',
    'Start the new server.',
  ])
})

test('questions and images are never the answer', async () => {
  const all = await Promise.all(['Why is it so short?', 'Is there a picture of the lock and the server?'].map((question) => ask(question)))
  assert.ok(
    all.flat().every((sentence) => !/\?|!\[/.test(sentence)),
    JSON.stringify(all),
  )
})

test('what the passages do not speak of is declined', async () => assert.deepEqual(await ask('How tall are giraffes in Kenya?'), []))

test('only the sentences that share most words with the question are embedded, and cosine decides among them', async () => {
  const passage = passageOf(Array.from({ length: 40 }, (_, index) => `Lock number ${index} expires some day soon.`).join(' '))
  let embedded: readonly string[] = []
  const embed = async (texts: readonly string[]): Promise<Float32Array[]> => {
    embedded = texts
    return texts.map((text) => Float32Array.of(text.includes('number 7 ') ? 1 : 0.2, 0))
  }
  const { extracts } = await extract('When does a lock expire?', [passage], { embed, queryVector: Float32Array.of(1, 0) })
  assert.equal(embedded.length, 12)
  assert.ok(extracts.some(({ start, end }) => passage.text.slice(start, end).includes('number 7 ')))
})

test('a footnote mark behind a sentence is not quoted, and a note is quoted without its label', async () => {
  const leave = passageOf('Days that are carried over expire on 31 March.[^1] Days are never paid out.\n\n[^1]: In Duluth the carried days expire on 30 June.')
  assert.ok((await ask('When do the days that are carried over expire?', [leave])).includes('Days that are carried over expire on 31 March.'))
  assert.ok((await ask('When do carried days expire in Duluth?', [leave])).includes('In Duluth the carried days expire on 30 June.'))
})

const tables = passageOf(
  `
| Country | Per diem | Hotel limit |
|---|---:|---:|
| Denmark | 74 | 190 |
| Portugal | 45 | 120 |

\`\`\`sh
# roll out to staging
moth deploy --wait 120
# roll back
moth rollback --to previous

exit
\`\`\`
`,
  { title: 'Travel' },
)

test('a table row comes with its header, and the header is no answer', async () => {
  const { extracts } = await extract('What is the hotel limit in Portugal?', [tables], { embed: null, queryVector: null })
  assert.deepEqual(
    extracts.map(({ dress }) => dress),
    [{ kind: 'row', header: '| Country | Per diem | Hotel limit |\n|---|---:|---:|' }],
  )
  const writer = answerWriter('', [])
  const deltas = extracts.flatMap(writer.quote).map((event) => (event.type === 'delta' ? event.text : ''))
  assert.equal(writer.text, '| Country | Per diem | Hotel limit |\n|---|---:|---:|\n| Portugal | 45 | 120 |')
  assert.equal(deltas.join(''), writer.text)
  const [citation] = writer.citations
  assert.equal(writer.text.slice(citation!.answerStart, citation!.answerEnd), citation!.quote)
  assert.equal(citation!.quote, '| Portugal | 45 | 120 |')
})

test('a row of another thing, or of something else, does not answer', async () => {
  assert.deepEqual(await ask('What is the hotel limit in France?', [tables]), [])
  assert.deepEqual(await ask('What is the capital of Denmark?', [tables]), [])
})

test('a block of code comes whole, with its language', async () => {
  const { extracts } = await extract('How do I roll back?', [tables], { embed: null, queryVector: null })
  assert.deepEqual(
    extracts.map(({ start, end, dress }) => ({ text: tables.text.slice(start, end), dress })),
    [
      {
        text: '# roll out to staging\nmoth deploy --wait 120\n# roll back\nmoth rollback --to previous\n\nexit',
        dress: { kind: 'code', language: 'sh' },
      },
    ],
  )
})

test('of a long block the lines around the one that answers', () => {
  const long = passageOf(`\`\`\`js\n${Array.from({ length: 40 }, (_, index) => `line${index}()`).join('\n')}\n\`\`\``)
  const { start, end, language } = codeAround(long, long.text.indexOf('line20'))
  const lines = long.text.slice(start, end).split('\n')
  assert.deepEqual([lines.length, lines[0], lines.includes('line20()'), language], [15, 'line15()', true, 'js'])
})

const owlet = passageOf('The Owlet is the entry model. It costs €129 and weighs 88 g. It was released in May 2024.\n\nThe Owlet has no display.', {
  title: 'Owlet',
})
const company = passageOf('People work at Kestrel on detectors. It was founded in 2011 in Aarhus. We are 143 people in four offices.', {
  title: 'Kestrel',
})

test('a question for a quantity is answered by the sentence beside that holds one, with the sentence that says what "It" is', async () => {
  assert.deepEqual(await ask('How much does the Owlet cost?', [owlet]), ['The Owlet is the entry model.', 'It costs €129 and weighs 88 g.'])
  assert.deepEqual(await ask('How many people work at Kestrel?', [company]), ['We are 143 people in four offices.'])
})

test('no quantity of the kind that is asked for: declined', async () => {
  assert.deepEqual(await ask('How much does the Owlet cost?', [passageOf('The Owlet is the entry model. It weighs 88 g.', { title: 'Owlet' })]), [])
})

test('a question for a person is answered by one', async () => {
  const party = passageOf('The summer party is on 21 June at the Moesgaard beach.', { title: 'Parties' })
  assert.deepEqual(await ask('Who pays for the summer party?', [party]), [])
  assert.deepEqual(await ask('When is the summer party?', [party]), [party.text])
})

test('what is told of another number of the same name does not answer', async () => {
  const warranty = passageOf('The warranty of the Nightjar 3 is 36 months.', { title: 'Warranty' })
  assert.deepEqual(await ask('How long is the warranty of the Nightjar 3?', [warranty]), [warranty.text])
  assert.deepEqual(await ask('How long is the warranty of the Nightjar 2?', [warranty]), [])
})

test('a line that heads a plain text is no sentence of an answer', async () => {
  const kitchen = passageOf('Kitchen rules for all\n\nThe kitchen rules are kept by the Porto team.', { source: 'kitchen.txt' })
  assert.deepEqual(await ask('Who keeps the kitchen rules?', [kitchen]), ['The kitchen rules are kept by the Porto team.'])
})

test('what comes along with the best sentence comes from its own document', async () => {
  const text = 'The storage quota of a team is 40 gigabytes.'
  const twins = [passageOf(text), passageOf(text, { documentId: 'twin', source: 'twin.md', title: 'Twin', similarity: 0.99 })]
  const { extracts } = await extract('What is the storage quota of a team?', twins, { embed: null, queryVector: null })
  assert.equal(extracts.length, 1)
})

test('a lead-in to something that is no quantity does not answer how long', async () => {
  const support = passageOf(
    'Some features are left out of the support of old releases:\n\n- Experiments.\n- Plug-ins.\n\nReleases get support for one year.\n',
    { title: 'Releases' },
  )
  assert.deepEqual(await ask('How long is the support of old releases?', [support]), ['Releases get support for one year.'])
})
