import { useEffect, useState } from 'preact/hooks'
import { sentenceOf } from '../api/request.ts'
import { listTraces, type TracesWanted } from '../api/trace.ts'
import type { TraceRow } from '../api/types.ts'
import { duration } from '../duration.ts'
import type { OpenSources } from '../reading/source.ts'
import { cacheWords, outcomeWords } from './outcome-words.ts'
import { TracePanel } from './trace-panel.tsx'

const outcomes = ['answered', 'abstained', 'failed', 'cancelled'] as const

interface Props {
  /** Whoever does not administer sees no questions of others. */
  readonly isOwnOnly: boolean
  readonly onOpen: OpenSources
}

/** Questions and how they ended, newest first; each opens to how its answer came about. */
export const TracesView = ({ isOwnOnly, onOpen }: Props) => {
  const [wanted, want] = useState<TracesWanted>({ outcome: '', isSlow: false })
  const { rows, next, failure, more } = useTraces(wanted)
  return (
    <section class="quality traces" aria-label="Questions">
      <h1>Questions</h1>
      <p class="period">
        <label>
          Ended{' '}
          <select value={wanted.outcome} onChange={(event) => want({ ...wanted, outcome: event.currentTarget.value as TracesWanted['outcome'] })}>
            <option value="">in any way</option>
            {outcomes.map((it) => (
              <option key={it} value={it}>
                {it}
              </option>
            ))}
          </select>
        </label>{' '}
        <label>
          <input type="checkbox" checked={wanted.isSlow} onChange={(event) => want({ ...wanted, isSlow: event.currentTarget.checked })} /> slower than 5 s
        </label>
      </p>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {!rows && !failure && <p class="waiting">Reading …</p>}
      {rows?.length === 0 && (
        <p class="empty">
          {wanted.outcome === '' && !wanted.isSlow ? (
            <>
              {isOwnOnly ? 'Nothing was asked with your key yet; what others ask is not shown.' : 'Nobody has asked anything yet.'}{' '}
              <a href="#/">Ask something</a>
            </>
          ) : (
            'No question ended like that.'
          )}
        </p>
      )}
      <ol class="asked">
        {rows?.map((row) => (
          <Asked key={row.trace_id} row={row} onOpen={onOpen} />
        ))}
      </ol>
      {next !== null && (
        <button type="button" onClick={more}>
          Show older ones
        </button>
      )}
    </section>
  )
}

const Asked = ({ row, onOpen }: { readonly row: TraceRow; readonly onOpen: OpenSources }) => (
  <li>
    <p class="question" dir="auto">
      {row.question || 'The question is not kept.'}
    </p>
    <p class={`note ${row.outcome}`}>
      {[
        when(row.asked_at),
        outcomeWords(row),
        duration(row.duration_ms),
        row.collection,
        row.caller,
        row.cache !== null && row.cache !== 'miss' && cacheWords[row.cache],
        row.degraded.length > 0 && `without ${row.degraded.join(', ')}`,
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
    <TracePanel traceId={row.trace_id} onOpen={onOpen} summary="How it came about" />
  </li>
)

const when = (time: string): string =>
  new Date(time).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })

const useTraces = (wanted: TracesWanted) => {
  const [rows, setRows] = useState<readonly TraceRow[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const read = (cursor: string | null, before: readonly TraceRow[], isCurrent: () => boolean): void => {
    listTraces(wanted, cursor).then(
      (page) => {
        if (!isCurrent()) return
        setRows([...before, ...page.traces])
        setNext(page.next_cursor)
        setFailure(null)
      },
      (error: unknown) => isCurrent() && setFailure(sentenceOf(error)),
    )
  }
  useEffect(() => {
    let isCurrent = true
    read(null, [], () => isCurrent)
    return () => void (isCurrent = false)
  }, [wanted.outcome, wanted.isSlow])
  return { rows, next, failure, more: () => read(next, rows ?? [], () => true) }
}
