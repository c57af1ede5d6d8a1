import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepConversation, readConversations, type Shelf } from '../conversations/storage.ts'
import { ownShelf } from './own-shelf.ts'

const memoryShelf = (): Shelf => {
  const entries = new Map<string, string>()
  return {
    get length() {
      return entries.size
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  }
}

test('each key sees its own conversations, and the owner those that no key made', () => {
  const shelf = memoryShelf()
  const owners = [null, '0123456789ab', '0123456789ac']
  for (const [at, owner] of owners.entries()) keepConversation(ownShelf(shelf, owner), { id: `c${at}`, updatedAt: at, exchanges: [] } as never)
  assert.deepEqual(
    owners.map((owner) => readConversations(ownShelf(shelf, owner)).map(({ id }) => id)),
    [['c0'], ['c1'], ['c2']],
  )
  ownShelf(shelf, owners[1]!).removeItem('answerable.conversation.c1')
  assert.deepEqual(
    owners.map((owner) => readConversations(ownShelf(shelf, owner)).length),
    [1, 0, 1],
  )
})
