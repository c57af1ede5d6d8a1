/** Northwind on a PostgreSQL server of its own, with the roles and policies that the program itself prints. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { run } from '../../../test/support/program.ts'
import { startPostgres, type TestServer } from '../../../test/support/postgres-server.ts'

export interface Northwind extends AsyncDisposable {
  /** For the program. */
  readonly env: Readonly<Record<string, string>>
}

const roles = { customer: 'answerable_customer', staff: 'answerable_staff' }
const password = 'only-for-evaluation'

export const openNorthwind = async (data: string, description: string): Promise<Northwind> => {
  const server = await startPostgres()
  const url = await server.createDatabase()
  await onDatabase(url, readFileSync(join(data, 'northwind/northwind.sql'), 'utf8'))
  const printed = await run(['records', 'policies', description])
  if (printed.code !== 0) throw new Error(`No policies: ${printed.stderr}`)
  await onDatabase(url, printed.stdout)
  for (const role of Object.values(roles)) await onDatabase(url, `alter role ${role} login password '${password}'`)
  return {
    env: { NORTHWIND_DATABASE_URL: asRole(url, roles.customer), NORTHWIND_STAFF_URL: asRole(url, roles.staff) },
    [Symbol.asyncDispose]: () => (server satisfies TestServer).close(),
  }
}

const asRole = (url: string, role: string): string => Object.assign(new URL(url), { username: role, password }).href

const onDatabase = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
