import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { joinedLines } from './joined-lines.ts'
import type { Leaf, ReadingNode } from './reading-tree.ts'

const leavesOf = (nodes: readonly ReadingNode[]): Leaf[] => nodes.flatMap((node) => (node.kind === 'branch' ? leavesOf(node.children) : [node]))
const runs = (text: string): string[] =>
  leavesOf(joinedLines(text))
    .filter(({ kind }) => kind === 'text')
    .map(({ start, end }) => text.slice(start, end).trim().replaceAll('\n', ' '))

test('the leaves are the characters of the text, each once and in order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('\n', '\n\n', ' ', '- a', 'a line that is as long as lines are', 'short', '😀')), (parts) => {
      const text = parts.join('')
      assert.equal(
        leavesOf(joinedLines(text))
          .map(({ start, end }) => text.slice(start, end))
          .join(''),
        text,
      )
    }),
  )
})

test('lines of a paragraph are joined; short lines, items of a list and paragraphs are not', () => {
  const rows: [string, string[]][] = [
    ['The torque limit of the gearbox is\n340 newton metres, as measured.', ['The torque limit of the gearbox is 340 newton metres, as measured.']],
    ['Role\nDuty manager', ['Role', 'Duty manager']],
    [
      'These are the parts of the gearbox:\n- a shaft that turns to the left\n2) another',
      ['These are the parts of the gearbox:', '- a shaft that turns to the left', '2) another'],
    ],
    ['It ends here.\nThe torque limit of the gearbox is\nlow.', ['It ends here.', 'The torque limit of the gearbox is low.']],
    ['One.\n\nTwo.\n', ['One.', 'Two.']],
  ]
  for (const [text, expected] of rows) assert.deepEqual(runs(text), expected)
})
