/** PostgreSQL. */
import { setTimeout as delay } from 'node:timers/promises'
import { databaseVariable, startDatabase } from '../programs/postgres.ts'
import { healthy, services, unwell, type Family } from './family.ts'

const written = (service: string) => ({ postgres: [{ name: 'main', service, url_env: databaseVariable }] })

/** Rows of a log as the application would write them. */
const logLine = (service: string, message: string): string => `${new Date().toISOString()} ERROR [${service}] ${message}\n`

export const connectionLimit: Family = {
  name: 'connection_limit',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), places: it.between(14, 24) }),
  question: ({ service }, it) => it.of([`${service} gets no connection to its database. Why?`, `What is wrong with ${service}?`, 'Is anything wrong?']),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['connection_limit'],
    evidence: [{ from: ['postgres_connections', 'postgres_activity', 'postgres_statements'] }],
    heal: 'restart-importer',
  }),
  start: async ({ service, places }, workshop) => {
    const name = String(service)
    const database = await startDatabase(workshop, { max_connections: Number(places), reserved_connections: 3, superuser_reserved_connections: 3 })
    const log = workshop.write(`logs/${name}.log`, '')
    const held: { end(): Promise<void> }[] = []
    for (;;) {
      try {
        held.push(await database.session())
      } catch (error) {
        workshop.append(`logs/${name}.log`, logLine(name, `database: ${(error as Error).message}`).repeat(5))
        break
      }
    }
    return {
      systems: {
        ...written(name),
        logs: [{ name: `${name}-log`, file: log, service: name }],
        actions: [
          workshop.action({
            name: 'restart-importer',
            description: 'Restart the importer, which keeps its connections to the database',
            heals: ['connection_limit', 'lock_wait', 'long_transaction'],
            service: name,
            check: { capability: 'postgres_connections', params: { postgres: 'main' }, fact: 'used_share', expect: { below: 0.8 }, within: 15 },
            manager: () => Promise.all(held.map((it) => it.end())),
          }),
        ],
      },
      environment: { [databaseVariable]: database.monitorUrl },
      health: async () => {
        try {
          await (await database.session()).end()
          return healthy('The application gets a connection.')
        } catch (error) {
          return unwell((error as Error).message)
        }
      },
    }
  },
}

export const lockWait: Family = {
  name: 'lock_wait',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), waiting: it.between(2, 5) }),
  question: ({ service }, it) => it.of([`Orders of ${service} hang. Why?`, `What is wrong with the database of ${service}?`]),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['lock_wait', 'long_transaction'],
    evidence: [{ from: ['postgres_locks', 'postgres_activity', 'postgres_statements'] }],
    heal: 'restart-importer',
  }),
  start: async ({ service, waiting }, workshop) => {
    const name = String(service)
    const database = await startDatabase(workshop)
    const holder = await database.session()
    await holder.query('begin')
    await holder.query('update orders set total = total + 1')
    for (let index = 0; index < Number(waiting); index++) {
      const client = await database.session()
      client.query(`update orders set total = 0 where id = ${index + 1}`).catch(() => {})
    }
    await delay(3000)
    return {
      systems: {
        ...written(name),
        actions: [
          workshop.action({
            name: 'restart-importer',
            description: 'Restart the importer, which keeps transactions open',
            heals: ['lock_wait', 'long_transaction'],
            service: name,
            check: { capability: 'postgres_locks', params: { postgres: 'main' }, fact: 'waiting_sessions', expect: { below: 1 }, within: 15 },
            manager: () => holder.end(),
          }),
        ],
      },
      environment: { [databaseVariable]: database.monitorUrl },
      health: async () => {
        const [row] = await database.onServer("select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock'")
        return row!.waiting === 0 ? healthy('Nobody waits for a lock.') : unwell(`${row!.waiting} wait for a lock.`)
      },
    }
  },
}

export const slowQuery: Family = {
  name: 'slow_query',
  kind: 'fault',
  isAlone: true,
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`The database of ${service} is slow. Why?`, `What is wrong with the database of ${service}?`]),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['slow_query'],
    evidence: [{ from: ['postgres_activity', 'postgres_statements'] }],
    heal: 'end-report',
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    const database = await startDatabase(workshop)
    const client = await database.session()
    const { pid } = (await client.query('select pg_backend_pid() as pid')).rows[0] as { pid: number }
    // A join that nobody has thought of: minutes of work, and it may be ended at once.
    client.query('select count(*) from orders a, orders b, orders c, orders d where a.total + b.total > c.total + d.total').catch(() => {})
    workshop.later(() => database.onServer(`select pg_terminate_backend(${pid})`))
    await delay(12_000)
    return {
      systems: {
        ...written(name),
        actions: [
          workshop.action({
            name: 'end-report',
            description: 'End the monthly report, which asks the database for everything at once',
            heals: ['slow_query'],
            service: name,
            manager: () => database.onServer(`select pg_cancel_backend(${pid})`),
          }),
        ],
      },
      environment: { [databaseVariable]: database.monitorUrl },
      health: async () => {
        const [row] = await database.onServer(
          "select count(*)::int as slow from pg_stat_activity where state = 'active' and usename = 'app' and now() - query_start > interval '3 s'",
        )
        return row!.slow === 0 ? healthy('No query runs for long.') : unwell('A query runs for long.')
      },
    }
  },
}

export const longTransaction: Family = {
  name: 'long_transaction',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`Tables of ${service} grow although nothing is added. Why?`, `What is wrong with the database of ${service}?`]),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['long_transaction'],
    evidence: [{ from: ['postgres_activity', 'postgres_statements'] }],
    heal: 'restart-importer',
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    const database = await startDatabase(workshop)
    const client = await database.session()
    await client.query('begin isolation level repeatable read')
    await client.query('select count(*) from orders')
    await delay(12_000)
    return {
      systems: {
        ...written(name),
        actions: [
          workshop.action({
            name: 'restart-importer',
            description: 'Restart the importer, which keeps transactions open',
            heals: ['long_transaction', 'lock_wait'],
            service: name,
            manager: () => client.end(),
          }),
        ],
      },
      environment: { [databaseVariable]: database.monitorUrl },
      health: async () => {
        const [row] = await database.onServer("select count(*)::int as open from pg_stat_activity where state = 'idle in transaction'")
        return row!.open === 0 ? healthy('No transaction is left open.') : unwell('A transaction is left open.')
      },
    }
  },
}

export const databaseFamilies: readonly Family[] = [connectionLimit, lockWait, slowQuery, longTransaction]
