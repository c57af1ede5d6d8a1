/** Customers held apart, as seen: whatever the policies say, each is read with the eyes of somebody, and rows of others are looked for. */
import { isAppError } from '../../base/error.ts'
import { nobody } from '../../adapters/records/connection.ts'
import type { Entity, RecordsDescription } from '../../domain/record-description.ts'
import type { Catalogue, RecordFinding, RecordStore } from '../../domain/record-store.ts'
import { ownerCondition, tableName } from '../../records/describe/policies/owner-condition.ts'
import { quoteName } from '../../records/describe/policies/quote.ts'

export interface Proving {
  readonly description: RecordsDescription
  readonly store: RecordStore
  /** Where its tables are. */
  readonly schema: string
  readonly catalogue: Catalogue
}

/** Whom to look as: nobody, whom no row belongs to; or also two customers that staff sees, where there is staff. */
export type Eyes = 'nobody' | 'two customers'

/** An error for each table that shows a row of others; a warning where it took too long to look. */
export const proveIsolation = async (proving: Proving, eyes: Eyes, signal?: AbortSignal): Promise<RecordFinding[]> => {
  const customers = eyes === 'nobody' ? [] : await twoCustomers(proving, signal)
  const findings: RecordFinding[] = []
  for (const entity of ownedTables(proving.description)) {
    for (const id of [nobody, ...customers]) {
      const finding = await lookAs(id, entity, proving, signal)
      if (!finding) continue
      findings.push(finding)
      break
    }
  }
  return findings
}

const ownedTables = ({ entities }: RecordsDescription): Entity[] =>
  entities.filter(
    ({ owner, table }, index) => (owner.kind === 'field' || owner.kind === 'via') && entities.findIndex((other) => other.table === table) === index,
  )

const lookAs = async (id: string, entity: Entity, { description, store, schema, catalogue }: Proving, signal?: AbortSignal): Promise<RecordFinding | null> => {
  const isTheirs = ownerCondition(entity, description, { schema, catalogue })
  const sql = `select 1 from ${tableName(entity.table, { schema })} where (${isTheirs}) is not true limit 1`
  try {
    const { rows } = await store.read({ kind: 'customer', id }, { sql, values: [] }, { ...description.limits, rows: 1 }, signal)
    return rows.length === 0 ? null : { severity: 'error', sentence: shown(entity, id, policiesOf(entity, catalogue)) }
  } catch (error) {
    if (!isAppError(error)) throw error
    if (error.code === 'upstream_timeout')
      return {
        severity: 'warning',
        sentence: `Whether "${entity.table}" shows customers rows of others took too long to look at. An index of what its policy compares helps.`,
      }
    // What fails shows nothing: a policy that casts the customer to a number, a column that is not granted.
    if (error.code === 'invalid' || error.code === 'conflict') return null
    throw error
  }
}

const policiesOf = ({ table }: Entity, { tables }: Catalogue): string => {
  const found = tables.find(({ name }) => name === table)?.rowSecurity
  const names = [...(found?.policies ?? []), ...(found?.beneath ?? []).flatMap(({ policies }) => policies)].map(({ name }) => `"${name}"`)
  return names.length > 0 ? `Its policies are ${names.join(', ')}: at least one of them` : 'What holds it'
}

const shown = ({ table, plural }: Entity, id: string, policies: string): string =>
  `"${table}" shows ${id === nobody ? 'somebody who is no customer' : 'a customer'} ${plural} that are not theirs. ${policies} lets through more than it should. Run what "answerable records policies FILE" prints, and drop the others.`

/** With staff's eyes; none where there is no staff. */
const twoCustomers = async ({ description, store, schema }: Proving, signal?: AbortSignal): Promise<string[]> => {
  for (const { owner, table, fields, name } of description.entities) {
    if (owner.kind !== 'field' || name === description.customers.entity) continue
    const column = `${quoteName(fields.find((field) => field.name === owner.field)!.column)}::text`
    const sql = `select distinct ${column} from ${tableName(table, { schema })} where ${column} <> '' limit 2`
    const found = await store.read({ kind: 'staff' }, { sql, values: [] }, { ...description.limits, rows: 2 }, signal).catch((error: unknown) => {
      if (isAppError(error) && !signal?.aborted) return null
      throw error
    })
    if (found && found.rows.length > 0) return found.rows.map(([id]) => String(id))
  }
  return []
}
