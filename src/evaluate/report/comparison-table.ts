import type { Comparison, EvalReport, Metric } from '../../domain/eval-run.ts'
import { points, signed, spoken } from './figures.ts'
import { differencePlot } from './interval-plot.ts'
import { html, type Markup } from './markup.ts'

/** Only where something was compared; what came out the same on every case is named in one line. */
export const comparisonSection = ({ comparisons, variants }: EvalReport): Markup | null => {
  if (comparisons.length === 0) return null
  const [same, different] = [true, false].map((isSame) => comparisons.filter((it) => isTheSame(it) === isSame)) as [Comparison[], Comparison[]]
  const metrics = variants.flatMap((variant) => variant.metrics)
  const unitOf = ({ metric }: Comparison): Metric['unit'] => metrics.find(({ name }) => name === metric)?.unit ?? 'share'
  const drawnOf = (it: Comparison): Drawn => ({
    unit: unitOf(it),
    // All of a unit on one scale, with some room at its ends.
    most: Math.max(1e-9, ...different.filter((other) => unitOf(other) === unitOf(it)).map((other) => reach(other, unitOf(it)))) * 1.05,
    series: variants.findIndex(({ name }) => name === it.variant),
  })
  return html`<section id="comparison">
    <h2>Comparison</h2>
    <p class="note">
      Differences of the same cases, with 95 % interval. A verdict takes more than an interval without zero: false alarms are at most 1 % over all comparisons
      together. The band is what this set of cases could not have shown: a true difference as small as that would be missed more than one time in five.
    </p>
    ${different.length > 0 && table(different.map((it) => row(it, drawnOf(it))))} ${[...Map.groupBy(same, versus)].map(sameLine)}
  </section>`
}

const versus = ({ variant, against }: Comparison): string => `${variant} against ${against}`

const isTheSame = ({ difference: { value, low, high } }: Comparison): boolean => value === 0 && low === 0 && high === 0

const sameLine = ([who, same]: [string, Comparison[]]): Markup =>
  html`<p class="same"><b>${who}</b>: the same on every case in ${same.map(({ metric }) => spoken(metric)).join(', ')}.</p>`

const table = (rows: readonly Markup[]): Markup =>
  html`<table class="comparisons">
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col">Difference</th>
        <th scope="col">Around zero</th>
        <th scope="col">Verdict</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`

interface Drawn {
  readonly unit: Metric['unit']
  readonly most: number
  readonly series: number
}

const row = (it: Comparison, { unit, most, series }: Drawn): Markup => {
  const { metric, difference: seen, verdict } = it
  const detectable = detectableOf(it, unit)
  const shows = detectable === null ? 'too few cases to show any' : `shows ${signed(detectable, unit).slice(1)} or more`
  return html`<tr>
    <th scope="row">${spoken(metric)} <span class="note">${versus(it)}</span></th>
    <td class="value">
      <b>${signed(seen.value, unit)}${points(unit)}</b>
      <span class="note">${signed(seen.low, unit)} to ${signed(seen.high, unit)}, n&nbsp;=&nbsp;${seen.n}; ${shows}</span>
    </td>
    <td class="drawn">${differencePlot(seen, detectable ?? most, most, Math.max(0, series))}</td>
    <td><span class="verdict ${verdict.split(' ', 1)[0]!}">${verdict}</span></td>
  </tr>`
}

/** Null: no difference that there can be would have shown. */
const detectableOf = ({ detectable }: Comparison, unit: Metric['unit']): number | null =>
  !Number.isFinite(detectable) || (unit === 'share' && detectable >= 1) ? null : detectable

const reach = (it: Comparison, unit: Metric['unit']): number =>
  Math.max(...[it.difference.low, it.difference.high, detectableOf(it, unit) ?? 0].map(Math.abs).filter(Number.isFinite))
