import { requestJson } from './request.ts'
import type { Trace, TracePage } from './types.ts'

export const getTrace = (traceId: string): Promise<Trace> => requestJson(`traces/${encodeURIComponent(traceId)}`)

export interface TracesWanted {
  /** Empty: however they ended. */
  readonly outcome: '' | 'answered' | 'abstained' | 'failed' | 'cancelled'
  readonly isSlow: boolean
}

const slowMs = 5_000

export const listTraces = ({ outcome, isSlow }: TracesWanted, cursor: string | null): Promise<TracePage> => {
  const query = new URLSearchParams({ limit: '30', ...(outcome && { outcome }), ...(isSlow && { slower_than_ms: String(slowMs) }), ...(cursor && { cursor }) })
  return requestJson(`traces?${query}`)
}
