import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { orAborted } from '../../base/async.ts'
import type { Query } from '../postgres/database.ts'
import { pgliteThread, turns } from '../postgres/pglite-thread.ts'
import { ownRoles, quoteName, sameWriting, settingFor, type RecordConnection, type TextRows } from './connection.ts'
import { isClaimed, type OwnRecords } from './own-records.ts'

/**
 * A second PostgreSQL in this program, with nothing in it but imported records: what reads them can reach nothing else, whatever it does. One
 * read at a time. Opens with the first use; `dir` is the caller's alone (it holds the data folder's lock).
 */
export const ownPglite = (dir: string, templateDir: string | null): OwnRecords => {
  const thread = pgliteThread(dir, templateDir, importStatementMs)
  const inTurn = turns()
  let prepared: Promise<void> | null = null
  const ready = async (): ReturnType<typeof thread.ready> => {
    await mkdir(dirname(dir), { recursive: true, mode: 0o700 })
    const run = await thread.ready()
    prepared ??= run({ sql: prepareSql }).then(() => {})
    await prepared.catch((error: unknown) => {
      prepared = null
      throw error
    })
    return run
  }

  const connectionTo = (schema: string): RecordConnection => ({
    where: dir,
    has: () => true,
    transaction: ({ reader, setting, timeoutMs, signal }, work) => {
      const reading = inTurn(async () => {
        signal?.throwIfAborted()
        const run = await ready()
        const beginning = ['begin read only', `set local search_path = ${quoteName(schema)}`, ...sameWriting].join('; ')
        const setReader = { before: beginning, sql: 'select set_config($1, $2, true)', values: [setting, settingFor(reader)] }
        try {
          await run({ ...setReader, after: `set local role ${ownRoles[reader.kind]}` }, timeoutMs)
          const result = await work(async (sql, values = []) => {
            signal?.throwIfAborted()
            return (await run({ sql, values, asText: true }, timeoutMs)) as TextRows
          })
          await run({ sql: 'commit' })
          return result
        } catch (error) {
          await run({ sql: 'rollback' }).catch(() => {})
          throw error
        }
      })
      return orAborted(reading, signal)
    },
    close: async () => {},
  })

  const claimed = new Set<string>()
  return {
    claim: async (name) => {
      if (claimed.has(name)) throw isClaimed()
      claimed.add(name)
      return async () => void claimed.delete(name)
    },
    asOwner: (work) =>
      inTurn(async () => {
        const run = await ready()
        const query: Query = async <Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> => (await run({ sql, values, needsSpace: true })) as Row[]
        await run({ sql: 'begin' })
        try {
          const result = await work(query)
          await run({ sql: 'commit' })
          return result
        } catch (error) {
          await run({ sql: 'rollback' }).catch(() => {})
          throw error
        }
      }),
    connectionTo,
    close: thread.close,
  }
}

const importStatementMs = 10 * 60_000

// The session is a superuser's, and a statement that changed its own role would be one too: with this no function that a query calls can.
const prepareSql = `revoke execute on function pg_catalog.set_config(text, text, boolean) from public`
