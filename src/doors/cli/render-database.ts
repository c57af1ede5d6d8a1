/** Databases and their copies, for people. */
import type { z } from 'zod'
import type { databaseStatus, moveDatabase } from '../../operations/database.ts'

export const copiedLines = ({ from, to, tables, rows, notes }: z.output<typeof moveDatabase.output>): string =>
  [
    ...tables.map((it) => `${String(it.rows).padStart(10)}  ${it.table.padEnd(20)} ${it.hash.slice(0, 16)}`),
    `${rows} rows of ${tables.length} tables were copied from ${from} to ${to}; counts and hashes are the same on both sides.`,
    ...notes,
    '',
  ].join('\n')

export const databaseLines = ({ kind, where, version, bytes, schema, tables, replicas }: z.output<typeof databaseStatus.output>): string =>
  [
    `${kind === 'embedded' ? 'Embedded PostgreSQL' : 'PostgreSQL server'} ${version} at ${where}, ${(bytes / 1e6).toFixed(1)} MB, schema ${schema}`,
    ...tables.filter(({ rows }) => rows > 0).map(({ table, rows }) => `${String(rows).padStart(10)}  ${table}`),
    ...replicas.map((it) => `Replica ${it.where}: ${it.state}, ${it.reads} reads, ${it.handed_over} handed over. ${it.message}`),
    '',
  ].join('\n')
