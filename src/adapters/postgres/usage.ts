import { fromPico, toPico } from '../../base/money.ts'
import type { ReadUsage, UsageGroup, UsageRow } from '../../domain/usage.ts'
import type { Database } from './database.ts'

export const openUsage =
  (database: Database): ReadUsage =>
  async ({ by, since, callerId }) => {
    const rows = await database.query<Row>(`${sumsSql(columns[by])} ${by === 'day' ? orders.day : orders.dearest}`, [since, callerId])
    return rows.map(({ input, output, cacheRead, cacheWrite, reasoning, costUsd, ...row }) => ({
      ...row,
      tokens: { input, output, cacheRead, cacheWrite, reasoning },
      costUsd: fromPico(toPico(costUsd)),
    }))
  }

type Row = Omit<UsageRow, 'tokens'> & UsageRow['tokens']

/** Of our own making: no text from outside stands in the statement. */
const columns: Readonly<Record<UsageGroup, string>> = {
  day: `to_char(at at time zone 'utc', 'YYYY-MM-DD')`,
  key: 'caller_id',
  collection: `coalesce(collection, '')`,
  model: 'model',
  task: 'task',
}

const orders = { day: 'order by 1', dearest: 'order by sum(cost_usd) desc nulls last, sum(counted_tokens) desc, 1' } as const

const sumsSql = (group: string): string => `
  select ${group} as group, count(*) as calls,
    count(*) filter (where state = 'failed') as failed,
    count(*) filter (where state = 'aborted') as aborted,
    count(*) filter (where state = 'lost') as lost,
    count(*) filter (where cost_usd is null) as unpriced,
    coalesce(sum(input_tokens), 0)::bigint as input,
    coalesce(sum(output_tokens), 0)::bigint as output,
    coalesce(sum(cache_read_tokens), 0)::bigint as "cacheRead",
    coalesce(sum(cache_write_tokens), 0)::bigint as "cacheWrite",
    coalesce(sum(reasoning_tokens), 0)::bigint as reasoning,
    coalesce(sum(cost_usd), 0)::text as "costUsd"
  from ledger_entry where at >= $1 and ($2::text is null or caller_id = $2)
  group by 1`
