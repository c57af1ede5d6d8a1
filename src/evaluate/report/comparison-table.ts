import type { Comparison, EvalReport, Metric } from '../../domain/eval-run.ts'
import { difference, spoken } from './figures.ts'
import { differencePlot } from './interval-plot.ts'
import { html, type Markup } from './markup.ts'

/** Only where something was compared. */
export const comparisonSection = ({ comparisons, variants }: EvalReport): Markup | null => {
  if (comparisons.length === 0) return null
  const metrics = variants.flatMap((variant) => variant.metrics)
  const unitOf = (name: string): Metric['unit'] => metrics.find((metric) => metric.name === name)?.unit ?? 'share'
  const mostOf = (name: string): number => Math.max(1e-9, ...comparisons.filter(({ metric }) => unitOf(metric) === unitOf(name)).map(reach)) * 1.05
  const seriesOf = (name: string): number =>
    Math.max(
      0,
      variants.findIndex((variant) => variant.name === name),
    )
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
        ${comparisons.map(
          (it) =>
            html`<tr>
              <th scope="row">${spoken(it.metric)} <span class="note">${it.variant} against ${it.against}</span></th>
              <td class="value">
                <b>${difference(it.difference.value, unitOf(it.metric))}</b>
                <span class="note"
                  >${difference(it.difference.low, unitOf(it.metric))} to ${difference(it.difference.high, unitOf(it.metric))},
                  n&nbsp;=&nbsp;${it.difference.n}; shows ${difference(it.detectable, unitOf(it.metric)).slice(1)} or more</span
                >
              </td>
              <td class="drawn">${differencePlot(it.difference, it.detectable, mostOf(it.metric), seriesOf(it.variant))}</td>
              <td><span class="verdict ${it.verdict.split(' ')[0]!}">${it.verdict}</span></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

const reach = ({ difference: { low, high }, detectable }: Comparison): number => Math.max(...[low, high, detectable].map(Math.abs).filter(Number.isFinite))
