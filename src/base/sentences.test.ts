import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sentencesOf } from './sentences.ts'

const pieces = fc.constantFrom(
  'Dr. Smith',
  ' paid $3.50',
  '. ',
  '! ',
  '?" ',
  '\n',
  '\n\n',
  '- item',
  '# Head',
  '```',
  '| a | b |',
  'e.g. this',
  ' v1.2.3',
  '1. ',
  '[^1]',
  '[^a]: note',
  '中文。',
  '> quote',
  '\t',
  '…',
  '😀',
  'x',
)
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
)

const read = (text: string): string[] => sentencesOf(text).map(({ bodyStart, end }) => text.slice(bodyStart, end))

test('sentences stand in order, never overlap and hold every character that is not white space', () => {
  fc.assert(
    fc.property(texts, (text) => {
      let last = 0
      let between = ''
      for (const { start, bodyStart, end } of sentencesOf(text)) {
        assert.ok(start >= last && bodyStart >= start && end > start && bodyStart <= end, `${start} ${bodyStart} ${end} after ${last}`)
        between += text.slice(last, start)
        last = end
      }
      assert.equal((between + text.slice(last)).trim(), '')
    }),
    { numRuns: 1000 },
  )
})

const check = (name: string, text: string, expected: readonly string[]): void => void test(name, () => assert.deepEqual(read(text), expected))

check('abbreviations, initials and decimals end no sentence', 'Dr. J. Smith paid 3.5 dollars, e.g. in New York. See Fig. 3 for more.', [
  'Dr. J. Smith paid 3.5 dollars, e.g. in New York.',
  'See Fig. 3 for more.',
])
check('a number before a full stop ends one', 'He was the oldest at age 39. The past record stood.', ['He was the oldest at age 39.', 'The past record stood.'])
check('a paragraph that is wrapped is read on', 'It wraps after a long enough line of more than forty letters\nand goes on.', [
  'It wraps after a long enough line of more than forty letters\nand goes on.',
])
check('short lines that begin anew stay apart', 'Name: Joe\nStreet: Long Road', ['Name: Joe', 'Street: Long Road'])
check('markers, hashes and fences are no part of what is said', '# Head\n\n- Use it. Twice.\n2. Second\n\n```sh\nls -a\n```', [
  'Head',
  'Use it.',
  'Twice.',
  'Second',
  '```sh',
  'ls -a',
  '```',
])
check(
  'emphasis that closes behind a full stop stays with its sentence',
  '**Chosen.** Made once. *Really?* Yes, 3 * 4 is. __No!__ ~~Old.~~ **Not now.** maybe later. **Bold** stays.',
  ['**Chosen.**', 'Made once.', '*Really?*', 'Yes, 3 * 4 is.', '__No!__', '~~Old.~~', '**Not now.** maybe later.', '**Bold** stays.'],
)
check(
  'the mark of a footnote stays with its sentence, and its text begins behind the label',
  'They expire on 31 March.[^1] Days are never\npaid[^sla]. All.\n\n[^1]: In Duluth\nin June.',
  ['They expire on 31 March.[^1]', 'Days are never\npaid[^sla].', 'All.', 'In Duluth\nin June.'],
)
check('Chinese sentences end with their own stop', '你好。今天很好。', ['你好。', '今天很好。'])
check('the mark of an image is no exclamation', '![Simple picture](a.png) is shown. Look!', ['![Simple picture](a.png) is shown.', 'Look!'])
