import type { TraceSpan } from '../api/types.ts'

interface Placed {
  readonly span: TraceSpan
  readonly depth: number
  /** Why it failed; null also where what it called says the same. */
  readonly reason: string | null
}

/** Each right after what it belongs to, the earlier first; one whose parent is elsewhere stands at the top. */
export const inOrder = (spans: readonly TraceSpan[]): Placed[] => {
  const ids = new Set(spans.map(({ id }) => id))
  const told = new Set(spans.map(({ parent_id, error }) => `${parent_id} ${error}`))
  const below = (parent: string | null, depth: number): Placed[] =>
    spans
      .filter(({ parent_id }) => (parent === null ? parent_id === null || !ids.has(parent_id) : parent_id === parent))
      .toSorted((one, other) => one.start_ms - other.start_ms)
      .flatMap((span) => [{ span, depth, reason: told.has(`${span.id} ${span.error}`) ? null : span.error }, ...below(span.id, depth + 1)])
  return below(null, 0)
}
