import { useCallback, useEffect, useState } from 'preact/hooks'
import { requestJson, sentenceOf } from '../api/request.ts'
import type { Status } from '../api/types.ts'

export interface Health {
  readonly status: Status | null
  readonly failure: string | null
  readonly refresh: () => void
}

// Often while something is on its way, rarely when all is quiet.
const busyEveryMs = 1500
const quietEveryMs = 20_000

export const useStatus = (): Health => {
  const [status, setStatus] = useState<Status | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const refresh = useCallback(() => {
    requestJson<Status>('status').then(
      (it) => {
        setStatus(it)
        setFailure(null)
      },
      (error: unknown) => setFailure(sentenceOf(error)),
    )
  }, [])

  const busy = failure !== null || status === null || status.pending_embeddings > 0 || status.embedder.state === 'loading'
  useEffect(refresh, [refresh])
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), busy ? busyEveryMs : quietEveryMs)
    return () => clearInterval(timer)
  }, [busy, refresh])
  return { status, failure, refresh }
}
