import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groundedness } from './groundedness.ts'

const evidence = `# How each format is read

| format   | how it is read        |
| -------- | --------------------- |
| Markdown | by its headings       |
| PDF      | page by page, as text |

Scanned pages have no text.
`

const verdicts = (text: string): [string, string][] => groundedness(text, evidence).map((it) => [it.text.split('\n')[0]!, it.verdict])

test('a table that stands in the evidence is supported with its head, whatever the white space', () =>
  assert.deepEqual(verdicts('| format | how it is read |\n|---|---|\n| Markdown | by its headings |\n| PDF | page by page, as text |\n'), [
    ['| format | how it is read |', 'supported'],
    ['| Markdown | by its headings |', 'supported'],
    ['| PDF | page by page, as text |', 'supported'],
  ]))

for (const [what, text] of [
  ['another head', '| format | read by |'],
  ['a part of a line', '| how it is read'],
  ['a row that is not there', '| Markdown | page by page, as text |'],
  ['lines that do not stand together', '| format | how it is read |\n| PDF | by its headings |'],
  ['a line with one word more', 'Scanned pages have no text today.'],
] as const)
  test(`not word for word: ${what}`, () => assert.notEqual(verdicts(text).at(-1)?.[1], 'supported'))
