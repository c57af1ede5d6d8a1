/** What is connected, opened when it is first asked and checked again now and then: a database that does not hold customers apart is not read. */
import type { ConnectionRow, ConnectionRows } from '../../adapters/postgres/record-connections.ts'
import { openPostgresRecords } from '../../adapters/records/open-postgres-records.ts'
import { openStore } from '../../adapters/records/open-store.ts'
import type { OwnRecords } from '../../adapters/records/own-records.ts'
import { AppError } from '../../base/error.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { ConnectedRecords, RecordConnections, RecordFinding, RecordStore } from '../../domain/record-store.ts'
import { checkDescription } from '../../records/describe/check/check-description.ts'
import { isolationFindings } from '../../records/describe/check/isolation.ts'
import { readDescription } from '../../records/describe/read-description.ts'
import { guardedTables, ownSchemaOf, schemaOf } from './description-parts.ts'
import { proveIsolation } from './prove-isolation.ts'

export interface ConnectionParts {
  readonly rows: ConnectionRows
  /** Opened with the first import that is read. */
  readonly own: () => OwnRecords
  readonly env: Readonly<Record<string, string | undefined>>
  readonly log: (message: string, error: unknown) => void
}

interface Opened extends ConnectedRecords {
  checkedAt: number
}

/** Row security and roles are proved within every read; what else was described may change behind our back, and is looked at this often. */
const checkEveryMs = 60_000

export const openConnections = ({ rows, own, env, log }: ConnectionParts): RecordConnections => {
  const opened = new Map<string, Promise<Opened>>()

  const open = async (row: ConnectionRow): Promise<Opened> => {
    const description = readDescription(row.description, row.collection)
    const store = storeOf(description, { own, env, revision: String(row.revision) })
    try {
      await assertSound(description, store)
    } catch (error) {
      await store.close()
      throw error
    }
    return { description, store, revision: row.revision, checkedAt: performance.now() }
  }

  const forget = (collection: string): void => {
    const known = opened.get(collection)
    opened.delete(collection)
    // Reads under way end first.
    void known?.then(({ store }) => store.close()).catch(() => {})
  }

  const current = async (row: ConnectionRow): Promise<Opened> => {
    const known = await opened.get(row.collection)?.catch(() => null)
    if (known?.revision === row.revision) return known
    if (known) forget(row.collection)
    const opening = open(row)
    opened.set(row.collection, opening)
    opening.catch(() => opened.get(row.collection) === opening && opened.delete(row.collection))
    return opening
  }

  const connections: Omit<RecordConnections, 'described'> = {
    of: async (collection) => {
      const row = await rows.find(collection)
      if (!row) {
        forget(collection)
        return null
      }
      try {
        const it = await current(row)
        if (performance.now() - it.checkedAt > checkEveryMs) {
          await assertSound(it.description, it.store)
          it.checkedAt = performance.now()
        }
        return it
      } catch (error) {
        log(`The records of "${collection}" cannot be asked.`, error)
        throw error
      }
    },
    close: async () => {
      const all = await Promise.allSettled(opened.values())
      opened.clear()
      await Promise.allSettled(all.map((it) => (it.status === 'fulfilled' ? it.value.store.close() : null)))
    },
  }
  return {
    ...connections,
    described: async (collection) => {
      try {
        return await connections.of(collection)
      } catch (error) {
        const row = await rows.find(collection)
        return row && { description: readDescription(row.description, row.collection), store: unreadable(error), revision: row.revision }
      }
    },
  }
}

const unreadable = (error: unknown): RecordStore => {
  const fail = () => Promise.reject(error)
  return { read: fail, explain: fail, catalogue: fail, revision: fail, close: () => Promise.resolve() }
}

/** Opens nothing yet. */
export const storeOf = (
  description: RecordsDescription,
  { own, env, revision }: Pick<ConnectionParts, 'own' | 'env'> & { readonly revision: string },
  schema = ownSchemaOf(description.collection),
): RecordStore => {
  const { source, title, customers, limits } = description
  const shared = { title, setting: customers.setting, guarded: guardedTables(description), timeoutMs: limits.statementMs }
  return source.kind === 'postgres'
    ? openPostgresRecords({ ...shared, ...source, env })
    : openStore({ ...shared, connection: own().connectionTo(schema), schema, revision })
}

/** Fails with `forbidden` or `conflict`: the sentences of what is wrong for whoever runs the program, one without them for others. */
const assertSound = async (description: RecordsDescription, store: RecordStore): Promise<void> => {
  const catalogue = await store.catalogue({ samples: false })
  const isError = ({ severity }: RecordFinding): boolean => severity === 'error'
  const open = isolationFindings(description, catalogue).filter(isError)
  const differs = open.length > 0 ? [] : checkDescription(description, catalogue).filter(isError)
  const shown =
    open.length + differs.length > 0 ? [] : (await proveIsolation({ description, store, catalogue, schema: schemaOf(description) }, 'nobody')).filter(isError)
  const wrong = [...open, ...differs, ...shown]
  if (wrong.length === 0) return
  throw new AppError(differs.length === 0 ? 'forbidden' : 'conflict', wrong.map(({ sentence }) => sentence).join('\n'), {
    details: { forOthers: `The records of ${description.title} cannot be asked just now. Try again later.` },
  })
}
