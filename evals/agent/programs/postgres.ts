import pg from 'pg'
import { postgresMissing, startPostgres } from '../../../test/support/postgres-server.ts'
import { Missing } from '../protocol.ts'
import type { Workshop } from '../workshop.ts'

/** Of this process alone: two scenarios may be examined beside each other. */
export const databaseVariable = `SCENARIO_POSTGRES_${process.pid}`

export interface Postgres {
  /** Of a role that may read statistics and nothing else, and that still gets in when all places are taken. */
  readonly monitorUrl: string
  readonly appUrl: string
  /** As a client of the application, kept open until the scenario ends or `end` is called. */
  session(): Promise<pg.Client>
  onServer(sql: string): Promise<readonly Record<string, unknown>[]>
}

export const startDatabase = async (workshop: Workshop, settings: Readonly<Record<string, string | number>> = {}): Promise<Postgres> => {
  if (postgresMissing) throw new Missing(postgresMissing)
  const server = await startPostgres()
  workshop.later(() => server.close())
  const run = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
    const client = new pg.Client(server.url)
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows as Record<string, unknown>[]
    } finally {
      await client.end()
    }
  }
  await run("create role app login password 'app'")
  await run("create role monitor login password 'monitor'")
  await run('grant pg_monitor, pg_use_reserved_connections to monitor')
  await run('create table orders (id int primary key, total int not null)')
  await run('insert into orders select n, n * 3 from generate_series(1, 500) n')
  await run('grant select, insert, update, delete on orders to app')
  if (Object.keys(settings).length > 0) {
    for (const [name, value] of Object.entries(settings)) await run(`alter system set ${name} = '${value}'`)
    await server.restart()
  }
  const as = (user: string): string => Object.assign(new URL(server.url), { username: user, password: user }).href
  return {
    monitorUrl: as('monitor'),
    appUrl: as('app'),
    onServer: run,
    session: async () => {
      const client = new pg.Client({ connectionString: as('app'), application_name: 'importer' })
      client.on('error', () => {})
      await client.connect()
      workshop.later(() => client.end().catch(() => {}))
      return client
    },
  }
}
