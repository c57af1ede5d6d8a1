import { useState } from 'preact/hooks'
import { readIncidents, readWatches, type IncidentSummary, type WatchShown } from '../api/incidents.ts'
import { sentenceOf } from '../api/request.ts'
import { useRegularly } from '../use-regularly.ts'

export interface WatchingShown {
  /** Null until they are known; what was seen last stays while the server is away. */
  readonly watches: readonly WatchShown[] | null
  readonly incidents: readonly IncidentSummary[] | null
  readonly failure: string | null
}

const everyMs = 5_000

export const useWatching = (): WatchingShown => {
  const [shown, setShown] = useState<WatchingShown>({ watches: null, incidents: null, failure: null })
  useRegularly(everyMs, async (isCurrent) => {
    try {
      const [watches, incidents] = await Promise.all([readWatches(), readIncidents()])
      if (isCurrent()) setShown({ watches, incidents, failure: null })
    } catch (error) {
      if (isCurrent()) setShown((it) => ({ ...it, failure: sentenceOf(error) }))
    }
  })
  return shown
}
