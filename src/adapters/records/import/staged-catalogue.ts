import type { Catalogue } from '../../../domain/record-store.ts'
import type { ImportedTable } from './import-worker.ts'

/** Imported tables as a database would tell of them, before anybody may read them. */
export const stagedCatalogue = (tables: readonly ImportedTable[]): Catalogue => ({
  roles: [],
  tables: tables.map(({ name, columns, key, foreignKeys, rows }) => ({
    name,
    isView: false,
    comment: '',
    columns: columns.map((it) => ({ ...it, comment: '', samples: [], distinct: null })),
    primaryKey: key,
    uniqueKeys: [],
    foreignKeys,
    rows,
    rowSecurity: { isOn: true, isForced: true, policies: [] },
  })),
})
