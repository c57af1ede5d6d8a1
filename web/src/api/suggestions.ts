import { requestJson } from './request.ts'

/** Questions to ask next: of what an answer was found in, or of a collection. */
export const suggestQuestions = async (from: { trace_id: string } | { collection: string }, signal: AbortSignal): Promise<readonly string[]> => {
  const { questions } = await requestJson<{ questions: readonly string[] }>('suggestions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(from),
    signal,
  })
  return questions
}
