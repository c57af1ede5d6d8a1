interface TraceRow {
  readonly trace_id: string
  readonly asked_at: string
  readonly collection: string
  readonly outcome: string
  readonly abstained: string | null
  readonly error_code: string | null
  readonly cache: string | null
  readonly duration_ms: number
  readonly question: string
}

/** A line a question: when, how it ended, how long it took, what was asked. */
export const traceLines = ({ traces, next_cursor }: { readonly traces: readonly TraceRow[]; readonly next_cursor: string | null }): string => {
  if (traces.length === 0) return 'No question was asked that fits.\n'
  const lines = traces.map(traceLine).join('')
  return next_cursor === null ? lines : `${lines}More with --cursor ${next_cursor}\n`
}

const traceLine = ({ trace_id, asked_at, collection, outcome, abstained, error_code, cache, duration_ms, question }: TraceRow): string =>
  [
    asked_at.slice(0, 19).replace('T', ' '),
    trace_id,
    [outcome, abstained ?? error_code].filter(Boolean).join(' ').padEnd(20),
    `${(duration_ms / 1000).toFixed(2)} s`.padStart(9),
    collection,
    ...(cache && cache !== 'miss' ? [`cache ${cache}`] : []),
    question.replace(/\s+/g, ' ').slice(0, 80) || '(not kept)',
  ].join('  ') + '\n'
