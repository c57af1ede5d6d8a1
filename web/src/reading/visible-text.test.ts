import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visibleText } from './visible-text.ts'

test('a quote reads as words, wherever it was cut', () => {
  const rows: [string, string][] = [
    ['| dinner | **30 €** | `receipt` |', 'dinner · 30 € · receipt'],
    ['| a | b |\n|---|:-:|\n| 1. | 2 |', 'a · b; 1. · 2'],
    ['| 1 | 2 |\n| 3 |   |', '1 · 2; 3'],
    ['inner | 30 € |\n|---|---|', 'inner · 30 €'],
    ['Costs:\n| taxi | 20 € |\nNo more.', 'Costs: taxi · 20 € No more.'],
    ['the limit** is `high', 'the limit is high'],
    ['Run `a ** b | c` and `x`', 'Run a ** b | c and x'],
    ['one **two**\n\n- three', 'one two three'],
  ]
  for (const [markdown, words] of rows) assert.equal(visibleText(markdown), words)
})
