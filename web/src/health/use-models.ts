import { useCallback, useRef, useState } from 'preact/hooks'
import { listModels, pullModel, type PullEvent } from '../api/models.ts'
import { isStop, sentenceOf } from '../api/request.ts'
import type { Model } from '../api/types.ts'

/** One download at a time. It goes on wherever in the page the person goes; closing the page ends it, and the next one goes on where it was. */
export interface Models {
  /** Null before `reload`, and where the server does not tell: it lists models for its own machine only. */
  readonly models: readonly Model[] | null
  readonly fetching: Fetching | null
  readonly failure: string | null
  readonly reload: () => void
  readonly fetch: (id: string) => void
  readonly stop: () => void
}

export interface Fetching {
  readonly id: string
  readonly received: number
  readonly total: number | null
  readonly line: string
}

export const useModels = (onFetched: () => void): Models => {
  const [models, setModels] = useState<readonly Model[] | null>(null)
  const [fetching, setFetching] = useState<Fetching | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const running = useRef<AbortController | null>(null)
  const reload = useCallback(() => void listModels().then(setModels, () => {}), [])

  const fetch = async (id: string): Promise<void> => {
    const { signal } = (running.current = new AbortController())
    setFailure(null)
    setFetching({ id, received: 0, total: null, line: 'Looking for a source …' })
    try {
      for await (const event of pullModel(id, signal)) setFetching((before) => before && withPull(before, event))
      onFetched()
    } catch (error) {
      if (!isStop(error)) setFailure(sentenceOf(error))
    }
    setFetching(null)
    reload()
  }
  return { models, fetching, failure, reload, fetch: (id) => void fetch(id), stop: () => running.current?.abort() }
}

const withPull = (before: Fetching, event: PullEvent): Fetching =>
  event.type === 'line' ? { ...before, line: event.line } : { ...before, received: event.received, total: event.total }
