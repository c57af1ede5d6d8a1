/** Whether a description fits its database, and what is asked of it while it is there. */
import { AppError } from '../../base/error.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { Catalogue, RecordStore } from '../../domain/record-store.ts'
import type { RecordsChecked } from '../../operations/records-desk.ts'
import { checkDescription } from '../../records/describe/check/check-description.ts'
import { driftOf } from '../../records/describe/check/fingerprint.ts'
import { readDescription } from '../../records/describe/read-description.ts'
import { importOf, ownSchemaOf, schemaOf } from './description-parts.ts'
import { importDescribed } from './importing.ts'
import { storeOf } from './open-connections.ts'
import type { DeskParts } from './open-desk.ts'
import { proveIsolation } from './prove-isolation.ts'
import { readFileOf } from './read-file-of.ts'
import { someCustomer } from './some-customer.ts'

interface Looked {
  readonly description: RecordsDescription
  /** Of an import that is not accepted yet. */
  readonly schema?: string | undefined
  readonly signal?: AbortSignal | undefined
}

type Checked = Pick<RecordsChecked, 'findings' | 'customer'> & { readonly catalogue: Catalogue; readonly store: RecordStore }

/** The store is open while the work is done. */
export const checkedIn = async <Result>(
  parts: DeskParts,
  { description, schema, signal }: Looked,
  work: (checked: Checked) => Promise<Result>,
): Promise<Result> => {
  const store = storeOf(description, { ...parts, revision: '' }, schema)
  try {
    const catalogue = await store.catalogue({ samples: true }, signal)
    const findings = checkDescription(description, catalogue)
    const isSound = findings.every(({ severity }) => severity !== 'error')
    const proving = { description, store, catalogue, schema: schema ?? schemaOf(description) }
    const shown = isSound ? await proveIsolation(proving, 'two customers', signal) : []
    return await work({ store, catalogue, findings: [...shown, ...findings], customer: await someCustomer(description, store, signal) })
  } finally {
    await store.close()
  }
}

type WhileThere<Result> = (checked: RecordsChecked) => Promise<Result>

/** Rows of files are imported beside what is connected, and thrown away again; what is asked meanwhile is asked of them. */
export const checkFile = async <Result>(parts: DeskParts, file: string, whileThere: WhileThere<Result>, signal?: AbortSignal): Promise<Result> => {
  const { description, baseDir } = await readFileOf(file)
  const { collection, title, questions } = description
  const source = importOf(description.source, baseDir)
  const staged = source && (await importDescribed({ own: parts.own, description, source, schema: `${ownSchemaOf(collection).slice(0, 52)}.try`, signal }))
  try {
    return await checkedIn(parts, { description, schema: staged?.schema, signal }, ({ store, findings, customer }) =>
      parts.trying({ description, store, revision: 0 }, () => whileThere({ collection, title, findings, drift: [], questions, customer })),
    )
  } finally {
    await staged?.discard()
  }
}

export const checkConnected = async <Result>(parts: DeskParts, collection: string, whileThere: WhileThere<Result>, signal?: AbortSignal): Promise<Result> => {
  const row = (await parts.rows.find(collection)) ?? noRecords(collection)
  const description = readDescription(row.description, collection)
  const { catalogue, findings, customer } = await checkedIn(parts, { description, signal }, (it) => Promise.resolve(it))
  const drift = driftOf(row.fingerprint, description, catalogue)
  return whileThere({ collection, title: description.title, findings, drift, questions: description.questions, customer })
}

const noRecords = (collection: string): never => {
  throw new AppError('not_found', `No records are connected to the collection "${collection}". "answerable records list" shows which are.`)
}
