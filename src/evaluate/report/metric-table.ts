import type { EvalReport, JudgedMetric, Metric, PairCounts } from '../../domain/eval-run.ts'
import type { Estimate } from '../../domain/judgement.ts'
import { counted, figure, spoken } from './figures.ts'
import { intervalPlot } from './interval-plot.ts'
import { html, type Markup } from './markup.ts'
import { metricWords } from './metric-words.ts'
import { metricNames } from './metrics-of.ts'
import { legend } from './series.ts'

interface Measured {
  /** Name of the variant, or of the data set. */
  readonly of: string
  readonly metrics: readonly Metric[]
}

export const metricsSection = ({ variants }: EvalReport): Markup | null =>
  section(
    'metrics',
    'Metrics',
    'Dot: measured; line: 95 % interval. Hollow: corrected for the judge’s known error.',
    variants.map(({ name, metrics }) => ({ of: name, metrics })),
  )

export const retrievalSection = ({ retrieval }: EvalReport): Markup | null =>
  section(
    'retrieval',
    'Search',
    'How well passages were found and ranked, before any answer.',
    retrieval.map(({ dataset, metrics }) => ({ of: dataset, metrics })),
  )

const section = (id: string, title: string, reading: string, measured: readonly Measured[]): Markup | null => {
  const names = metricNames(measured.map(({ metrics }) => metrics))
  if (names.length === 0) return null
  return html`<section id="${id}">
    <h2>${title}</h2>
    <p class="note">${reading}</p>
    ${legend(measured.map((it) => it.of))}
    <table class="metrics">
      <thead>
        <tr>
          <th scope="col">Metric</th>
          ${measured.length > 1 && html`<th scope="col">${id === 'retrieval' ? 'Data set' : 'Variant'}</th>`}
          <th scope="col">Value</th>
          <th scope="col">Interval</th>
        </tr>
      </thead>
      ${names.map((name) => metricRows(name, measured))}
    </table>
    ${id === 'metrics' && metricWords(names)}
  </section>`
}

/** One metric of all variants, on one scale. */
const metricRows = (name: string, measured: readonly Measured[]): Markup => {
  const found = measured.flatMap(({ of, metrics }, index) => metrics.filter((it) => it.name === name).map((metric) => ({ of, index, metric })))
  const { unit } = found[0]!.metric
  const range = unit === 'share' ? { min: 0, max: 1 } : { min: 0, max: Math.max(...found.map(({ metric }) => metric.high)) * 1.05 }
  return html`<tbody>
    ${found.map(
      ({ of, index, metric }, row) =>
        html`<tr>
          ${row === 0 && html`<th scope="rowgroup" rowspan="${found.length}">${spoken(name)}</th>`}${measured.length > 1 && html`<td class="of">${of}</td>`}
          <td class="value">
            <b>${figure(metric.value, unit)}</b>
            <span class="note">${interval(metric, unit)}, n&nbsp;=&nbsp;${metric.n}</span>${metric.judged && judgedWords(metric.judged, metric)}
          </td>
          <td class="drawn">${intervalPlot(metric, range, index, metric.judged?.corrected ?? null)}</td>
        </tr>`,
    )}
  </tbody>`
}

const interval = ({ low, high }: Estimate, unit: Metric['unit']): string => `${figure(low, unit)} – ${figure(high, unit)}`

/** Never a judge's figure without what is known of the judge. */
const judgedWords = ({ rubric, judge, failed, certificate, corrected, pairs }: JudgedMetric, { unit }: Metric): Markup =>
  html`${corrected && html`<br /><b>${figure(corrected.value, unit)}</b> <span class="note">corrected, ${interval(corrected, unit)}</span>`}<br /><span
      class="judge"
      >${pairs && pairsWords(pairs)} ${rubric} by ${judge}.
      ${certificate ? certified(certificate) : html`<strong class="warn">Never measured against people: this figure is the judge’s word alone.</strong>`}${failed > 0 && !pairs && ` ${counted(failed, 'judgement')} could not be had and ${failed === 1 ? 'counts' : 'count'} as failed.`}</span
    >`

const pairsWords = ({ against, wins, ties, losses, failed, inconsistent }: PairCounts): string =>
  `Against ${against}: ${wins} won, ${ties} tied, ${losses} lost, ${failed} could not be compared.${inconsistent === null ? '' : ` ${figure(inconsistent, 'share')} turned with the order of the two and count as ties.`}`

const certified = ({ agreement, kappa, dataset }: NonNullable<JudgedMetric['certificate']>): string =>
  `Agrees with people in ${figure(agreement, 'share')} of ${dataset}${kappa ? `, kappa ${figure(kappa.value, 'number')} (${figure(kappa.low, 'number')} – ${figure(kappa.high, 'number')}, n = ${kappa.n})` : ''}.`
