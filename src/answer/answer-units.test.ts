import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { unitReader } from './answer-units.ts'

const text = `Dr. Smith paid 3.5 dollars. [1] It works!

## Steps

Do this:

1. Run \`init\`. It takes a while.
2. Run it.

\`\`\`sh
terraform init
terraform plan
\`\`\`

Done.`

const readIn = (parts: readonly string[], cut = false): string[] => {
  const reader = unitReader('en')
  return [...parts.flatMap((part) => reader.push(part)), ...reader.end(cut)].map((unit) => unit.text)
}

const whole = [
  'Dr. Smith paid 3.5 dollars [1].',
  'It works!',
  '## Steps',
  'Do this:',
  '1. Run `init`.',
  'It takes a while.',
  '2. Run it.',
  '```sh\nterraform init\nterraform plan\n```',
  'Done.',
]

test('an answer is cut into sentences, headings, items and whole blocks of code', () => assert.deepEqual(readIn([text]), whole))

test('however the stream is cut, the units are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 }), (sizes) => {
      const parts: string[] = []
      for (let at = 0, index = 0; at < text.length; index++) {
        const size = sizes[index % sizes.length]!
        parts.push(text.slice(at, at + size))
        at += size
      }
      assert.deepEqual(readIn(parts), whole)
    }),
  )
})

test('a sentence is let go as soon as the next has begun', () => {
  const reader = unitReader('en')
  assert.deepEqual(reader.push('The lock expires. '), [])
  assert.deepEqual(
    reader.push('It is').map((unit) => unit.text),
    ['The lock expires.'],
  )
})

test('what max_tokens cut off is left out, a finished sentence is not', () => {
  assert.deepEqual(readIn(['It works. The lock exp'], true), ['It works.'])
  assert.deepEqual(readIn(['It works. The lock expires.'], true), ['It works.', 'The lock expires.'])
  assert.deepEqual(readIn(['It works. It costs 3.'], true), ['It works.'])
  assert.deepEqual(readIn(['It works.\n\n```sh\nrm -rf'], true), ['It works.'])
})
