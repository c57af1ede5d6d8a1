import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeLines, lineAt } from './code-lines.ts'

test('lines of code hold every character, and none is made up', () => {
  for (const text of ['', 'a', 'a\n', '\n\n', 'def f():\n\n    return 1', 'windows\r\nlines\r\n']) {
    const lines = codeLines(text).flatMap((line) => (line.kind === 'branch' ? line.children : []))
    assert.equal(lines.map((leaf) => (leaf.kind === 'branch' ? '' : text.slice(leaf.start, leaf.end))).join(''), text)
    assert.equal(lines.length, text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0), JSON.stringify(text))
  }
})

test('an offset is in the line that its character ends or is part of', () => {
  const text = 'one\ntwo\n\nfour'
  assert.deepEqual(
    [0, 3, 4, 7, 8, 9, 13].map((offset) => lineAt(text, offset)),
    [1, 1, 2, 2, 3, 4, 4],
  )
})
