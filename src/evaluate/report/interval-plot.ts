import type { Estimate } from '../../domain/judgement.ts'
import { html, type Content, type Markup } from './markup.ts'
import { fixed, seriesClass } from './series.ts'

interface Range {
  readonly min: number
  readonly max: number
}

const height = 22
const middle = height / 2

/** A dot with whiskers; the figures stand beside it as text. Places are per cent of whatever width the cell has. */
export const intervalPlot = (estimate: Estimate, range: Range, series: number, corrected: Estimate | null = null): Markup => {
  const place = placeIn(range)
  return drawing(seriesClass(series), [
    gridLines(range),
    whisker(estimate, place, corrected ? middle - 5 : middle, 'measured'),
    corrected && whisker(corrected, place, middle + 5, 'corrected'),
  ])
}

/** Around zero; the band is what the set could not have shown anyway. */
export const differencePlot = (difference: Estimate, detectable: number, most: number, series: number): Markup => {
  const place = placeIn({ min: -most, max: most })
  return drawing(seriesClass(series), [
    html`<rect class="band" x="${place(-detectable)}" width="${place(-most + 2 * detectable)}" y="1" height="${height - 2}" />`,
    html`<line class="zero" x1="50%" x2="50%" y1="0" y2="${height}" />`,
    whisker(difference, place, middle, 'measured'),
  ])
}

const drawing = (look: string, content: Content): Markup =>
  html`<svg class="interval ${look}" width="100%" height="${height}" aria-hidden="true">${content}</svg>`

const placeIn =
  ({ min, max }: Range) =>
  (value: number): string => {
    const share = (value - min) / (max - min)
    return `${Number.isNaN(share) ? 0 : fixed(Math.min(100, Math.max(0, share * 100)))}%`
  }

const gridLines = (range: Range): Content =>
  [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = placeIn(range)(range.min + share * (range.max - range.min))
    return html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="${height}" />`
  })

const whisker = ({ value, low, high }: Estimate, place: (value: number) => string, y: number, kind: string): Markup =>
  html`<g class="${kind}"
    ><line class="whisker" x1="${place(low)}" x2="${place(high)}" y1="${y}" y2="${y}" /><circle class="mark" cx="${place(value)}" cy="${y}" r="4"
  /></g>`
