import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { harmlessText } from './harmless-text.ts'

const check = (text: string, expected: string) =>
  test(`${JSON.stringify(text)} is shown as ${JSON.stringify(expected)}`, () => assert.equal(harmlessText(text), expected))

// What people write stays as it is.
for (const text of [
  "O'Neil & Sons",
  '#W2611340',
  'sara_doe_496',
  'ana.lopez+x@example.com',
  '-12.50',
  'AT&T 5 < 6 > 4',
  '10:30 [new]',
  'a/b',
  '1996-07-04T00:00:00',
  'Köln (Süd) 客户 🐟',
  '$5',
])
  check(text, text)

check("O'Neil & Sons <ok>", "O'Neil & Sons < ok>")
check('<img src=x onerror=alert(1)>', '< img src=x onerror=alert(1)>')
check('</b><!-- x --><?x?>', '< /b>< !-- x -->< ?x?>')
check('<https://evil.example>', '< https: //evil.example>')
check('![x](https://evil.example/a.png)', '![x] (https: //evil.example/a.png)')
check('[x][r] [r]: /there', '[x] [r] [r] : /there')
check('www.evil.example', 'www .evil.example')
check('https\\://evil.example', 'https\\: //evil.example')
check('https:\\/\\/evil.example', 'https: \\/\\/evil.example')
check('https&#58;//evil.example &lt;b&gt; &colon;', 'https& #58;//evil.example & lt;b& gt; & colon;')
check('**bold** `code` ~~gone~~ | a', '∗∗bold∗∗ ‘code‘ ∼∼gone∼∼ ¦ a')
check('a\u202Eb\u200Bc\u{E0041}\u00AD', 'abc')
check('http:\u200B//evil.example <\u200Dimg>', 'http: //evil.example < img>')
check('one\r\n# two\u2028- three\u0007\u0000', 'one # two - three')

test('whatever is written, twice is once, and no sign of a link, a tag or a direction is left', () => {
  const signs = fc.constantFrom(
    '<',
    '>',
    '[',
    ']',
    '(',
    '!',
    ':',
    '/',
    '\\',
    '&',
    '#',
    ';',
    'a',
    'www',
    '.',
    ' ',
    '\n',
    '\u202E',
    '\u200B',
    '`',
    '*',
    '~',
    '|',
    'http',
  )
  fc.assert(
    fc.property(fc.array(signs, { maxLength: 12 }), (parts) => {
      const shown = harmlessText(parts.join(''))
      assert.equal(harmlessText(shown), shown)
      assert.doesNotMatch(shown, /<[\p{L}/!?]|\][([:]|:\/\/|(?<![\p{L}\p{N}])www\.|&#|[\p{Cc}\p{Cf}`*~|]/u)
    }),
    { numRuns: 5_000, seed: 8 },
  )
})
