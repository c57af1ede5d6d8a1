import type { LogTemplate } from '../api/logs.ts'

/** Nine severities are three to whoever looks: bad, doubtful, and all else. */
export type Level = 'error' | 'warning' | 'other'
export const levels: readonly Level[] = ['error', 'warning', 'other']

export const levelOf = ({ severity }: Pick<LogTemplate, 'severity'>): Level =>
  ['error', 'critical', 'alert', 'emergency'].includes(severity) ? 'error' : severity === 'warning' ? 'warning' : 'other'

/** Lines of each level in each bucket. What stands in templates that were not sent is counted with the others. */
export const stacked = (rate: readonly number[], templates: readonly LogTemplate[]): Record<Level, number>[] =>
  rate.map((all, bucket) => {
    const sum = (level: Level): number => templates.reduce((total, it) => total + (levelOf(it) === level ? (it.rate[bucket] ?? 0) : 0), 0)
    const [error, warning] = [sum('error'), sum('warning')]
    return { error, warning, other: Math.max(0, all - error - warning) }
  })
