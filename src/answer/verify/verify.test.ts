import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sentencesOf } from '../../base/sentences.ts'
import { passageOf } from '../passage-for-tests.ts'
import { thresholds } from './score.ts'
import { verifySentence } from './verify.ts'

const text = `# Remote state

Terraform stores state in a file called \`terraform.tfstate\` by default. Remote state is **not** encrypted by the local backend.
The lock expires after 30 seconds. Set \`max_connections\` to 1,500 in version 1.2.3.

John Smith wrote the tool in March 2014 in Boston. He sold it to Mary Jones on 5 May 2019. The team of Boston lost 24% of its staff before the sale.

- Run \`terraform plan -out=plan.tfplan\` first.
- Never run \`terraform apply\` without a plan.
`
const guide = passageOf(text)
const other = passageOf('Backups are kept for 14 days. They are stored in another region.', { documentId: 'other', source: 'backups.md', title: 'Backups' })

const verdictOf = (sentence: string): string => verifySentence(sentence, [guide, other]).verdict

const kept = [
  'The lock expires after 30 seconds.',
  'State is stored in a file called `terraform.tfstate` by default.',
  'According to the documentation, the lock expires after thirty seconds.',
  'Remote state isn’t encrypted by the local backend.',
  'Set max_connections to 1500 in version 1.2.3.',
  'John Smith wrote the tool in March 2014.',
  'Backups are kept for 14 days.',
  'Run `terraform plan -out=plan.tfplan` first.',
]
for (const sentence of kept) test(`supported: ${sentence}`, () => assert.equal(verdictOf(sentence), 'supported'))

const refused: readonly (readonly [string, RegExp])[] = [
  ['The lock expires after 40 seconds.', /40/],
  ['The lock expires after 30 minutes.', /30 minutes/],
  ['Remote state is encrypted by the local backend.', /encrypted|not/],
  ['The lock never expires after 30 seconds.', /never|expires/],
  ['John Smith wrote the tool in April 2014 in Boston.', /April/],
  ['Mary Jones wrote the tool in March 2014 in Boston.', /Mary/],
  ['He sold it to Mary Jones on 6 May 2019.', /6 May/],
  ['The team of Boston won 24% of its staff before the sale.', /won|lost/],
  ['The team of Boston lost 24% of its staff after the sale.', /after/],
  ['Set `max_connection` to 1,500 in version 1.2.3.', /max_connection/],
  ['Set `max_connections` to 1,500 in version 1.2.', /1\.2/],
  ['Run `terraform plan -destroy` first.', /destroy/],
  ['Always run `terraform apply` without a plan.', /Never|run|terraform/i],
  ['Backups are kept for 14 days in Frankfurt.', /Frankfurt/],
  ['Bananas are yellow.', /no passage|not in the source/],
]
for (const [sentence, reason] of refused) {
  test(`not supported: ${sentence}`, () => {
    const { verdict, reasons, spans } = verifySentence(sentence, [guide, other])
    assert.equal(verdict, 'unsupported')
    assert.match(reasons.join('; '), reason)
    assert.deepEqual(spans, [])
  })
}

test('a sentence with an added clause is not fully supported', () =>
  assert.notEqual(verdictOf('The lock expires after 30 seconds and silently deletes unsaved customer invoices.'), 'supported'))

test('a true sentence next to another source is found in its own', () => {
  const [span] = verifySentence('They are stored in another region.', [guide, other]).spans
  assert.equal(span?.passage, other)
  assert.equal(other.text.slice(span.start, span.end), 'They are stored in another region.')
})

test('of two sources that say the same the first one given is cited', () => {
  const copy = { ...other, source: 'copy.md' }
  assert.equal(verifySentence('Backups are kept for 14 days.', [copy, other]).spans[0]?.passage, copy)
  assert.equal(verifySentence('Backups are kept for 14 days.', [other, copy]).spans[0]?.passage, other)
})

test('every sentence of a document rests on itself', () => {
  for (const { bodyStart, end, kind } of sentencesOf(text).filter((sentence) => sentence.kind !== 'heading')) {
    const sentence = text.slice(bodyStart, end)
    const { verdict, spans } = verifySentence(sentence, [guide])
    assert.equal(verdict, 'supported', `${kind}: ${sentence}`)
    assert.ok(text.slice(spans[0]!.start, spans[0]!.end).includes(sentence))
  }
})

test('any text at all gets a verdict, and its spans lie inside their passage', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (claim, source) => {
      const passage = passageOf(source)
      for (const { start, end } of verifySentence(claim, [passage]).spans) assert.ok(start >= 0 && end <= source.length && start < end)
    }),
  )
})

test('a claim that only repeats titles and headings is no claim', () => assert.equal(verdictOf('Guide: remote state.'), 'unsupported'))

test('what is vetoed scores below what is partly supported, and the less the more is wrong with it', () => {
  const source = passageOf('The lock expires after 30 seconds. John Smith wrote the tool in March 2014 in Boston.')
  const [whole, one, two] = [
    'John Smith wrote the tool in March 2014 in Boston.',
    'John Smith wrote the tool in March 2014 in Denver.',
    'Mary Smith wrote the tool in March 2019 in Denver.',
  ].map((claim) => verifySentence(claim, [source]))
  assert.equal(whole!.verdict, 'supported')
  assert.equal(one!.verdict, 'unsupported')
  assert.ok(whole!.score > thresholds.partly && thresholds.partly > one!.score && one!.score > two!.score)
})
