import type { TraceCall } from '../api/types.ts'
import { duration } from '../duration.ts'

/** The model calls of a question as the ledger has them: what was read and written, and what it cost. */
export const CallList = ({ calls }: { readonly calls: readonly TraceCall[] }) => {
  if (calls.length === 0) return null
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label="Model calls">
      <table>
        <caption>{calls.length === 1 ? 'One model call' : `${calls.length} model calls`}</caption>
        <thead>
          <tr>
            <th scope="col">Model, for what</th>
            <th scope="col">Read</th>
            <th scope="col">of a cache</th>
            <th scope="col">Written</th>
            <th scope="col">Took</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call, index) => (
            <tr key={index}>
              <th scope="row">
                {call.model}, {call.task}
                {call.state !== 'settled' && <span class="note"> {call.state}</span>}
              </th>
              <td>{call.input_tokens.toLocaleString('en')}</td>
              <td>{call.cache_read_tokens?.toLocaleString('en') ?? '–'}</td>
              <td>{call.output_tokens.toLocaleString('en')}</td>
              <td>{duration(call.duration_ms)}</td>
              <td>{call.cost_usd === null ? 'price not known' : `$${Number(call.cost_usd)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
