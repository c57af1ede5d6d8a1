import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutRunningLines } from './running-lines.ts'

test('headers and page numbers go from all pages but the first they stand on', () => {
  const pages = ['The guide\n\nOne.\n\n1', 'The guide\n\nTwo.\n\n2', '', 'The guide\n\nThree.\n\n3']
  assert.deepEqual(withoutRunningLines(pages), ['The guide\n\nOne.\n\n1', 'Two.', '', 'Three.'])
})

test('lines that repeat inside of pages, or only twice at their edges, stay', () => {
  const pages = ['A\nsame\nB', 'C\nsame\nB', 'D\nsame\nE']
  assert.deepEqual(withoutRunningLines(pages), pages)
})
