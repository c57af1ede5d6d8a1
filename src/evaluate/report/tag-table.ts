import type { EvalReport, Metric, VariantReport } from '../../domain/eval-run.ts'
import { figure, spoken } from './figures.ts'
import { html, type Markup } from './markup.ts'
import { mainMetric, metricNames } from './metrics-of.ts'

// Below this a share says little, and is shown so.
const fewCases = 5

/** Who is good at what. Of one variant all figures side by side; of several one table a figure, the main one open. */
export const tagSection = ({ variants }: EvalReport): Markup | null => {
  const tags = [...new Set(variants.flatMap((variant) => variant.tags.map(({ tag }) => tag)))]
  const names = metricNames(variants.flatMap((variant) => variant.tags.map(({ metrics }) => metrics.filter(({ unit }) => unit === 'share'))))
  if (tags.length === 0 || names.length === 0) return null
  const main = mainMetric(variants)
  const tables =
    variants.length === 1
      ? [
          table(
            'What each kind of question came to',
            tags,
            names.map((name) => ({ head: spoken(name), variant: variants[0]!, name })),
          ),
        ]
      : names.map((name) => {
          const drawn = table(
            spoken(name),
            tags,
            variants.map((variant) => ({ head: variant.name, variant, name })),
          )
          return name === (main ?? names[0])
            ? drawn
            : html`<details>
                <summary>${spoken(name)}</summary>
                ${drawn}
              </details>`
        })
  return html`<section id="tags">
    <h2>By tag</h2>
    <p class="note">Pale figures rest on fewer than ${fewCases} cases.</p>
    ${tables}
  </section>`
}

interface Column {
  readonly head: string
  readonly variant: VariantReport
  readonly name: string
}

const table = (caption: string, tags: readonly string[], columns: readonly Column[]): Markup =>
  html`<div class="wide" tabindex="0" role="region" aria-label="${`By tag: ${caption}`}">
    <table class="tags">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Tag</th>
          <th scope="col">Cases</th>
          ${columns.map(({ head }) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${tags.map(
          (tag) =>
            html`<tr>
              <th scope="row">${tag}</th>
              <td class="number">${casesOf(columns, tag)}</td>
              ${columns.map((column) => cell(column, tag))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`

const casesOf = (columns: readonly Column[], tag: string): number =>
  Math.max(0, ...columns.map(({ variant }) => variant.tags.find((it) => it.tag === tag)?.cases ?? 0))

const cell = ({ variant, name }: Column, tag: string): Markup => {
  const metric = variant.tags.find((it) => it.tag === tag)?.metrics.find((it) => it.name === name)
  if (!metric || !Number.isFinite(metric.value)) return html`<td class="number">–</td>`
  return html`<td
    class="number ${heat(metric)} ${metric.n < fewCases ? 'few' : ''}"
    title="${`${figure(metric.low, 'share')} – ${figure(metric.high, 'share')}, n = ${metric.n}`}"
  >
    ${figure(metric.value, 'share')}
  </td>`
}

/** Five steps from bad to good. */
const heat = ({ value, better }: Metric): string => `heat-${Math.min(4, Math.max(0, Math.floor((better === 'higher' ? value : 1 - value) * 5)))}`
