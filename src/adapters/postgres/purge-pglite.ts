/**
 * Deleted rows stay in PGlite's files until something else is written over them: in tables until those are written anew, in statistics, which
 * keep samples of values, and in the write-ahead log, whose old files are used again.
 */
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { DatabaseFile } from './database.ts'

type RunSql = <Row>(sql: string) => Promise<Row[]>

export const purgePglite = async (dir: string, run: RunSql): Promise<string[]> => {
  for (const { table } of await run<{ table: string }>(tablesSql)) await run(`vacuum full ${table}`)
  await run('analyze')
  for (const table of ['pg_statistic', 'pg_statistic_ext_data']) await run(`vacuum full ${table}`)
  await replaceLog(dir, run)
  return []
}

/** Each step leaves one log file behind, which the checkpoint deletes instead of keeping it for later use; kept ones are gone through so too. */
const replaceLog = async (dir: string, run: RunSql): Promise<void> => {
  await run('set wal_recycle = off')
  try {
    const before = await logFiles(dir)
    for (let step = 0; step <= before.length; step++) {
      await run('select pg_switch_wal()')
      await run('checkpoint')
    }
  } finally {
    await run('reset wal_recycle')
  }
}

const logFiles = async (dir: string): Promise<string[]> => (await readdir(join(dir, 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name))

export const listPgliteFiles = async (dir: string, run: RunSql): Promise<DatabaseFile[]> => {
  await run('checkpoint')
  const named = await run<{ path: string; holds: string }>(filesSql)
  const holds = new Map(named.map((it) => [it.path, it.holds]))
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return { path, holds: describe(relative(dir, path), holds) }
    })
}

/** Large tables have several files: `base/5/16400`, `base/5/16400.1`. */
const describe = (path: string, holds: ReadonlyMap<string, string>): string =>
  path.startsWith('pg_wal/') ? 'write-ahead log' : (holds.get(path.replace(/(?:_\w+)?(?:\.\d+)?$/, '')) ?? `file ${path}`)

const tablesSql = `select format('%s', oid::regclass) as table from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace order by 1`

const filesSql = `
  select pg_relation_filepath(oid) as path,
    case when relkind = 'i' then 'index ' when relkind = 't' then 'large values of ' else 'table ' end
      || coalesce((select relname from pg_class as owner where owner.reltoastrelid = pg_class.oid), relname) as holds
  from pg_class where relkind in ('r', 'i', 't') and pg_relation_filepath(oid) is not null`
