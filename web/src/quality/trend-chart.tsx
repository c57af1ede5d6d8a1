import type { Estimate } from '../api/quality.ts'
import { shortDay } from './amounts.ts'
import { linesOf, pointsOf, type Point } from './chart-points.ts'

export interface Series {
  /** Told beside the line where there are several. */
  readonly name?: string
  readonly values: readonly (Estimate | number | null)[]
}

interface Props {
  readonly title: string
  /** The figure of all days together, and what belongs to it. */
  readonly headline: string
  readonly note?: string | undefined
  readonly days: readonly string[]
  readonly series: readonly Series[]
  /** Top of the scale, and how it is written. */
  readonly most: number
  readonly mostLabel: string
  readonly kind: 'line' | 'bars'
  /** One day's value in words, for those who read it. */
  readonly told: (index: number) => string | null
}

const size = { width: 300, height: 72 }

/** A small chart of days: its heading says the whole, its table each day. */
export const TrendChart = ({ title, headline, note, days, series, most, mostLabel, kind, told }: Props) => {
  const drawn = series.map(({ name, values }) => ({ name, points: pointsOf(values, most, size) }))
  const rows = days.map((day, index) => ({ day, words: told(index) })).filter(({ words }) => words !== null)
  return (
    <figure class="trend">
      <figcaption>
        <strong>{title}</strong> <span class="headline">{headline}</span>
        {note && <span class="note">{note}</span>}
      </figcaption>
      {rows.length === 0 ? (
        <p class="empty">No day with a figure.</p>
      ) : (
        <>
          <svg viewBox={`-2 -13 ${size.width + 4} ${size.height + 30}`} role="img" aria-label={`${title}: ${headline}`}>
            <line class="axis" x1="0" x2={size.width} y1={size.height} y2={size.height} />
            <line class="grid" x1="0" x2={size.width} y1="0" y2="0" />
            <text x="0" y="-4">
              {mostLabel}
            </text>
            {drawn.map(({ points }, index) => (
              <g key={series[index]!.name ?? index} class={`series series-${index}`}>
                {kind === 'bars' ? <Bars points={points} days={days.length} /> : <Line points={points} />}
              </g>
            ))}
            <text x="0" y={size.height + 13}>
              {shortDay(days[0]!)}
            </text>
            <text x={size.width} y={size.height + 13} text-anchor="end">
              {shortDay(days.at(-1)!)}
            </text>
          </svg>
          {series.length > 1 && (
            <p class="legend note">
              {series.map(({ name }, index) => (
                <span key={name}>
                  <span class={`key series-${index}`} aria-hidden="true" /> {name}
                </span>
              ))}
            </p>
          )}
          <details>
            <summary class="note">Each day</summary>
            <table>
              <tbody>
                {rows.map(({ day, words }) => (
                  <tr key={day}>
                    <th scope="row">{shortDay(day)}</th>
                    <td>{words}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </figure>
  )
}

const Line = ({ points }: { readonly points: readonly Point[] }) => (
  <>
    {points.map(({ x, low, high }) => low !== high && <line key={x} class="whisker" x1={x} x2={x} y1={low} y2={high} />)}
    {linesOf(points).map((line) => (
      <polyline key={line} points={line} />
    ))}
    {points.map(({ x, y }) => (
      <circle key={x} cx={x} cy={y} r="2" />
    ))}
  </>
)

const Bars = ({ points, days }: { readonly points: readonly Point[]; readonly days: number }) => {
  const width = Math.max(1, (size.width / days) * 0.7)
  return (
    <>
      {points.map(({ x, y }) => (
        <rect key={x} x={x - width / 2} y={y} width={width} height={size.height - y} />
      ))}
    </>
  )
}
