import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { plainView } from './plain-view.ts'

const rows: readonly (readonly [string, string])[] = [
  ['The **lock** expires after _30_ seconds.', 'The lock expires after 30 seconds.'],
  ['Run `terraform init` in the [folder](https://a.b/c_(d) "title").', 'Run terraform init in the folder.'],
  ['![alt text](x.png) and <https://a.b> and <b>bold</b>', 'alt text and https://a.b and bold'],
  ['snake_case_name and 2 * 3 * 4 stay', 'snake_case_name and 2 * 3 * 4 stay'],
  ['AT&amp;T said\nit[^1]', 'AT&T said it'],
  ['a \\* b and `a_b*c`', 'a * b and a_b*c'],
  ['[**bold** link][ref]', 'bold link'],
  ['<td>Chai</td><td><b>1</b>8</td>', ' Chai  18 '],
]

for (const [raw, plain] of rows) test(`${JSON.stringify(raw)} reads ${JSON.stringify(plain)}`, () => assert.equal(plainView(raw).text, plain))

test('every character of the view points at where it stands in the raw text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('word', ' ', '**', '_', '`', '[a](b)', '\n', '*', 'ß😀', '&amp;', '\\_', '<br>')), (parts) => {
      const raw = parts.join('')
      const view = plainView(raw)
      let last = 0
      for (let at = 0; at < view.text.length; at++) {
        const { start, end } = view.toRaw(at, at + 1)
        assert.ok(start >= last && end === start + 1 && end <= raw.length)
        if (/[a-zß]/.test(view.text[at]!) && view.text[at] !== raw[start]) assert.fail(`${view.text[at]} is not at ${start} of ${raw}`)
        last = start
      }
    }),
  )
})

test('a span of the view is the raw text with its markup', () => {
  const raw = 'The **lock** expires.'
  const { text, toRaw } = plainView(raw)
  const { start, end } = toRaw(text.indexOf('lock'), text.indexOf('expires') + 'expires'.length)
  assert.equal(raw.slice(start, end), 'lock** expires')
})
