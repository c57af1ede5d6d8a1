/** For people at a terminal: when, how bad, what, and why. */
export const shortLine = ({ time, level, msg, err, trace_id: traceId, ...rest }: Record<string, unknown>): string => {
  const clock = typeof time === 'string' ? time.slice(11, 19) : ''
  const why = failureOf(err)
  const more = ['method', 'url', 'route', 'status', 'duration_ms', 'code', 'cause'].flatMap((key) =>
    rest[key] === undefined ? [] : [`${key}=${oneLine(rest[key])}`],
  )
  const trace = typeof traceId === 'string' ? [`trace=${traceId}`] : []
  return `${[clock, String(level).padEnd(5), oneLine(msg), ...(why ? [why] : []), ...more, ...trace].join(' ')}\n`
}

const failureOf = (err: unknown): string | null => {
  if (typeof err !== 'object' || err === null) return null
  const { message, stack, type } = err as { message?: unknown; stack?: unknown; type?: unknown }
  // A sentence of ours says it all; what nobody expected is shown whole.
  return type === 'AppError' ? oneLine(message) : String(stack ?? message)
}

/** Control characters could move the cursor, or look like another line. */
// oxlint-disable-next-line no-control-regex -- they are what is taken out.
const oneLine = (value: unknown): string => String(value ?? '').replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
