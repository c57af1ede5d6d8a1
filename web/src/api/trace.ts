import { requestJson } from './request.ts'
import type { Trace } from './types.ts'

export const getTrace = (traceId: string): Promise<Trace> => requestJson(`traces/${encodeURIComponent(traceId)}`)
