import type { Shelf } from '../conversations/storage.ts'

/** The part of the browser's storage that belongs to a key: who logs in with another one does not see it. Null: the owner's, as it always was. */
export const ownShelf = (shelf: Shelf, keyId: string | null): Shelf => {
  if (keyId === null) return shelf
  const prefix = ownPrefix(keyId)
  const own = (): string[] =>
    Array.from({ length: shelf.length }, (_, index) => shelf.key(index)).filter((key): key is string => key?.startsWith(prefix) ?? false)
  return {
    get length() {
      return own().length
    },
    key: (index) => own()[index]?.slice(prefix.length) ?? null,
    getItem: (key) => shelf.getItem(prefix + key),
    setItem: (key, value) => shelf.setItem(prefix + key, value),
    removeItem: (key) => shelf.removeItem(prefix + key),
  }
}

export const ownPrefix = (keyId: string | null): string => (keyId === null ? '' : `answerable.key.${keyId}.`)
