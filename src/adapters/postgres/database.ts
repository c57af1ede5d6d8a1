/** The database as the stores see it: SQL in, rows out. PGlite in a worker thread and a PostgreSQL server both fit. */

/** Strings, numbers, booleans, dates, null, arrays of these. A `Uint8Array` travels in binary form (see `vectors.ts`). JSON goes as text: `toJson(value)`. */
export type SqlValue = unknown

/** With `values` one statement; without, a script of several, whose last rows are returned. bigint comes back as number, timestamps as `Date`. */
export type Query = <Row = Record<string, unknown>>(sql: string, values?: readonly SqlValue[]) => Promise<Row[]>

/** The collections a transaction may see; '*' = all. */
export type Scope = readonly string[] | '*'

/**
 * Every query and transaction runs as role `answerable_app` with its scope set, so that row security holds whoever the session is.
 * Fails with `no_space` (disk), `unavailable` (server, worker, time-out) or `conflict` (deadlock); a failed transaction has changed nothing.
 */
export interface Database {
  readonly kind: 'pglite' | 'server'
  /** For people: the folder, or the server's address without its password. */
  readonly where: string
  /** One statement in a transaction of its own. */
  query<Row = Record<string, unknown>>(sql: string, values?: readonly SqlValue[], scope?: Scope): Promise<Row[]>
  /** All or nothing; durable when it resolves. Keep it short and never await a model inside: PGlite has one connection, and everybody waits for it. */
  transaction<Result>(work: (query: Query) => Promise<Result>, scope?: Scope): Promise<Result>
  /** Without the role: for migrations, which make it, and for maintenance. Never with SQL that came from outside. */
  asOwner<Result>(work: (query: Query) => Promise<Result>): Promise<Result>
  /** Reads everything as it stood at one moment, however long that takes, and can write nothing: for copies. PGlite serves nobody else meanwhile. */
  snapshot<Result>(work: (query: Query) => Promise<Result>): Promise<Result>
  /**
   * Writes everything that is kept anew, so that what was deleted is in no table file and, where the log is ours, in no log file. Everybody
   * waits meanwhile. Gives sentences about what could not be reached.
   */
  purge(): Promise<string[]>
  /** Files of the database that can be read here, with what they hold; empty for a server. Up to date with all that was committed. */
  files(): Promise<readonly DatabaseFile[]>
  close(): Promise<void>
}

export interface DatabaseFile {
  readonly path: string
  /** `table document_version`, `write-ahead log`, … */
  readonly holds: string
}

export const appRole = 'answerable_app'

/** Opens a transaction, takes the role and sets the scope, all in one round trip. `settings` are further `set local` commands. */
export const beginScript = (scope: Scope, role: string | null, { mode = '', settings = [] }: Beginning = {}): string =>
  [
    `begin ${mode}`,
    ...settings,
    ...(role ? [`set local role ${role}`] : []),
    `select set_config('answerable.scope', ${quote(scope === '*' ? '*' : scope.join('\x1f'))}, true)`,
  ].join('; ')

export interface Beginning {
  readonly mode?: string
  readonly settings?: readonly string[]
}

/** One moment for all that a transaction reads. */
export const snapshotMode = 'isolation level repeatable read, read only'

/** For `jsonb` parameters, which refuse NUL and half surrogate pairs, in names as well. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'string') return toStorable(inner)
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner) || Object.keys(inner).every(isStorable)) return inner
    return Object.fromEntries(Object.entries(inner).map(([name, it]) => [toStorable(name), it]))
  })

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** PostgreSQL's text has no NUL and no half surrogate pairs. Same length in UTF-16, so offsets stay true. */
export const toStorable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

const quote = (text: string): string => `'${toStorable(text).replaceAll("'", "''")}'`
