/** What a watched PostgreSQL is asked. All SQL is here and none is made of anything; words of others' statements come as lines, never as facts. */
import type { Seen, SeenFact } from '../look.ts'
import type { Ask, Row } from './session.ts'

export interface PostgresQuestion {
  readonly name: string
  readonly summary: string
  ask(ask: Ask): Promise<Seen>
}

const facts = (row: Row | undefined, labels: Record<string, string> = {}): SeenFact[] =>
  Object.entries(row ?? {}).map(([name, value]) => ({ name, value: numeric(value), labels }))

/** int8 and numeric come as texts. */
const numeric = (value: Row[string]): Row[string] => (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value)

export const connections: PostgresQuestion = {
  name: 'postgres_connections',
  summary: 'Connections of PostgreSQL against their limit, by state; whether our role may only read',
  ask: async (ask) => {
    const [row] = await ask(`
      SELECT count(*) AS connections,
             current_setting('max_connections')::int AS most_connections,
             round(count(*)::numeric / current_setting('max_connections')::int, 4) AS used_share,
             count(*) FILTER (WHERE state = 'active') AS active_connections,
             count(*) FILTER (WHERE state = 'idle') AS idle_connections,
             count(*) FILTER (WHERE state LIKE 'idle in transaction%') AS idle_in_transaction_connections
      FROM pg_stat_activity WHERE backend_type = 'client backend'`)
    const [role] = await ask(`
      SELECT NOT (rolsuper OR rolcreaterole OR rolcreatedb OR pg_has_role(current_user, 'pg_write_all_data', 'member')) AS is_read_only_role,
             pg_has_role(current_user, 'pg_monitor', 'member') AS may_see_others
      FROM pg_roles WHERE rolname = current_user`)
    const [server] = await ask(`
      SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS is_replica,
             extract(epoch FROM now() - pg_postmaster_start_time())::bigint AS uptime_seconds`)
    return { facts: [...facts(row), ...facts(role), ...facts(server)] }
  },
}

const mostListed = 20
const slowSeconds = 5

export const activity: PostgresQuestion = {
  name: 'postgres_activity',
  summary: `Statements of PostgreSQL that have run for more than ${slowSeconds} seconds, and the oldest transaction`,
  ask: async (ask) => {
    const [row] = await ask(`
      SELECT count(*) FILTER (WHERE state = 'active' AND now() - query_start > interval '${slowSeconds} seconds') AS slow_statements,
             coalesce(extract(epoch FROM max(now() - query_start) FILTER (WHERE state = 'active')), 0)::float8 AS longest_statement_seconds,
             coalesce(extract(epoch FROM max(now() - xact_start)), 0)::float8 AS oldest_transaction_seconds,
             coalesce(extract(epoch FROM max(now() - state_change) FILTER (WHERE state LIKE 'idle in transaction%')), 0)::float8 AS longest_idle_in_transaction_seconds
      FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`)
    const slow = await ask(
      `SELECT pid, state, extract(epoch FROM now() - query_start)::int AS seconds, wait_event_type, query
       FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle' AND now() - query_start > interval '${slowSeconds} seconds'
       ORDER BY query_start LIMIT $1`,
      [mostListed],
    )
    return {
      facts: facts(row),
      lines: slow.map((it) => `${it['seconds']} s ${it['state']} ${it['wait_event_type'] ?? ''} ${withoutValues(String(it['query']))}`),
    }
  },
}

export const locks: PostgresQuestion = {
  name: 'postgres_locks',
  summary: 'Sessions of PostgreSQL that wait for a lock, for how long, and how many hold them up',
  ask: async (ask) => {
    const [row] = await ask(`
      WITH waiting AS (
        SELECT pid, extract(epoch FROM now() - coalesce(state_change, query_start))::float8 AS seconds, pg_blocking_pids(pid) AS blockers
        FROM pg_stat_activity WHERE wait_event_type = 'Lock')
      SELECT count(*) AS waiting_sessions, coalesce(max(seconds), 0) AS longest_wait_seconds,
             (SELECT count(DISTINCT blocker) FROM waiting, unnest(blockers) AS blocker) AS blocking_sessions
      FROM waiting`)
    const blocked = await ask(
      `SELECT blocked.pid, blocker.state, blocker.query
       FROM pg_stat_activity AS blocked, unnest(pg_blocking_pids(blocked.pid)) AS by, pg_stat_activity AS blocker
       WHERE blocker.pid = by ORDER BY blocked.pid LIMIT $1`,
      [mostListed],
    )
    return { facts: facts(row), lines: blocked.map((it) => `held up by a session that is ${it['state']}: ${withoutValues(String(it['query']))}`) }
  },
}

export const replication: PostgresQuestion = {
  name: 'postgres_replication',
  summary: 'Replicas of PostgreSQL with their lag; slots that hold back logs',
  ask: async (ask) => {
    const replicas = await ask(
      `SELECT application_name AS replica, state, coalesce(extract(epoch FROM replay_lag), 0)::float8 AS replay_lag_seconds,
              pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, replay_lsn)::float8 AS replay_lag_bytes
       FROM pg_stat_replication ORDER BY pid LIMIT $1`,
      [mostListed],
    )
    const [own] = await ask(`
      SELECT (SELECT count(*) FROM pg_stat_replication) AS replicas,
             (SELECT count(*) FROM pg_replication_slots WHERE NOT active) AS idle_slots,
             CASE WHEN pg_is_in_recovery() THEN coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)::float8 END AS own_lag_seconds`)
    return { facts: [...facts(own), ...replicas.flatMap(({ replica, state: _state, ...row }) => facts(row, { replica: String(replica) }))] }
  },
}

export const sizes: PostgresQuestion = {
  name: 'postgres_sizes',
  summary: 'Sizes of the databases of a PostgreSQL, and transactions until their numbers wrap around',
  ask: async (ask) => {
    const rows = await ask(
      `SELECT datname AS database, CASE WHEN has_database_privilege(oid, 'CONNECT') THEN pg_database_size(oid) END AS size_bytes,
              2147483648 - age(datfrozenxid) AS transactions_until_wraparound
       FROM pg_database WHERE datallowconn ORDER BY datname LIMIT $1`,
      [50],
    )
    return { facts: rows.flatMap(({ database, ...row }) => facts(row, { database: String(database) })) }
  },
}

export const deadRows: PostgresQuestion = {
  name: 'postgres_dead_rows',
  summary: 'Tables of PostgreSQL with most dead rows, and when they were last cleaned',
  ask: async (ask) => {
    const rows = await ask(
      `SELECT relname AS table, n_dead_tup AS dead_rows, n_live_tup AS live_rows,
              round(n_dead_tup::numeric / greatest(n_dead_tup + n_live_tup, 1), 4) AS dead_share,
              extract(epoch FROM now() - greatest(last_vacuum, last_autovacuum))::bigint AS seconds_since_vacuum
       FROM pg_stat_user_tables ORDER BY n_dead_tup DESC, relid LIMIT $1`,
      [mostListed],
    )
    return { facts: rows.flatMap(({ table, ...row }) => facts(row, { table: String(table) })) }
  },
}

export const statements: PostgresQuestion = {
  name: 'postgres_statements',
  summary: 'Statements of PostgreSQL that took most time in all (pg_stat_statements)',
  ask: async (ask) => {
    const [there] = await ask("SELECT count(*)::int AS found FROM pg_extension WHERE extname = 'pg_stat_statements'")
    if (there?.['found'] === 0) return { facts: [], problem: 'The extension pg_stat_statements is not installed in this database.' }
    const rows = await ask(
      'SELECT queryid::text AS statement, calls, total_exec_time::float8 AS total_ms, mean_exec_time::float8 AS mean_ms, query FROM pg_stat_statements ORDER BY total_exec_time DESC LIMIT $1',
      [mostListed],
    )
    return {
      facts: rows.flatMap(({ statement, query: _query, ...row }) => facts(row, { statement: String(statement) })),
      lines: rows.map((it) => `${it['statement']}: ${withoutValues(String(it['query']))}`),
    }
  },
}

/** What a statement does, without what it is about. */
const withoutValues = (sql: string): string =>
  sql
    .slice(0, 2000)
    .replace(/'(?:[^']|'')*(?:'|$)/g, '?')
    .replace(/\b\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .slice(0, 300)
