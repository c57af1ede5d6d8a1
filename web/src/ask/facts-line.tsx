import type { Answer } from '../api/types.ts'

/** The quiet line below an answer: who wrote it, how long it took, what it used. */
export const FactsLine = ({ answer }: { answer: Answer }) => {
  const { total, ...phases } = answer.timings_ms
  const detail = Object.entries(phases).map(([phase, ms]) => `${phase} ${duration(ms)}`)
  return (
    <p class="facts">
      <span>{answer.model}</span>
      {total !== undefined && <span title={detail.join(', ')}>{duration(total)}</span>}
      {answer.tokens_used > 0 && <span>{answer.tokens_used.toLocaleString('en')} tokens</span>}
      {!!answer.cost_usd && <span>${answer.cost_usd.toFixed(4)}</span>}
      <a href={`traces/${encodeURIComponent(answer.trace_id)}`} target="_blank" rel="noopener">
        trace
      </a>
    </p>
  )
}

const duration = (ms: number): string => (ms < 1000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`)
