import { useEffect } from 'preact/hooks'
import { suggestQuestions } from '../api/suggestions.ts'
import type { Exchange } from './exchange.ts'

interface Props {
  readonly exchange: Exchange
  readonly onChange: (change: (it: Exchange) => Exchange) => void
  readonly onAsk: (question: string) => void
}

/** Questions that might come next, fetched once when the answer is there. They are an extra: when they cannot be had, nothing is said. */
export const Suggestions = ({ exchange: { id, answer, suggestions }, onChange, onAsk }: Props) => {
  const traceId = answer?.trace_id
  useEffect(() => {
    if (!traceId || suggestions.length > 0) return
    const controller = new AbortController()
    suggestQuestions(traceId, controller.signal).then(
      (found) => found.length > 0 && onChange((it) => ({ ...it, suggestions: found })),
      () => {},
    )
    return () => controller.abort()
  }, [id, traceId])
  if (suggestions.length === 0) return null
  return (
    <ul class="examples" aria-label="Questions that might come next">
      {suggestions.map((question) => (
        <li key={question}>
          <button type="button" onClick={() => onAsk(question)} dir="auto">
            {question}
          </button>
        </li>
      ))}
    </ul>
  )
}
