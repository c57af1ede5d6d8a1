import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanText } from './clean-text.ts'
import { readMarkdown } from './markdown.ts'

const never = () => false
const check = (text: string, expected: string, quote = ''): void => assert.equal(cleanText(text, '', (address) => quote.includes(address)).text, expected)

test('links become their words, images their description, and tags go', () => {
  check('See [the guide](https://evil.example/?q=1) for more.', 'See the guide for more.')
  check('![status](https://evil.example/p.png) All is well.', 'status All is well.')
  check('[![a](https://e.example/1.png)](https://e.example)', 'a')
  check('<img src=x onerror=alert(1)>Fine <b onclick="x">bold</b>.', 'Fine bold.')
  check('<script>alert(1)</script>', '')
  check('[x]: https://evil.example/ref', '')
  check('Text[^1].\n\n[^1]: https://evil.example', 'Text.\n\n')
  check('<https://evil.example/auto> and https://evil.example/bare, www.evil.example', '(link left out) and (link left out), (link left out)')
  check('Open javascript:alert(1) or data:text/html,x now', 'Open (link left out) or (link left out) now')
})

test('an address that is quoted stays, as code of which nobody makes a link', () => {
  const quote = 'Open http://localhost:3000 or ask ops@company.org, then `curl http://localhost:3000/readyz`.'
  check(quote, 'Open `http://localhost:3000` or ask `ops@company.org`, then `curl http://localhost:3000/readyz`.', quote)
  check('[http://localhost:3000](https://evil.example)', '`http://localhost:3000`', quote)
  check('```sh\ncurl http://localhost:3000/readyz\n```', '```sh\ncurl http://localhost:3000/readyz\n```', quote)
})

test('what a terminal obeys or nobody sees goes; what joins letters stays', () => {
  check('a\u001b[2Jb\u001b]0;owned\u0007c\u202Ed\u200be\u0000f', 'abcdef')
  check('half \ud83d a pair', 'half \ufffd a pair')
  check('👨‍👩‍👧 می‌خواهم ❤️', '👨‍👩‍👧 می‌خواهم ❤️')
})

test('plain text, code and tables stay as they are', () => {
  for (const text of [
    'Set `max_tokens` to 512.',
    '| a | b |',
    '`a[0](x)` and `<div>`',
    'Ratio 3:4 at 10:30, f(x) = [1, 2]',
    '```ts\nconst a: Map<string, number[]> = b\n```',
    '- item *one*',
  ])
    check(text, text)
})

test('pieces that would make a link together make none', () => {
  for (const [one, other] of [
    ['[a', '](https://evil.example)'],
    ['[x]', ': /evil'],
    ['See [a][', 'x]'],
    ['<a href=', '//evil.example>x</a>'],
    ['`', 'https://evil.example`'],
    ['!', '[a](/b)'],
  ] as const) {
    const first = cleanText(one, '', never).text
    const all = first + cleanText(other, first, never).text
    assert.deepEqual(readMarkdown(all)!.leading, [], all)
  }
})

test('offsets follow the text', () => {
  const text = 'See [the guide](https://e.example). It is \u200bshort.'
  const { text: clean, place } = cleanText(text, '', never)
  assert.equal(clean, 'See the guide. It is short.')
  assert.equal(clean.slice(place(text.indexOf('the')), place(text.indexOf(']'))), 'the guide')
  assert.equal(clean.slice(place(text.indexOf('It')), place(text.length)), 'It is short.')
})

const piece = fc.constantFrom(
  ...'[a](https://e.example/?q=s)|![i](//e.example/p)|<https://e.example>|[r][x]|[x]: https://e.example|[^1]|[^1]: t|<img src=//e.example>|<!-- c -->|<svg/onload=a>|www.e.example|a@e.example|javascript:a|`|```\n|\n|\n\n|    |- |> |*|_|\\|[|]|(|)|!|<|>|&#91;|&lt;|word |1. |#|\u001b[2J|\u200b|\u202e|](|![|[[|://e.example|http'.split(
    '|',
  ),
  '|',
)

test('whatever pieces a model writes in whatever units, the whole leads nowhere', () => {
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 8 }), { maxLength: 5 }), (units) => {
      let shown = ''
      for (const unit of units) shown += cleanText(unit.join(''), shown, never).text
      assert.deepEqual(readMarkdown(shown)?.leading ?? [], [], JSON.stringify(shown))
      assert.doesNotMatch(shown, /:\/\/|(?<!\p{L})www\.|\p{Cf}/u)
    }),
    { numRuns: 500 },
  )
})
