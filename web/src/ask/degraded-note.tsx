import type { Answer } from '../api/types.ts'

/** What the answer had to do without: it stands, and may be worse than usual. */
export const DegradedNote = ({ degraded }: { readonly degraded: NonNullable<Answer['degraded']> }) => (
  <ul class="degraded" role="note" aria-label="What this answer had to do without">
    {degraded.map(({ part, message }) => (
      <li key={part}>{message}</li>
    ))}
  </ul>
)
