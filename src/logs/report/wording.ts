/** Numbers, times and templates as a person reads them. */
const mostTemplate = 110

/** In typographic quotes, on one line, without anything that a terminal or a page would obey; `…` where lines differ. */
export const quoted = (template: string): string => {
  const words = harmless(template)
    .replace(/<\*>/g, '…')
    .replace(/(?:…[\s,;|/:.=-]*){3,}/g, '… ')
    .replace(/\s+/g, ' ')
    .trim()
  return `“${words.length > mostTemplate ? `${words.slice(0, mostTemplate - 1)}…` : words}”`
}

/** Controls, escapes, marks that turn the direction of text, and halves of characters become `�`; tabs stay. */
export const harmless = (text: string): string => text.toWellFormed().replace(/(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')

export const counted = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`

export const grouped = (count: number): string => count.toLocaleString('en')

export const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${grouped(count)} times`)

/** Never "0 %" of what is there, never "100 %" of what is not all. */
export const percent = (part: number, whole: number): string => {
  const value = (100 * part) / whole
  if (part > 0 && value < 0.1) return 'less than 0.1 %'
  if (part < whole && value > 99.9) return 'more than 99.9 %'
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`
}

/** UTC, to the second. */
export const clock = (time: Date): string => time.toISOString().slice(0, 19).replace('T', ' ')

/** The day is said once. */
export const span = (from: Date, to: Date): string => {
  const [first, last] = [clock(from), clock(to)]
  if (first === last) return first
  return `${first} to ${first.slice(0, 10) === last.slice(0, 10) ? last.slice(11) : last}`
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** `90 seconds`, `26 hours`: two figures are enough to judge a duration by. */
export const duration = (ms: number): string => {
  for (const [unit, length] of units) if (ms >= 2 * length) return counted(Math.round(ms / length), unit)
  return ms >= 1000 ? counted(Math.round(ms / 1000), 'second') : `${Math.round(ms)} ms`
}
