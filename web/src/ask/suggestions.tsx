import { useEffect, useState } from 'preact/hooks'
import { suggestQuestions } from '../api/suggestions.ts'
import { sentenceOf } from '../api/request.ts'
import type { Exchange } from './exchange.ts'
import { Examples } from './examples.tsx'

interface Props {
  readonly exchange: Exchange
  readonly onChange: (change: (it: Exchange) => Exchange) => void
  readonly onAsk: (question: string) => void
}

/** Questions that might come next. Unasked where they cost nothing; where a model would work for them, or be paid, on request. */
export const Suggestions = ({ exchange: { answer, suggestions }, onChange, onAsk }: Props) => {
  const isFree = answer?.model === 'extractive'
  const [wanted, setWanted] = useState(isFree)
  const [failure, setFailure] = useState<string | null>(null)
  const traceId = answer?.trace_id
  useEffect(() => {
    if (!wanted || !traceId || suggestions.length > 0) return
    const controller = new AbortController()
    suggestQuestions({ trace_id: traceId }, controller.signal).then(
      (found) => onChange((it) => ({ ...it, suggestions: found })),
      (error: unknown) => {
        setWanted(false)
        // What nobody asked for fails in silence.
        if (!isFree && !controller.signal.aborted) setFailure(sentenceOf(error))
      },
    )
    return () => controller.abort()
  }, [wanted, traceId])
  if (suggestions.length > 0) return <Examples label="Questions that might come next" questions={suggestions} onAsk={onAsk} />
  if (isFree) return null
  return (
    <p class="suggest">
      <button type="button" class="tool" disabled={wanted} onClick={() => setWanted(true)}>
        {wanted ? 'Thinking of questions …' : 'Suggest what to ask next'}
      </button>
      {failure && (
        <span class="failure" role="alert">
          {failure}
        </span>
      )}
    </p>
  )
}
