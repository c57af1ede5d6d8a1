import { html, type Markup } from './markup.ts'

// As many as report.css has colours, dashes and shapes for; a ninth variant looks like the first, and has its name beside it.
const looks = 8

/** A variant looks the same in every drawing: colour, and a shape for those who do not see it. */
export const seriesClass = (index: number): string => `series series-${index % looks}`

/** A mark at a place of a drawing, in units of that drawing. */
export const marker = (index: number, x: number, y: number, radius: number): Markup => {
  const at = (dx: number, dy: number): string => `${fixed(x + dx * radius)},${fixed(y + dy * radius)}`
  const shape = index % 4
  if (shape === 0) return html`<circle class="mark" cx="${fixed(x)}" cy="${fixed(y)}" r="${fixed(radius)}" />`
  const corners = {
    1: [at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9)],
    2: [at(0, -1.2), at(1.1, 0.9), at(-1.1, 0.9)],
    3: [at(0, -1.25), at(1.25, 0), at(0, 1.25), at(-1.25, 0)],
  }[shape as 1 | 2 | 3]
  return html`<polygon class="mark" points="${corners.join(' ')}" />`
}

/** Names the marks; nothing where there is only one. */
export const legend = (names: readonly string[]): Markup | null =>
  names.length < 2
    ? null
    : html`<ul class="legend">
        ${names.map(
          (name, index) =>
            html`<li><svg class="${seriesClass(index)}" width="14" height="14" aria-hidden="true">${marker(index, 7, 7, 4.5)}</svg> ${name}</li>`,
        )}
      </ul>`

/** Two decimals are finer than any screen draws. */
export const fixed = (value: number): string => String(Number(value.toFixed(2)))
