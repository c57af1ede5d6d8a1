import { html, type Content, type Markup } from './markup.ts'
import { fixed, marker, seriesClass } from './series.ts'

export interface Axis {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
  readonly format: (value: number) => string
  readonly isLogarithmic?: boolean
}

export interface Point {
  readonly x: number
  readonly y: number
  /** Radius of its mark; null where only the line is drawn. */
  readonly radius: number | null
}

export interface ChartSeries {
  /** Decides the look. */
  readonly index: number
  readonly isLine: boolean
  readonly points: readonly Point[]
}

export interface Chart {
  readonly title: string
  /** What is seen, for those who do not see it. */
  readonly summary: string
  /** How to read it, below the drawing. */
  readonly reading: string
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly ChartSeries[]
  /** Where both axes say the same thing, the line on which they agree. */
  readonly hasDiagonal?: boolean
}

const size = { width: 400, height: 270 }
const frame = { left: 52, right: 388, top: 12, bottom: 222 }
/** A line of more points than this is drawn without a mark on each. */
export const mostMarks = 30

// More points than this in a line are closer together than the screen's own.
const mostPoints = 240

export const chart = ({ title, summary, reading, x, y, series, hasDiagonal = false }: Chart): Markup => {
  const across = scale(x, frame.left, frame.right)
  const up = scale(y, frame.bottom, frame.top)
  const corner = (value: number): string => `${fixed(across(value))} ${fixed(up(value))}`
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${`${title}. ${summary}`}">
      ${y.ticks.map((tick) => html`<line class="grid" x1="${frame.left}" x2="${frame.right}" y1="${fixed(up(tick))}" y2="${fixed(up(tick))}" /><text class="tick" x="${frame.left - 7}" y="${fixed(up(tick) + 4)}" text-anchor="end">${y.format(tick)}</text>`)}
      ${x.ticks.map((tick) => html`<line class="grid" x1="${fixed(across(tick))}" x2="${fixed(across(tick))}" y1="${frame.top}" y2="${frame.bottom}" /><text class="tick" x="${fixed(across(tick))}" y="${frame.bottom + 17}" text-anchor="middle">${x.format(tick)}</text>`)}
      <text class="label" x="${(frame.left + frame.right) / 2}" y="${size.height - 8}" text-anchor="middle">${x.label}</text>
      <text class="label" x="${-(frame.top + frame.bottom) / 2}" y="12" text-anchor="middle" transform="rotate(-90)">${y.label}</text>
      ${hasDiagonal && html`<path class="diagonal" d="M${corner(Math.max(x.min, y.min))}L${corner(Math.min(x.max, y.max))}" />`}
      ${series.map(({ index, isLine, points }) => seriesMarkup(index, isLine, thinned(points), across, up))}
    </svg>
    <p class="note">${reading}</p>
  </figure>`
}

type Scale = (value: number) => number

const seriesMarkup = (index: number, isLine: boolean, points: readonly Point[], across: Scale, up: Scale): Content =>
  html`<g class="${seriesClass(index)}"
    >${isLine && points.length > 1 && html`<polyline class="line" points="${points.map(({ x, y }) => `${fixed(across(x))},${fixed(up(y))}`).join(' ')}" />`}${points.map(
      ({ x, y, radius }) => radius !== null && marker(index, across(x), up(y), radius),
    )}</g
  >`

const scale = ({ min, max, isLogarithmic = false }: Axis, from: number, to: number): Scale => {
  const place = isLogarithmic ? Math.log : (value: number): number => value
  const width = place(max) - place(min)
  return (value) => (width > 0 ? from + ((place(Math.min(max, Math.max(min, value))) - place(min)) / width) * (to - from) : (from + to) / 2)
}

/** Evenly, first and last kept. */
const thinned = (points: readonly Point[]): readonly Point[] =>
  points.length <= mostPoints ? points : Array.from({ length: mostPoints }, (_, index) => points[Math.round((index * (points.length - 1)) / (mostPoints - 1))]!)

/** Round numbers from 0 to at least `most`, five steps or fewer. */
export const roundTicks = (most: number): number[] => {
  if (!(most > 0)) return [0, 1]
  const power = 10 ** Math.floor(Math.log10(most / 4))
  const step = [1, 2, 2.5, 5, 10].map((it) => it * power).find((it) => it * 5 >= most)!
  const count = Math.max(1, Math.ceil(most / step - 1e-9))
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** Powers of ten that hold all of them. */
export const logTicks = (values: readonly number[]): number[] => {
  const [low, high] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  const first = Math.floor(Math.log10(low))
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)))
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
}
