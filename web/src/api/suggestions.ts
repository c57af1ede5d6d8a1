import { requestJson } from './request.ts'

export const suggestQuestions = async (traceId: string, signal: AbortSignal): Promise<readonly string[]> => {
  const { suggestions } = await requestJson<{ suggestions?: readonly string[] }>('suggestions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ trace_id: traceId }),
    signal,
  })
  return suggestions ?? []
}
