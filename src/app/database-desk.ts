/** The database as a whole: opens the sides of a copy, each by itself, and says what comes next. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { copyOfDatabase } from '../adapters/postgres/copy/read-database.ts'
import { readDump, writeDump } from '../adapters/postgres/copy/dump-file.ts'
import type { DatabaseCopy, OnCopied } from '../adapters/postgres/copy/copy.ts'
import { writeDatabase } from '../adapters/postgres/copy/write-database.ts'
import { openDataFolder } from '../adapters/postgres/data-folder.ts'
import type { Database, Query } from '../adapters/postgres/database.ts'
import { readDatabaseState } from '../adapters/postgres/database-state.ts'
import { openPglite } from '../adapters/postgres/open-pglite.ts'
import { openServer } from '../adapters/postgres/open-server.ts'
import { AppError } from '../base/error.ts'
import { isAddress } from '../base/web-address.ts'
import type { Config } from '../config.ts'
import type { ReplicaState } from '../domain/database-state.ts'
import type { DatabaseDesk, OnRows } from '../operations/database-desk.ts'
import { templateDirOf } from './template-dir.ts'

/** What is open just now; null in a command that only copies. */
export interface OpenDatabase {
  readonly database: Database
  readonly replicas: () => Promise<readonly ReplicaState[]>
}

export const openDatabaseDesk = (config: Config, current: OpenDatabase | null): DatabaseDesk => {
  const ours = config.databaseUrl ?? config.dataDir
  const inUse = (): OpenDatabase => {
    if (!current) throw new AppError('internal', 'No database is open here.')
    return current
  }
  return {
    state: async () => ({ ...(await readDatabaseState(inUse().database)), replicas: await inUse().replicas() }),

    move: async ({ from: given, to }, onProgress, signal) => {
      const from = given ?? ours
      if (isSame(from, to)) throw new AppError('invalid', 'Source and target are the same database. Name another one with --to.')
      await using source = await openExisting(config, from)
      await using target = await openSide(config, to, '--to')
      return await source.database.snapshot(async (query) => {
        const copy = await copyOfDatabase(query)
        const tables = await writeDatabase(target.database, copy, counting(copy, onProgress), signal)
        return { from: source.database.where, to: target.database.where, tables, notes: [...nextSteps(to), ...(await notCopied(query, config))] }
      })
    },

    backup: (file, onProgress, signal) =>
      inUse().database.snapshot(async (query) => {
        const copy = await copyOfDatabase(query)
        const tables = await writeDump(file, copy, counting(copy, onProgress), signal)
        const notes = [`Bring it back with "answerable database restore ${file}" into an empty database.`, ...(await notCopied(query, config))]
        return { from: inUse().database.where, to: file, tables, notes }
      }),

    restore: async (file, onProgress, signal) => {
      const copy = await readDump(file)
      await using target = await openSide(config, ours, 'DATABASE_URL')
      const tables = await writeDatabase(target.database, copy, counting(copy, onProgress), signal)
      return { from: file, to: target.database.where, tables, notes: ['Start Answerable: everything is as it was when the backup was made.'] }
    },
  }
}

interface Side extends AsyncDisposable {
  readonly database: Database
}

/** A source is never made: a name that was mistyped would give an empty copy. */
const openExisting = (config: Config, address: string): Promise<Side> => {
  if (!isAddress(address) && !existsSync(join(address, 'database')))
    throw new AppError('not_found', `There is no database in "${address}". Name the data folder with --data or --from.`)
  return openSide(config, address, '--from')
}

/** Fails with `conflict` naming the process that has a folder open. */
const openSide = async (config: Config, address: string, calledAs: string): Promise<Side> => {
  if (isAddress(address)) {
    const database = await openServer({ url: address, connections: 2, calledAs })
    return { database, [Symbol.asyncDispose]: database.close }
  }
  const folder = await openDataFolder(address, { url: 'a copy that is under way' })
  try {
    const database = await openPglite({ dataDir: address, templateDir: templateDirOf(config) })
    const close = async (): Promise<void> => {
      await database.close()
      await folder.close()
    }
    return { database, [Symbol.asyncDispose]: close }
  } catch (error) {
    await folder.close()
    throw error
  }
}

const isSame = (one: string, other: string): boolean => (isAddress(one) || isAddress(other) ? one === other : resolve(one) === resolve(other))

const counting = ({ rows: total }: DatabaseCopy, onProgress: OnRows): OnCopied => {
  let done = 0
  return (table, rows) => onProgress({ done: (done += rows), total, table })
}

const nextSteps = (to: string): string[] => [
  isAddress(to)
    ? 'Set DATABASE_URL to the address that you gave with --to, and start Answerable again.'
    : `Start Answerable with --data ${to}, and without DATABASE_URL.`,
  'The source is as it was: what is written there from now on is not in the copy. Keep it until you have seen that all is well.',
]

const notCopied = async (query: Query, config: Config): Promise<string[]> => {
  const [waiting] = await query<{ count: number }>(`select count(*) as count from job where kind like 'upload:%' and state in ('queued', 'running')`)
  const [connected] = await query<{ count: number }>('select count(*) as count from record_connection')
  return [
    ...(connected!.count > 0
      ? ['Rows of records that were imported from files are no part of it: run "answerable records connect FILE" again where it is used next.']
      : []),
    `Model files are no part of it: they lie in ${config.modelsDir}, and are fetched again where they are missing.`,
    ...(waiting!.count > 0
      ? [
          `${waiting!.count} uploads wait for their turn, and their files lie in ${join(config.dataDir, 'uploads')}: copy that folder too, or upload them again.`,
        ]
      : []),
  ]
}
