/** A first description, made of what a source says of itself. */
import { readdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, extname, join, relative } from 'node:path'
import { ownRoles, quoteName } from '../../adapters/records/connection.ts'
import { ownRoleStatements } from '../../adapters/records/own-records.ts'
import { stageImport } from '../../adapters/records/import/import-source.ts'
import { addressIn } from '../../adapters/records/open-postgres-records.ts'
import { openStore } from '../../adapters/records/open-store.ts'
import type { RecordConnection } from '../../adapters/records/connection.ts'
import { serverConnection } from '../../adapters/records/server-connection.ts'
import { AppError } from '../../base/error.ts'
import type { RecordsSource } from '../../domain/record-description.ts'
import type { Catalogue } from '../../domain/record-store.ts'
import type { InspectRequest, OnRecordRows, RecordsDesk } from '../../operations/records-desk.ts'
import { draftDescription } from '../../records/describe/draft/draft-description.ts'
import { importOf } from './description-parts.ts'
import type { DeskParts } from './open-desk.ts'

export const inspecting =
  (parts: DeskParts): RecordsDesk['inspect'] =>
  async (request, onRows, signal) => {
    const { out, force, collection } = request
    if (out !== null && !force && (await stat(out).catch(() => null))) throw isThere(out)
    const source = await sourceOf(request, parts.env)
    const { catalogue, notes } = await catalogueOf(parts, source, onRows, signal)
    const yaml = draftDescription(catalogue, { collection, source: relativeTo(source, out) })
    if (out !== null) await writeFile(out, yaml, { flag: force ? 'w' : 'wx' }).catch(failed(out))
    return { yaml, file: out, notes }
  }

const isThere = (out: string): AppError => new AppError('conflict', `There is a file "${out}" already. Name another with --out, or replace it with --force.`)

const failed =
  (out: string) =>
  (cause: NodeJS.ErrnoException): never => {
    if (cause.code === 'EEXIST') throw isThere(out)
    throw new AppError('invalid', `"${out}" cannot be written: ${cause.message}.`, { cause })
  }

/** Fails with `not_found` or `invalid`. */
const sourceOf = async ({ source, schema }: InspectRequest, env: DeskParts['env']): Promise<RecordsSource> => {
  const [first] = source as [string]
  if (/^postgres(?:ql)?:/.test(first))
    throw new AppError(
      'invalid',
      'An address may hold a password, and the description is a file. Put it into an environment variable, and name that: answerable records inspect SHOP_DATABASE_URL',
    )
  const found = await stat(first).catch(() => null)
  const name = basename(first)
  if (!found && source.length === 1 && /^[A-Z_][A-Z0-9_]*$/.test(name)) {
    addressIn(env, name)
    return { kind: 'postgres', urlFrom: name, staffUrlFrom: null, schema }
  }
  if (!found) throw new AppError('not_found', `There is no file or folder "${first}".`)
  if (source.length === 1 && ['.db', '.sqlite', '.sqlite3'].includes(extname(first).toLowerCase())) return { kind: 'sqlite', path: first }
  return { kind: 'files', paths: (await Promise.all(source.map(filesIn))).flat() }
}

const read = ['.json', '.jsonl', '.ndjson', '.csv', '.tsv']

const filesIn = async (path: string): Promise<string[]> => {
  if (!(await stat(path).catch(() => null))?.isDirectory()) return [path]
  const files = (await readdir(path)).filter((name) => read.includes(extname(name).toLowerCase())).sort()
  if (files.length === 0) throw new AppError('not_found', `There are no files of records in "${path}". Those that are read end with ${read.join(', ')}.`)
  return files.map((name) => join(path, name))
}

interface Looked {
  readonly catalogue: Catalogue
  readonly notes: readonly string[]
}

const catalogueOf = async ({ own, env }: DeskParts, source: RecordsSource, onRows: OnRecordRows, signal?: AbortSignal): Promise<Looked> => {
  if (source.kind === 'postgres') {
    const url = addressIn(env, source.urlFrom)
    const connection = serverConnection({
      urls: { customer: url, staff: url },
      schema: source.schema,
      roles: null,
      calledAs: { customer: source.urlFrom, staff: source.urlFrom },
    })
    return { catalogue: await lookedAt(connection, source.schema, signal), notes: [] }
  }
  const staged = await stageImport({ own: own(), schema: 'answerable_inspected', source: importOf(source, '')!, texts: {}, zone: 'UTC', onRows, signal })
  try {
    await staged.run([...ownRoleStatements(), ...Object.values(ownRoles).flatMap((role) => readable(staged.schema, role))])
    return { catalogue: await lookedAt(own().connectionTo(staged.schema), staged.schema, signal), notes: staged.notes }
  } finally {
    await staged.discard()
  }
}

/** For the look alone: the schema is gone right after it. */
const readable = (schema: string, role: string): string[] => [
  `grant usage on schema ${quoteName(schema)} to ${quoteName(role)}`,
  `grant select on all tables in schema ${quoteName(schema)} to ${quoteName(role)}`,
]

const lookedAt = async (connection: RecordConnection, schema: string, signal?: AbortSignal): Promise<Catalogue> => {
  const store = openStore({ connection, title: 'the source', setting: 'answerable.customer', schema, guarded: [], timeoutMs: 30_000, revision: null })
  try {
    return await store.catalogue({ samples: true }, signal)
  } finally {
    await store.close()
  }
}

/** Paths are read from the file's own folder. */
const relativeTo = (source: RecordsSource, out: string | null): RecordsSource => {
  const told = (path: string): string => (out === null ? path : relative(dirname(out), path) || path)
  if (source.kind === 'postgres') return source
  return source.kind === 'sqlite' ? { ...source, path: told(source.path) } : { ...source, paths: source.paths.map(told) }
}
