import { sha256 } from '../../base/id.ts'
import { newKeyId, newKeyText, type KeyStore } from '../../domain/key.ts'
import type { KeyDesk } from '../../operations/key-desk.ts'

/** @param forget told of every key that changed, so that this process takes the new state at once. */
export const openKeyDesk = (keys: KeyStore, forget: (id: string) => void): KeyDesk => {
  const changed = async <Result>(id: string, work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } finally {
      forget(id)
    }
  }
  return {
    create: async (wanted) => {
      const id = newKeyId()
      const text = newKeyText(id)
      return { key: await keys.add(id, wanted, sha256(text)), text }
    },
    list: () => keys.list(),
    revoke: (id) => changed(id, keys.revoke(id)),
    suspend: (id, isSuspended) => changed(id, keys.suspend(id, isSuspended)),
    rotate: async (id, graceMs) => {
      const text = newKeyText(id)
      const key = await changed(id, keys.rotate(id, sha256(text), graceMs))
      return key && { key, text }
    },
  }
}
