import { useCallback, useEffect, useState } from 'preact/hooks'
import { readEmbedding } from '../api/embedding.ts'
import { sentenceOf } from '../api/request.ts'
import type { EmbeddingStatus } from '../api/types.ts'

export interface Embedding {
  /** Null until the server has told. */
  readonly status: EmbeddingStatus | null
  readonly failure: string | null
  readonly refresh: () => void
}

/** With what each collection is searched; read again whenever `freshness` changes. */
export const useEmbedding = (freshness: unknown): Embedding => {
  const [status, setStatus] = useState<EmbeddingStatus | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const refresh = useCallback(() => {
    readEmbedding().then(
      (now) => {
        setStatus(now)
        setFailure(null)
      },
      (error: unknown) => setFailure(sentenceOf(error)),
    )
  }, [])
  useEffect(refresh, [refresh, freshness])
  return { status, failure, refresh }
}
