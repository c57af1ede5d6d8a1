/** Conversations in the storage of this browser, one entry each. */
import { forKeeping, type Conversation } from './conversation.ts'

const prefix = 'answerable.conversation.'

export type Shelf = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>

/** Latest first. Entries that cannot be read are left alone. */
export const readConversations = (shelf: Shelf): Conversation[] =>
  keysOf(shelf)
    .flatMap((key) => parse(shelf.getItem(key)) ?? [])
    .toSorted((a, b) => b.updatedAt - a.updatedAt)

/** When the browser's space is used up, the oldest others make room; false, and nothing lost, when even that is not enough. */
export const keepConversation = (shelf: Shelf, conversation: Conversation): boolean => {
  const text = JSON.stringify(forKeeping(conversation))
  const others = readConversations(shelf).filter(({ id }) => id !== conversation.id)
  const dropped: [string, string][] = []
  while (!fits(shelf, prefix + conversation.id, text)) {
    const oldest = others.pop()
    if (!oldest) {
      for (const [key, value] of dropped) fits(shelf, key, value)
      return false
    }
    const key = prefix + oldest.id
    dropped.push([key, shelf.getItem(key)!])
    shelf.removeItem(key)
  }
  return true
}

const fits = (shelf: Shelf, key: string, value: string): boolean => {
  try {
    shelf.setItem(key, value)
    return true
  } catch {
    return false
  }
}

export const dropConversation = (shelf: Shelf, id: string): void => shelf.removeItem(prefix + id)

export const isConversationKey = (key: string | null): boolean => key === null || key.startsWith(prefix)

const keysOf = (shelf: Shelf): string[] =>
  Array.from({ length: shelf.length }, (_, index) => shelf.key(index)).filter((key): key is string => key?.startsWith(prefix) ?? false)

const parse = (text: string | null): Conversation | null => {
  try {
    const it = JSON.parse(text ?? 'null') as Partial<Conversation> | null
    return typeof it?.id === 'string' && typeof it.updatedAt === 'number' && Array.isArray(it.exchanges) ? (it as Conversation) : null
  } catch {
    return null
  }
}
