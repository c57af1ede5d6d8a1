import { AppError } from '../../base/error.ts'
import type { RecordStore } from '../../domain/record-store.ts'
import { openStore } from './open-store.ts'
import { serverConnection } from './server-connection.ts'

export interface PostgresRecords {
  readonly title: string
  /** Names of environment variables. */
  readonly urlFrom: string
  readonly staffUrlFrom: string | null
  readonly schema: string
  readonly setting: string
  readonly guarded: readonly string[]
  readonly timeoutMs: number
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Somebody else's database, which is only read. Connects with the first read. Fails with `invalid` where an environment variable is missing. */
export const openPostgresRecords = ({ title, urlFrom, staffUrlFrom, schema, setting, guarded, timeoutMs, env }: PostgresRecords): RecordStore =>
  openStore({
    connection: serverConnection({
      urls: { customer: addressIn(env, urlFrom), staff: staffUrlFrom === null ? null : addressIn(env, staffUrlFrom) },
      schema,
      roles: null,
      calledAs: { customer: urlFrom, staff: staffUrlFrom ?? urlFrom },
    }),
    title,
    setting,
    schema,
    guarded,
    timeoutMs,
    revision: null,
  })

/** Fails with `invalid`. */
export const addressIn = (env: Readonly<Record<string, string | undefined>>, name: string): string => {
  const address = env[name]
  if (address) return address
  throw new AppError(
    'invalid',
    `The environment variable ${name} holds no address. Set it to postgres://user:password@host:5432/name where Answerable runs, then try again.`,
  )
}
