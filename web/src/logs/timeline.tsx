import type { LogReport } from '../api/logs.ts'
import { bucketName } from './buckets.ts'
import { levels, stacked, type Level } from './levels.ts'

interface Props {
  readonly report: LogReport
  readonly onBucket: (index: number) => void
}

const size = { width: 900, height: 120 }
const words: Readonly<Record<Level, string>> = { error: 'errors and worse', warning: 'warnings', other: 'other lines' }

/** All lines over time, by how grave they are; a click shows the lines of that time. */
export const Timeline = ({ report, onBucket }: Props) => {
  const bars = stacked(report.rate, report.templates)
  const highest = Math.max(1, ...report.rate)
  const step = size.width / Math.max(1, bars.length)
  const bursts = report.findings.flatMap((it) => (it.kind === 'burst' && it.buckets ? [it.buckets] : []))
  const isBurst = (index: number): boolean => bursts.some(([first, last]) => index >= first && index <= last)
  const [first, last] = [bucketName(report, 0), bucketName(report, bars.length - 1)]
  return (
    <figure class="timeline">
      <figcaption class="note">
        {report.lines.toLocaleString('en')} lines; the highest bar is {highest.toLocaleString('en')}. ▼ marks bursts. A click on a bar shows its lines.
      </figcaption>
      <svg viewBox={`0 -14 ${size.width} ${size.height + 14}`} role="img" aria-label={`Lines over time, ${first} to ${last}`} preserveAspectRatio="none">
        {bars.map((bar, index) => (
          <g key={bucketName(report, index)} class="bar" onClick={() => onBucket(index)}>
            <title>{`${bucketName(report, index)}: ${told(bar)}`}</title>
            <rect class="hit" x={index * step} y="-14" width={step} height={size.height + 14} />
            {stack(bar, highest).map(({ level, y, height }) => (
              <rect key={level} class={level} x={index * step} y={y} width={Math.max(0.8, step * 0.86)} height={height} />
            ))}
            {isBurst(index) && <path class="burst" d={`M${index * step + step / 2 - 5},-12 h10 l-5,8 z`} />}
          </g>
        ))}
      </svg>
      <p class="ends note">
        <span>{first.split(' to ')[0]}</span>
        <span>{last.split(' to ')[0]}</span>
      </p>
      <p class="legend note">
        {levels.map((level) => (
          <span key={level}>
            <span class={`key ${level}`} aria-hidden="true" /> {words[level]}
          </span>
        ))}
      </p>
      <details>
        <summary class="note">Each span as a table</summary>
        <div class="scrolled" tabIndex={0} role="region" aria-label="Lines of each span">
          <table>
            <thead>
              <tr>
                <th scope="col">Span</th>
                <th scope="col">Lines</th>
                <th scope="col">Errors</th>
                <th scope="col">Warnings</th>
              </tr>
            </thead>
            <tbody>
              {bars.map((bar, index) => (
                <tr key={bucketName(report, index)}>
                  <th scope="row">
                    <button type="button" class="tool" onClick={() => onBucket(index)}>
                      {bucketName(report, index)}
                      {isBurst(index) && ' (burst)'}
                    </button>
                  </th>
                  <td>{report.rate[index]!.toLocaleString('en')}</td>
                  <td>{bar.error.toLocaleString('en')}</td>
                  <td>{bar.warning.toLocaleString('en')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

const told = (bar: Record<Level, number>): string => levels.map((level) => `${bar[level].toLocaleString('en')} ${words[level]}`).join(', ')

/** From the axis up: what is grave stands lowest, where bars are compared best. */
const stack = (bar: Record<Level, number>, highest: number): { level: Level; y: number; height: number }[] => {
  let y = size.height
  return levels.flatMap((level) => {
    const height = bar[level] === 0 ? 0 : Math.max(1.5, (bar[level] / highest) * size.height)
    y -= height
    return height === 0 ? [] : [{ level, y, height }]
  })
}
