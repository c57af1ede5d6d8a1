import type { Gauges } from '../../domain/metrics.ts'
import type { Database } from './database.ts'

/** Jobs that wait or run, by kind. */
export const jobCounts =
  (database: Database): Gauges['jobs'] =>
  () =>
    database.query(`select kind, state, count(*) as count from job where state in ('queued', 'running') group by kind, state order by kind, state`)
