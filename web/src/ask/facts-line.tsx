import type { Answer } from '../api/types.ts'
import { duration } from '../duration.ts'

/** The quiet line below an answer: who wrote it, how long it took, what it used. */
export const FactsLine = ({ answer }: { answer: Answer }) => (
  <p class="facts">
    <span>{answer.model}</span>
    {answer.tokens_used > 0 && <span>{answer.tokens_used.toLocaleString('en')} tokens</span>}
    {!!answer.cost_usd && <span>${answer.cost_usd.toFixed(4)}</span>}
    {answer.timings_ms['total'] !== undefined && <span>{duration(answer.timings_ms['total'])}</span>}
  </p>
)
