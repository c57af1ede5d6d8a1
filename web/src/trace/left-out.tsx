import type { Doubt } from './insight.ts'

/** Sentences that were written and not shown, because the sources do not support them. */
export const LeftOut = ({ doubts }: { doubts: readonly Doubt[] }) => (
  <details class="left-out">
    <summary>
      {doubts.length === 1 ? 'One sentence was left out' : `${doubts.length} sentences were left out`}: the sources do not support{' '}
      {doubts.length === 1 ? 'it' : 'them'}
    </summary>
    <ul>
      {doubts.map(({ text, reasons }) => (
        <li key={text}>
          <p dir="auto">{text}</p>
          {reasons.length > 0 && <p class="note">{reasons.join('; ')}</p>}
        </li>
      ))}
    </ul>
  </details>
)
