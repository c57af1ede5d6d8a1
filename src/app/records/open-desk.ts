/** Connecting, checking and removing databases of records. */
import { basename } from 'node:path'
import type { ConnectionRow } from '../../adapters/postgres/record-connections.ts'
import { quoteName } from '../../adapters/records/connection.ts'
import { isAppError } from '../../base/error.ts'
import type { RecordsSource } from '../../domain/record-description.ts'
import type { RecordMisses } from '../../domain/record-miss.ts'
import type { RecordConnections } from '../../domain/record-store.ts'
import type { ConnectedSummary, OnRecordRows, RecordsConnected, RecordsDesk } from '../../operations/records-desk.ts'
import { fingerprintOf } from '../../records/describe/check/fingerprint.ts'
import { readDescription } from '../../records/describe/read-description.ts'
import { assertNoErrors } from './assert-no-errors.ts'
import { assertOwnIssuers } from './assert-own-issuers.ts'
import { checkConnected, checkedIn, checkFile } from './checking.ts'
import { importOf, ownSchemaOf } from './description-parts.ts'
import { importDescribed } from './importing.ts'
import { inspecting } from './inspecting.ts'
import type { ConnectionParts } from './open-connections.ts'
import { policiesFor } from './policies-for.ts'
import { readFileOf, type Given } from './read-file-of.ts'
import type { Trying } from './try-records.ts'

export interface DeskParts extends ConnectionParts {
  readonly connections: RecordConnections
  readonly misses: Pick<RecordMisses, 'list'>
  readonly trying: Trying
}

export const openDesk = (parts: DeskParts): Omit<RecordsDesk, 'card'> => ({
  of: parts.connections.of,
  inspect: inspecting(parts),
  connect: async (file, onRows, signal) => connect(parts, await readFileOf(file), onRows, signal),
  check: (target, whileThere, signal) =>
    target.kind === 'file' ? checkFile(parts, target.file, whileThere, signal) : checkConnected(parts, target.collection, whileThere, signal),
  policies: async (file) => ({ sql: await policiesFor(parts, (await readFileOf(file)).description) }),
  list: async () => Promise.all((await parts.rows.list()).map((row) => summaryOf(row, parts.connections))),
  remove: (collection) => remove(parts, collection),
  refused: (collection, limit) => parts.misses.list(collection, limit),
})

const connect = async (parts: DeskParts, given: Given, onRows: OnRecordRows, signal?: AbortSignal): Promise<RecordsConnected> => {
  const { description, baseDir, text } = given
  await assertOwnIssuers(parts.rows, description)
  const schema = ownSchemaOf(description.collection)
  const source = importOf(description.source, baseDir)
  const staged = source && (await importDescribed({ own: parts.own, description, source, schema, onRows, signal }))
  try {
    const { catalogue, findings } = await checkedIn(parts, { description, schema: staged?.schema, signal }, (it) => Promise.resolve(it))
    assertNoErrors(findings)
    const fingerprint = fingerprintOf(description, catalogue)
    const keep = (): Promise<ConnectionRow> => parts.rows.put({ collection: description.collection, description: text, baseDir, fingerprint })
    const row = await (staged ? staged.accept(keep) : keep())
    const imported = staged?.tables.map(({ name, rows }) => ({ table: name, rows })) ?? []
    return { summary: await summaryOf(row, parts.connections), findings, imported, notes: staged?.notes ?? [] }
  } catch (error) {
    await staged?.discard()
    throw error
  }
}

const remove = async ({ rows, own, connections }: DeskParts, collection: string): Promise<boolean> => {
  const row = await rows.find(collection)
  if (!row) return false
  await rows.remove(collection)
  await connections.of(collection)
  if (readDescription(row.description, collection).source.kind !== 'postgres')
    await own().asOwner((query) => query(`drop schema if exists ${quoteName(ownSchemaOf(collection))} cascade`))
  return true
}

const summaryOf = async (row: ConnectionRow, connections: RecordConnections): Promise<ConnectedSummary> => {
  const { title, source, entities } = readDescription(row.description, row.collection)
  const trouble = await connections.of(row.collection).then(
    () => null,
    (error: unknown) => (isAppError(error) ? error.message : 'Something went wrong inside; the log has the whole story.'),
  )
  const { collection, revision, connectedAt } = row
  return { collection, title, source: source.kind, from: fromOf(source), entities: entities.map(({ name }) => name), revision, connectedAt, trouble }
}

const fromOf = (source: RecordsSource): string => {
  if (source.kind === 'postgres') return source.urlFrom
  return source.kind === 'sqlite' ? basename(source.path) : source.paths.map((path) => basename(path)).join(', ')
}
