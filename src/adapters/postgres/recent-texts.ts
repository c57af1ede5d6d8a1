/** Texts of documents that questions met lately, at most 16 Mi characters. A version never changes its text, so nothing here grows stale. */
export const recentTexts = (limit = 16 * 1024 * 1024) => {
  const texts = new Map<string, string>()
  let size = 0
  const keyOf = (documentId: string, version: string): string => `${documentId} ${version}`

  return {
    has: (documentId: string, version: string): boolean => texts.has(keyOf(documentId, version)),

    /** Also makes it the youngest. */
    get: (documentId: string, version: string): string | undefined => {
      const key = keyOf(documentId, version)
      const text = texts.get(key)
      if (text === undefined) return undefined
      texts.delete(key)
      texts.set(key, text)
      return text
    },

    add: (documentId: string, version: string, text: string): void => {
      const key = keyOf(documentId, version)
      if (texts.has(key)) return
      texts.set(key, text)
      size += text.length
    },

    forget: (documentId: string): void => {
      for (const [key, text] of texts) {
        if (!key.startsWith(`${documentId} `)) continue
        texts.delete(key)
        size -= text.length
      }
    },

    /** How many versions of it are held. */
    count: (documentId: string): number => [...texts.keys()].filter((key) => key.startsWith(`${documentId} `)).length,

    /** Forgets the oldest until the limit holds; apart from `add`, so that what one question needs is never pushed out by its own texts. */
    trim: (): void => {
      for (const [key, text] of texts) {
        if (size <= limit) return
        texts.delete(key)
        size -= text.length
      }
    },
  }
}
