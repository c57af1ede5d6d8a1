/** Days of one zone's calendar as `2024-05-31`, counted without hours. */
export type Day = string

export const dayIn = (zone: string, now: Date): Day => {
  try {
    return formatter(zone).format(now)
  } catch {
    return now.toISOString().slice(0, 10)
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>()
const formatter = (zone: string): Intl.DateTimeFormat => {
  let found = formatters.get(zone)
  if (!found) formatters.set(zone, (found = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })))
  return found
}

/** Null where there is no such day. */
export const day = (year: number, month: number, date: number): Day | null => {
  const at = new Date(Date.UTC(2000, 0, 1))
  at.setUTCFullYear(year, month - 1, date)
  return year >= 1 && year <= 9998 && at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? at.toISOString().slice(0, 10) : null
}

const partsOf = (of: Day): readonly [number, number, number] => of.split('-').map(Number) as [number, number, number]
export const yearOf = (of: Day): number => partsOf(of)[0]
export const monthOf = (of: Day): number => partsOf(of)[1]

export const addDays = (of: Day, days: number): Day => {
  const [year, month, date] = partsOf(of)
  const at = new Date(Date.UTC(2000, 0, 1))
  at.setUTCFullYear(year, month - 1, date + Math.max(-4e6, Math.min(4e6, days)))
  const text = at.toISOString()
  return /^\d{4}-/.test(text) && !text.startsWith('0000') ? text.slice(0, 10) : days < 0 ? '0001-01-01' : '9998-12-31'
}

/** The same date months later, or the last of a shorter month. */
export const addMonths = (of: Day, months: number): Day => {
  const [year, month, date] = partsOf(of)
  const index = year * 12 + month - 1 + months
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1]
  if (toYear < 1) return '0001-01-01'
  for (let last = date; last > 27; last--) {
    const found = day(toYear, toMonth, last)
    if (found) return found
  }
  return day(toYear, toMonth, Math.min(date, 28)) ?? '9998-12-31'
}

export const monthStart = (of: Day): Day => `${of.slice(0, 7)}-01`
export const yearStart = (of: Day): Day => `${of.slice(0, 4)}-01-01`
export const quarterStart = (of: Day): Day => addMonths(monthStart(of), -((monthOf(of) - 1) % 3))
/** Weeks begin on Monday (ISO 8601). */
export const weekStart = (of: Day): Day => addDays(of, -weekdayOf(of))
/** Monday is 0. */
export const weekdayOf = (of: Day): number => (new Date(`${of}T00:00:00Z`).getUTCDay() + 6) % 7
