import type { Comparison, EvalReport, Metric } from '../../domain/eval-run.ts'
import { difference, spoken } from './figures.ts'
import { differencePlot } from './interval-plot.ts'
import { html, type Markup } from './markup.ts'

/** Only where something was compared. */
export const comparisonSection = ({ comparisons, variants }: EvalReport): Markup | null => {
  if (comparisons.length === 0) return null
  const metrics = variants.flatMap((variant) => variant.metrics)
  const unitOf = ({ metric }: Comparison): Metric['unit'] => metrics.find(({ name }) => name === metric)?.unit ?? 'share'
  const drawnOf = (it: Comparison): Drawn => ({
    unit: unitOf(it),
    // All of a unit on one scale, with some room at its ends.
    most: Math.max(1e-9, ...comparisons.filter((other) => unitOf(other) === unitOf(it)).map(reach)) * 1.05,
    series: variants.findIndex(({ name }) => name === it.variant),
  })
  return html`<section id="comparison">
    <h2>Comparison</h2>
    <p class="note">
      Differences of the same cases, with 95 % interval. The band is what this set of cases could not have shown: a true difference as small as that would be
      missed more than one time in five.
    </p>
    <table class="comparisons">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Difference</th>
          <th scope="col">Around zero</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        ${comparisons.map((it) => row(it, drawnOf(it)))}
      </tbody>
    </table>
  </section>`
}

interface Drawn {
  readonly unit: Metric['unit']
  readonly most: number
  readonly series: number
}

const row = ({ metric, variant, against, difference: seen, detectable, verdict }: Comparison, { unit, most, series }: Drawn): Markup => {
  const shows = Number.isFinite(detectable) ? `shows ${difference(detectable, unit).slice(1)} or more` : 'too few cases to show any'
  return html`<tr>
    <th scope="row">${spoken(metric)} <span class="note">${variant} against ${against}</span></th>
    <td class="value">
      <b>${difference(seen.value, unit)}</b>
      <span class="note">${difference(seen.low, unit)} to ${difference(seen.high, unit)}, n&nbsp;=&nbsp;${seen.n}; ${shows}</span>
    </td>
    <td class="drawn">${differencePlot(seen, Number.isFinite(detectable) ? detectable : most, most, Math.max(0, series))}</td>
    <td><span class="verdict ${verdict.split(' ', 1)[0]!}">${verdict}</span></td>
  </tr>`
}

const reach = ({ difference: { low, high }, detectable }: Comparison): number => Math.max(...[low, high, detectable].map(Math.abs).filter(Number.isFinite))
