import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newExchange } from '../ask/exchange.ts'
import { historyOf, type Conversation } from './conversation.ts'
import { dropConversation, keepConversation, readConversations, type Shelf } from './storage.ts'

const shelfOf = (room: number): Shelf => {
  const entries = new Map<string, string>()
  return {
    get length() {
      return entries.size
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => {
      const taken = [...entries].filter(([other]) => other !== key).reduce((sum, [, text]) => sum + text.length, 0)
      if (taken + value.length > room) throw new DOMException('full', 'QuotaExceededError')
      entries.set(key, value)
    },
    removeItem: (key) => void entries.delete(key),
  }
}

const conversation = (id: string, updatedAt: number, question = 'Why?'): Conversation => ({ id, updatedAt, exchanges: [newExchange(1, question, 'default')] })
const ids = (shelf: Shelf): string[] => readConversations(shelf).map(({ id }) => id)

test('conversations come back latest first, what was on its way as stopped', () => {
  const shelf = shelfOf(1e6)
  keepConversation(shelf, conversation('a', 1))
  keepConversation(shelf, conversation('b', 2))
  shelf.setItem('answerable.conversation.broken', '{"id":')
  shelf.setItem('answerable.theme', 'dark')
  assert.deepEqual(ids(shelf), ['b', 'a'])
  assert.equal(readConversations(shelf)[0]!.exchanges[0]!.phase, 'stopped')
  dropConversation(shelf, 'b')
  assert.deepEqual(ids(shelf), ['a'])
})

test('when the space is used up the oldest make room; one that never fits is told', () => {
  const shelf = shelfOf(Math.round(2.5 * JSON.stringify(conversation('a', 1)).length))
  for (const [id, at] of Object.entries({ a: 1, b: 2, c: 3, d: 4 })) assert.equal(keepConversation(shelf, conversation(id, at)), true)
  assert.deepEqual(ids(shelf), ['d', 'c'])
  assert.equal(keepConversation(shelf, conversation('e', 5, 'x'.repeat(2000))), false)
  assert.deepEqual(ids(shelf), ['d', 'c'])
})

test('a follow-up stands on what was answered, the last three exchanges of it', () => {
  const answered = (id: number) => ({ ...newExchange(id, `q${id}`, 'default'), phase: 'answered' as const, text: `a${id}` })
  const abstained = { ...answered(9), answer: { abstained: { reason: 'nothing_relevant', message: 'No.' } } as never }
  const exchanges = [answered(1), answered(2), abstained, { ...answered(3), phase: 'failed' as const }, answered(4), answered(5)]
  assert.deepEqual(
    historyOf(exchanges).map(({ content }) => content),
    ['q2', 'a2', 'q4', 'a4', 'q5', 'a5'],
  )
})
