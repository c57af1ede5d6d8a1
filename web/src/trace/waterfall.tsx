import { Fragment } from 'preact'
import type { TraceSpan } from '../api/types.ts'
import { duration } from '../duration.ts'
import { inOrder } from './in-order.ts'

/** What a question was made of, each stage a bar where it stood in time; what a stage called stands indented below it. */
export const Waterfall = ({ spans }: { readonly spans: readonly TraceSpan[] }) => {
  if (spans.length === 0) return null
  const whole = Math.max(...spans.map(({ start_ms, duration_ms }) => start_ms + duration_ms), 0.001)
  return (
    <div class="scroller" tabIndex={0} role="region" aria-label="Stages in time">
      <table class="waterfall">
        <caption>Stages in time: {duration(whole)} in all</caption>
        <thead class="unseen">
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Where it stood</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {inOrder(spans).map(({ span, depth, reason }) => (
            <Fragment key={span.id}>
              <tr>
                <th scope="row" class={`depth-${Math.min(depth, 4)}`}>
                  {span.name}
                  {span.error !== null && <span class="note"> failed</span>}
                </th>
                <td class="bar">
                  <svg viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={`from ${duration(span.start_ms)} on`}>
                    <rect class="track" x="0" y="0" width="100" height="4" />
                    <rect
                      class={span.error === null ? span.stage : 'failed'}
                      x={(span.start_ms / whole) * 100}
                      y="0"
                      width={Math.max(0.6, (span.duration_ms / whole) * 100)}
                      height="4"
                    />
                  </svg>
                </td>
                <td>{duration(span.duration_ms)}</td>
              </tr>
              {reason !== null && (
                <tr class="reason">
                  <td colSpan={3}>
                    <p class="failure">{reason}</p>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}
