import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutPoints, excerptAround } from './excerpt.ts'

test('texts are cut at blank lines, not inside fenced code or before an indented line', () => {
  const text = 'one\n\n```\na\n\nb\n```\n\n  - nested\n\ntwo'
  assert.deepEqual(
    cutPoints(text).map((point) => text.slice(point, point + 3)),
    ['one', '```', 'two', ''],
  )
})

test('a megabyte gives an excerpt of a few screens that holds the focus', () => {
  const text = 'A paragraph of a long document, one of many.\n\n'.repeat(25_000)
  const focus = { start: 600_000, end: 600_100 }
  const excerpt = excerptAround(text, cutPoints(text), focus, 12_000, 12_000)
  assert.ok(excerpt.start <= focus.start && excerpt.end >= focus.end)
  assert.ok(excerpt.end - excerpt.start < 30_000)
  assert.match(text.slice(excerpt.start), /^A paragraph/)
})

test('where there is no blank line a text is cut between lines, and where there is no line never inside a letter', () => {
  const lines = 'a line\n'.repeat(50_000)
  const cutLines = excerptAround(lines, cutPoints(lines), { start: 100_000, end: 100_010 }, 5000, 5000)
  assert.equal(lines[cutLines.start - 1], '\n')
  assert.equal(lines[cutLines.end - 1], '\n')
  const faces = '😀'.repeat(100_000)
  const cutFaces = excerptAround(faces, cutPoints(faces), { start: 100_000, end: 100_002 }, 5001, 5001)
  assert.ok(faces.slice(cutFaces.start, cutFaces.end).isWellFormed())
})
