import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Passage } from '../api/types.ts'
import { nearestPart } from './nearest-part.ts'

const nearest = (text: string, question: string): Passage => nearestPart({ text, start: 100, end: 100 + text.length } as Passage, question)

test('of a passage the part that shares most words with the question is shown, at its own offsets', () => {
  const filler = 'The office has many rooms, and the rooms have many windows. '.repeat(8)
  const rows: [string, string, string][] = [
    ['# Rooms\n\nThe walls are green.\n\nThe lifts are inspected twice.', 'Who inspected the lifts?', 'The lifts are inspected twice.'],
    [`${filler}Visitors wear a badge.`, 'What badge do visitors wear?', 'Visitors wear a badge.'],
    ['机房在三楼。\n\n停车费用由公司承担。', '停车费用是多少？', '停车费用由公司承担。'],
    ['One.\n\nTwo.', 'Three?', 'One.'],
    ['# Only a heading', 'heading', '# Only a heading'],
  ]
  for (const [text, question, expected] of rows) {
    const part = nearest(text, question)
    assert.ok(part.text.endsWith(expected), part.text)
    assert.ok(part.text.length <= 200)
    assert.equal(text.slice(part.start - 100, part.end - 100), part.text)
    assert.deepEqual(nearestPart(part, question), part, 'kept, it stays the same')
  }
})
