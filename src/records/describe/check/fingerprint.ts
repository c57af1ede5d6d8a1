import { didYouMean } from '../../../base/nearest.ts'
import type { Entity, RecordsDescription } from '../../../domain/record-description.ts'
import type { Catalogue } from '../../../domain/record-store.ts'
import { tableOf } from './columns.ts'

/**
 * Of what a description uses: each table with the types of its columns, its row security and its policies, as JSON with sorted keys. Columns and
 * tables that it does not use may come and go.
 */
export const fingerprintOf = (description: RecordsDescription, catalogue: Catalogue): string => JSON.stringify(usedOf(description, catalogue))

/** What has changed since, each a sentence; none: it is as it was. A fingerprint that cannot be read has changed. */
export const driftOf = (fingerprint: string, description: RecordsDescription, catalogue: Catalogue): string[] => {
  const before = parsed(fingerprint)
  if (!before) return ['What was connected cannot be compared. Connect it again.']
  const now = usedOf(description, catalogue)
  return Object.entries(before).flatMap(([name, table]) =>
    Object.hasOwn(now, name) ? changesOf(name, table, now[name]!, catalogue) : goneTable(name, catalogue),
  )
}

interface UsedTable {
  readonly columns: Readonly<Record<string, string>>
  readonly isHeld: boolean
  /** `name: condition`, sorted. */
  readonly policies: readonly string[]
}

const usedOf = ({ entities }: RecordsDescription, catalogue: Catalogue): Record<string, UsedTable> => {
  const names = [...new Set(entities.map((it) => it.table))].sort()
  return Object.fromEntries(
    names.flatMap((name) => {
      const used = entities.filter((it) => it.table === name)
      const table = tableOf(used[0]!, catalogue)
      return table ? [[name, { columns: columnsOf(used, table), isHeld: table.rowSecurity.isOn, policies: policiesOf(table) }] as const] : []
    }),
  )
}

type Table = Catalogue['tables'][number]

const columnsOf = (entities: readonly Entity[], table: Table): Record<string, string> => {
  const used = new Set(entities.flatMap((it) => it.fields.map((field) => field.column)))
  const columns = table.columns.filter((it) => used.has(it.name)).map((it) => [it.name, it.type] as const)
  return Object.fromEntries(columns.sort(([one], [other]) => (one < other ? -1 : 1)))
}

const policiesOf = ({ rowSecurity }: Table): string[] =>
  rowSecurity.policies.map((it) => `${it.name} (${it.command}, ${[...it.roles].sort().join(', ')}): ${it.using}`).sort()

const parsed = (fingerprint: string): Record<string, UsedTable> | null => {
  try {
    const value: unknown = JSON.parse(fingerprint)
    return typeof value === 'object' && value !== null && Object.values(value).every(isTable) ? (value as Record<string, UsedTable>) : null
  } catch {
    return null
  }
}

const isTable = (it: unknown): boolean => typeof it === 'object' && it !== null && 'columns' in it && 'isHeld' in it && 'policies' in it

const goneTable = (name: string, { tables }: Catalogue): string[] => [
  `The table "${name}" is gone, or may not be read any more.${didYouMean(
    name,
    tables.map((it) => it.name),
  )}`,
]

const changesOf = (name: string, before: UsedTable, now: UsedTable, { tables }: Catalogue): string[] => {
  const known = tables.find((it) => it.name === name)!.columns.map((it) => it.name)
  return [
    ...Object.entries(before.columns).flatMap(([column, type]) => {
      const found = now.columns[column]
      if (found === undefined) return [`The column "${column}" of "${name}" is gone.${didYouMean(column, known)}`]
      return found === type ? [] : [`The column "${column}" of "${name}" was ${type} and is ${found}.`]
    }),
    ...(before.isHeld && !now.isHeld ? [`Row security of "${name}" was switched off.`] : []),
    ...(before.policies.join('\n') === now.policies.join('\n') ? [] : [`The policies of "${name}" are others than when it was connected.`]),
  ]
}
