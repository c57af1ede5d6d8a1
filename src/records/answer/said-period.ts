/** When, in words: `in 1996`, `in October 2026`, `on 5 May 2026`, `from 3 May 2026 to 9 May 2026`, `before 1 May 2026`. */
import type { Condition } from '../../domain/record-request.ts'
import { months, showDay, showMoment } from './show-value.ts'

/** Of a condition on a date or a moment that holds values; `between` goes up to its end and not with it. */
export const saidPeriod = ({ is, values }: Condition): string => {
  const [first = '', end = ''] = values
  const shown = showMoment(first)
  switch (is) {
    case 'between':
      return span(first, end)
    case 'not':
      return `not on ${values.map(showMoment).join(' or ')}`
    case 'less':
      return `before ${shown}`
    case 'at_most':
      return `up to ${shown}`
    case 'more':
      return `after ${shown}`
    case 'at_least':
      return `from ${shown} on`
    default:
      return `on ${values.map(showMoment).join(' or ')}`
  }
}

const span = (first: string, end: string): string => {
  const [from, to] = [dayOf(first), dayOf(end)]
  if (from === null || to === null) return `from ${showMoment(first)} to ${showMoment(end)}`
  // With an hour of its own the end's day is meant too.
  const isPart = end.length > 10 && !/T00:00(:00)?/.test(end)
  const last = isPart ? to : new Date(to.getTime() - dayMs)
  const isFirst = from.getUTCDate() === 1 && !isPart && to.getUTCDate() === 1
  if (isFirst && to.getTime() === Date.UTC(from.getUTCFullYear() + 1, 0) && from.getUTCMonth() === 0) return `in ${from.getUTCFullYear()}`
  if (isFirst && to.getTime() === Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1)) return `in ${months[from.getUTCMonth()]} ${from.getUTCFullYear()}`
  if (last.getTime() <= from.getTime()) return `on ${showDay(first)}`
  return `from ${showDay(first)} to ${showDay(last.toISOString())}`
}

const dayMs = 86_400_000

const dayOf = (value: string): Date | null => {
  const at = new Date(`${value.slice(0, 10)}T00:00:00Z`)
  return Number.isNaN(at.getTime()) ? null : at
}
