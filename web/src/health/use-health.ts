import { useCallback, useEffect, useState } from 'preact/hooks'
import { readReadiness, readStatus } from '../api/health.ts'
import { sentenceOf } from '../api/request.ts'
import type { Readiness, Status } from '../api/types.ts'

export interface Health {
  readonly status: Status | null
  readonly readiness: Readiness | null
  readonly failure: string | null
  readonly refresh: () => void
}

// Often while something is on its way, rarely when all is quiet.
const busyEveryMs = 1500
const quietEveryMs = 20_000

export const useHealth = (): Health => {
  const [status, setStatus] = useState<Status | null>(null)
  const [readiness, setReadiness] = useState<Readiness | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const refresh = useCallback(() => {
    Promise.all([readStatus(), readReadiness()]).then(
      ([nowStatus, nowReadiness]) => {
        setStatus(nowStatus)
        setReadiness(nowReadiness)
        setFailure(null)
      },
      (error: unknown) => setFailure(sentenceOf(error)),
    )
  }, [])

  const busy = failure !== null || status === null || isAtWork(status, readiness)
  useEffect(refresh, [refresh])
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), busy ? busyEveryMs : quietEveryMs)
    return () => clearInterval(timer)
  }, [busy, refresh])
  return { status, readiness, failure, refresh }
}

/** Something is read, embedded, changed or loaded: a look now and then shows how far it is. */
export const isAtWork = (status: Status, readiness: Readiness | null): boolean =>
  readiness?.ready === false || (readiness?.embedding_changes.length ?? 0) > 0 || status.pending_embeddings > 0 || status.embedder.state === 'loading'
