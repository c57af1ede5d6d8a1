/** Facts in words. Names and labels come from outside: they are cut short and made one line, and stay words. */
import type { Fact } from '../domain/capability.ts'

const mostChars = 80

export const oneLine = (text: string, most = mostChars): string => {
  // oxlint-disable-next-line no-control-regex
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\s]+/g, ' ').trim()
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean
}

/** `mount /var, device sda1`; empty for what has no labels. */
export const thingWords = (labels: Readonly<Record<string, string>>): string =>
  oneLine(
    Object.entries(labels)
      .map(([label, value]) => `${label} ${value}`)
      .join(', '),
    160,
  )

/** The unit stands last in a fact's name. */
export const amount = (name: string, value: Fact['value']): string => {
  if (typeof value !== 'number') return typeof value === 'string' ? `"${oneLine(value)}"` : String(value)
  const unit = /_(bytes|percent|share|seconds|ms)$/.exec(name)?.[1]
  if (unit === 'bytes') return bytes(value)
  if (unit === 'percent') return `${rounded(value)} %`
  if (unit === 'share') return `${rounded(Number((value * 100).toPrecision(6)))} %`
  if (unit === 'seconds') return `${rounded(value)} s`
  if (unit === 'ms') return `${rounded(value)} ms`
  return rounded(value)
}

/** Three significant digits, whole numbers whole. */
export const rounded = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value)
  return String(Number(value.toPrecision(Math.abs(value) >= 1000 ? 5 : 3)))
}

const bytes = (value: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.abs(value) || 1) / 10)))
  return `${rounded(Number((value / 1024 ** power).toPrecision(3)))} ${units[power]}`
}

/** Of seconds: `45 s`, `12 min`, `3.5 h`, `2 days`. */
export const duration = (seconds: number): string => {
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${rounded(Number((seconds / 3600).toPrecision(2)))} h` : `${Math.round(seconds / 86_400)} days`
}
