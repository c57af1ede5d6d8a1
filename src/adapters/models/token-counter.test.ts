import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Tokenizer } from '@huggingface/tokenizers'
import fc from 'fast-check'
import reference from '../../../test/fixtures/reference-vectors.json' with { type: 'json' }
import { installedModel } from '../../../test/support/installed-model.ts'
import { loadTokenCounter, loadTokenizer } from './token-counter.ts'

const bge = await installedModel('bge-small-en-v1.5')
const skip = bge ? false : 'no source of the embedding model can be reached'

test('words that are remembered give exactly the tokens of the library', { skip }, () => {
  const ours = loadTokenizer(bge!.tokenizer!)
  const library = new Tokenizer(JSON.parse(readFileSync(bge!.tokenizer!, 'utf8')), {})
  const check = (text: string): void => assert.deepEqual(ours.encode(text, 1_000_000), library.encode(text).ids, JSON.stringify(text))

  for (const text of reference.texts) check(text)
  const piece = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '[SEP]',
      '[MASK]',
      '[PAD',
      'naïve',
      'İstanbul',
      'ﬁne',
      '\u00ad',
      '\u200b',
      '\u0085',
      '\u2028',
      '\u00a0',
      '\v',
      '\f',
      '中文',
      "don't",
      'x'.repeat(101),
      '🙂',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('', ' ', '\n', '\t \r\n'), (pieces, between) => check(pieces.join(between))),
    { numRuns: 2_000 },
  )
})

test('a text is cut to the tokens that the model reads, its end mark kept', { skip }, () => {
  const { encode } = loadTokenizer(bge!.tokenizer!)
  const whole = encode('one two three four five six', 512)
  assert.deepEqual(encode('one two three four five six', 5), [...whole.slice(0, 4), whole.at(-1)])
})

test('counting is right after its memory was full', { skip }, () => {
  const count = loadTokenCounter(bge!.tokenizer!)
  for (let word = 0; word < 70_000; word++) count(`w${word}`)
  assert.equal(count('A budget stops a run.'), 6)
})
