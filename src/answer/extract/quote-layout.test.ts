import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Extract } from './extractive.ts'
import { answerWriter } from '../answer-writer.ts'
import { passageOf } from '../passage-for-tests.ts'
import type { Dress } from './quoted.ts'

const passage = passageOf('One. Two. Three. Four.')
const prose: Dress = { kind: 'prose' }
const item = (marker: string, indent = 0): Dress => ({ kind: 'item', marker, indent })
const quoted = (...pieces: readonly (readonly [string, Dress])[]): string => {
  const writer = answerWriter('', [])
  const events = pieces.flatMap(([body, dress]) => {
    const start = passage.text.indexOf(body)
    return writer.quote({ passage, start, end: start + body.length, score: 1, dress } satisfies Extract)
  })
  assert.equal(events.map((event) => (event.type === 'delta' ? event.text : '')).join(''), writer.text)
  return writer.text
}

test('prose flows on; what comes after a list begins a paragraph', () => {
  assert.equal(quoted(['One.', prose], ['Three.', prose]), 'One. Three.')
  assert.equal(quoted(['One.', item('-')], ['Three.', prose]), '- One.\n\nThree.')
  assert.equal(quoted(['One.', item('-')], ['Two.', prose]), '- One. Two.')
})

test('numbers stay, and nested items stand below the one that holds them', () => {
  assert.equal(
    quoted(['One.', item('3.')], ['Two.', item('1.', 3)], ['Three.', item('2.', 3)], ['Four.', item('4.')]),
    '3. One.\n   1. Two.\n   2. Three.\n4. Four.',
  )
  assert.equal(quoted(['One.', item('-', 8)], ['Two.', item('-')]), '- One.\n- Two.')
})

test('code keeps its language, and a fence inside of it does not end it', () => {
  const code = passageOf('```\nx')
  const writer = answerWriter('', [])
  writer.quote({ passage: code, start: 0, end: 5, score: 1, dress: { kind: 'code', language: 'sh' } })
  assert.equal(writer.text, '````sh\n```\nx\n````')
})
