import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Conversation } from './conversation.ts'
import { ownPrefix, ownShelf } from '../session/own-shelf.ts'
import { dropConversation, isConversationKey, keepConversation, readConversations } from './storage.ts'

export interface Conversations {
  /** Latest first. */
  readonly all: readonly Conversation[]
  /** As it is this moment, also between two renderings. */
  readonly find: (id: string) => Conversation | null
  /** Adds or replaces. `keep` writes it to the browser's storage: not for every word of a stream. */
  readonly put: (conversation: Conversation, keep: boolean) => void
  readonly remove: (ids: readonly string[]) => void
  /** A sentence when the browser does not keep them. */
  readonly trouble: string | null
}

const cannotKeep = 'This browser does not keep conversations (its storage is full or off): they are gone when the page is closed.'

/** @param keyId whose conversations; null: the owner's */
export const useConversations = (keyId: string | null): Conversations => {
  const [all, setAll] = useState<readonly Conversation[]>(() => readAll(keyId))
  const [trouble, setTrouble] = useState<string | null>(null)
  const latest = useRef(all)
  const set = useCallback((next: readonly Conversation[]) => setAll((latest.current = next)), [])

  const find = useCallback((id: string) => latest.current.find((it) => it.id === id) ?? null, [])
  const put = useCallback(
    (conversation: Conversation, keep: boolean) => {
      const others = latest.current.filter(({ id }) => id !== conversation.id)
      set([conversation, ...others].toSorted((a, b) => b.updatedAt - a.updatedAt))
      if (keep) setTrouble(attempt(() => keepConversation(ownShelf(localStorage, keyId), conversation)) ? null : cannotKeep)
    },
    [set],
  )
  const remove = useCallback(
    (ids: readonly string[]) => {
      set(latest.current.filter(({ id }) => !ids.includes(id)))
      for (const id of ids) attempt(() => dropConversation(ownShelf(localStorage, keyId), id))
    },
    [set],
  )

  // Another tab has changed something; what is under way here stays as it is.
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent): void => {
      if (!isConversationKey(key?.replace(ownPrefix(keyId), '') ?? null)) return
      const running = latest.current.filter(({ exchanges }) => exchanges.some(({ phase }) => phase === 'asking'))
      const kept = readAll(keyId).filter(({ id }) => running.every((it) => it.id !== id))
      set([...running, ...kept].toSorted((a, b) => b.updatedAt - a.updatedAt))
    }
    addEventListener('storage', onStorage)
    return () => removeEventListener('storage', onStorage)
  }, [set])
  return { all, find, put, remove, trouble }
}

const readAll = (keyId: string | null): Conversation[] => attempt(() => readConversations(ownShelf(localStorage, keyId))) || []

/** A browser may forbid storage altogether: even touching it throws. */
const attempt = <Result>(work: () => Result): Result | false => {
  try {
    return work()
  } catch {
    return false
  }
}
