import type { UsageRow } from '../api/usage.ts'

export interface Day {
  /** YYYY-MM-DD, UTC. */
  readonly day: string
  /** Null: no model was called. */
  readonly row: UsageRow | null
}

/** From the first day to today, those without calls as well. */
export const everyDay = (since: string, rows: readonly UsageRow[], now: Date): Day[] => {
  const found = new Map(rows.map((row) => [row.group, row]))
  const days: Day[] = []
  for (let at = Date.parse(since.slice(0, 10)); at <= now.getTime(); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    days.push({ day, row: found.get(day) ?? null })
  }
  return days
}
