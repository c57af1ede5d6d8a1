import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import type { Database, Query } from './database.ts'

export const migrationsDir = fileURLToPath(new URL('../../../migrations', import.meta.url))

interface Migration {
  name: string
  sql: string
  checksum: string
}

/** Brings the schema up to date, one transaction a file. Refuses data of a newer program, and files that were edited after they ran. */
export const migrate = async (database: Pick<Database, 'asOwner'>, dir: string = migrationsDir): Promise<{ applied: string[] }> => {
  const files = await readMigrations(dir)
  await database.asOwner(async (query) => {
    await lock(query)
    await query(`create table if not exists schema_migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
  })
  const applied: string[] = []
  for (const file of files) if (await applyOne(database, file, files)) applied.push(file.name)
  await database.asOwner(async (query) => checkRecorded(await readRecorded(query), files))
  return { applied }
}

/** The lock lasts until the transaction ends: of two servers starting together, one waits and then finds it done. */
const applyOne = (database: Pick<Database, 'asOwner'>, file: Migration, files: readonly Migration[]): Promise<boolean> =>
  database.asOwner(async (query) => {
    await lock(query)
    const recorded = await readRecorded(query)
    checkRecorded(recorded, files)
    if (recorded.some(({ name }) => name === file.name)) return false
    await query('insert into schema_migration (name, checksum) values ($1, $2)', [file.name, file.checksum])
    await query(file.sql)
    return true
  })

const checkRecorded = (recorded: readonly { name: string; checksum: string }[], files: readonly Migration[]): void => {
  for (const { name, checksum } of recorded) {
    const file = files.find((candidate) => candidate.name === name)
    if (!file) {
      throw new AppError('conflict', `This data was written by a newer Answerable (it knows "${name}"). Start that version, or use another --data folder.`)
    }
    if (file.checksum !== checksum) {
      throw new AppError('conflict', `The migration "${name}" was edited after it had run on this data. Restore that file, or use another --data folder.`)
    }
  }
}

const readMigrations = async (dir: string): Promise<Migration[]> => {
  const names = (await readdir(dir)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(dir, name), 'utf8')
      return { name, sql, checksum: sha256(sql) }
    }),
  )
}

const readRecorded = (query: Query): Promise<{ name: string; checksum: string }[]> => query('select name, checksum from schema_migration order by name')

// Any number will do that nobody else uses: these are the letters "answ".
const lock = (query: Query): Promise<unknown> => query('select pg_advisory_xact_lock(1634628471)')
