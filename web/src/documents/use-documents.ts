import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { listDocuments, removeDocument } from '../api/documents.ts'
import { sentenceOf } from '../api/request.ts'
import type { DocumentSummary } from '../api/types.ts'

export interface Documents {
  /** Null until the first page is there. */
  readonly listed: readonly DocumentSummary[] | null
  readonly hasMore: boolean
  readonly failure: string | null
  readonly more: () => void
  readonly remove: (documentId: string) => void
}

const pageSize = 50

/** The documents of a collection whose source or title contains `filter`, read again (as many as were shown) whenever `freshness` changes. */
export const useDocuments = (collection: string, filter: string, freshness: unknown, onRemoved: () => void): Documents => {
  const [listed, setListed] = useState<readonly DocumentSummary[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const wanted = useRef({ collection, filter, count: pageSize })

  const attempt = useCallback((work: () => Promise<void>) => {
    work().then(
      () => setFailure(null),
      (error: unknown) => setFailure(sentenceOf(error)),
    )
  }, [])

  useEffect(() => {
    if (wanted.current.collection !== collection) setListed(null)
    if (wanted.current.collection !== collection || wanted.current.filter !== filter) wanted.current = { collection, filter, count: pageSize }
    let current = true
    attempt(async () => {
      const page = await listDocuments({ collection, filter, cursor: null, limit: Math.min(1000, wanted.current.count) })
      if (!current) return
      setListed(page.documents)
      setCursor(page.next_cursor)
    })
    return () => {
      current = false
    }
  }, [collection, filter, freshness, attempt])

  const more = (): void =>
    attempt(async () => {
      const page = await listDocuments({ collection, filter, cursor, limit: pageSize })
      wanted.current.count += pageSize
      setListed((before) => [...(before ?? []), ...page.documents])
      setCursor(page.next_cursor)
    })
  const remove = (documentId: string): void =>
    attempt(async () => {
      await removeDocument(documentId)
      setListed((before) => before?.filter((it) => it.document_id !== documentId) ?? null)
      onRemoved()
    })
  return { listed, hasMore: cursor !== null, failure, more, remove }
}
