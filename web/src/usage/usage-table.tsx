import type { Usage, UsageBy, UsageRow } from '../api/usage.ts'
import { plural } from '../plural.ts'
import { dollars } from '../quality/amounts.ts'

const choices: readonly { readonly by: UsageBy; readonly label: string }[] = [
  { by: 'model', label: 'Model' },
  { by: 'task', label: 'Task' },
  { by: 'key', label: 'Key' },
  { by: 'collection', label: 'Collection' },
]

interface Props {
  readonly parts: Usage
  readonly by: UsageBy
  readonly onBy: (by: UsageBy) => void
}

/** The same calls by what one wants to know; the dearest first. */
export const UsageTable = ({ parts, by, onBy }: Props) => (
  <section aria-labelledby="usage-parts">
    <h2 id="usage-parts">What it went to</h2>
    <p class="choices" role="group" aria-label="Add up by">
      {choices.map(({ by: it, label }) => (
        <button key={it} type="button" aria-pressed={it === by} onClick={() => onBy(it)}>
          {label}
        </button>
      ))}
    </p>
    <div class="table" role="group" aria-label="Calls, tokens and cost" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{choices.find((it) => it.by === parts.by)?.label}</th>
            <th scope="col">Calls</th>
            <th scope="col">Tokens read</th>
            <th scope="col">of a cache</th>
            <th scope="col">Tokens written</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {parts.rows.map((row) => (
            <tr key={row.group}>
              <th scope="row">{labelOf(row, parts.by)}</th>
              <td>
                {row.calls.toLocaleString('en')}
                {troubles(row) && <span class="note"> {troubles(row)}</span>}
              </td>
              <td>{row.tokens.input.toLocaleString('en')}</td>
              <td>{row.tokens.cache_read.toLocaleString('en')}</td>
              <td>{row.tokens.output.toLocaleString('en')}</td>
              <td>{costOf(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
)

const labelOf = ({ group, name }: UsageRow, by: UsageBy): string => {
  if (name !== null) return `${name} (${group})`
  return group === '' ? (by === 'collection' ? 'none: start-up and work for all' : 'none') : group
}

const troubles = ({ failed, aborted, lost }: UsageRow): string =>
  [failed > 0 && `${failed} failed`, aborted > 0 && `${aborted} broken off`, lost > 0 && `${lost} lost`].filter(Boolean).join(', ')

/** An unknown price is no price of zero. */
const costOf = ({ cost_usd, unpriced, calls }: UsageRow): string => {
  if (unpriced === calls) return 'price not known'
  return unpriced > 0 ? `${dollars(cost_usd)}, and ${plural(unpriced, 'call')} without a known price` : dollars(cost_usd)
}
