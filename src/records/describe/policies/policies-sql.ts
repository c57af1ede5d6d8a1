/**
 * The statements that make the database itself keep customers apart (PostgreSQL, "Row Security Policies"): for the person who looks after the
 * database to read and run, and for tables of our own.
 */
import type { Entity, RecordsDescription } from '../../../domain/record-description.ts'
import type { CatalogueTable } from '../../../domain/record-store.ts'
import { grantedColumns } from './granted-columns.ts'
import { keepOthers } from './keep-others.ts'
import { indexAdvice, indexesOf } from './indexes.ts'
import { unlessView, viewAdvice } from './of-views.ts'
import { ownerCondition, tableName, type Tables } from './owner-condition.ts'
import { quoteComment, quoteName } from './quote.ts'
import { rolePart } from './role-part.ts'

export interface RecordRoles {
  readonly customer: string
  /** Null: nobody reads as staff. */
  readonly staff: string | null
}

export interface PolicyOptions extends Tables {
  /** Made where they are missing: roles that log in themselves, or those that another role becomes within a transaction. */
  readonly makeRoles: 'login' | 'nologin' | 'no'
  /** Tables that we made: the owner is held by the policies too, indexes are made, and nobody else reads them. */
  readonly isOwn: boolean
}

export interface PolicyPart {
  /** A sentence or two for whoever reads the script. */
  readonly why: string
  readonly statements: readonly string[]
}

/** A script for `psql`, in one transaction; running it again changes nothing. */
export const policiesSql = (description: RecordsDescription, roles: RecordRoles, options: PolicyOptions): string => {
  const parts = policyParts(description, roles, options)
  const head = [
    quoteComment(`Customers of "${description.title}" see their own rows and no others: PostgreSQL holds it, whatever is asked.`),
    quoteComment('Read it, then run it once as the owner of the tables or a superuser: psql -v ON_ERROR_STOP=1 -f THIS_FILE'),
  ]
  const body = parts.flatMap(({ why, statements }) => ['', quoteComment(why), ...statements.map((it) => `${it};`)])
  return [...head, '', 'begin;', ...body, '', 'commit;', ...(options.isOwn ? [] : indexAdvice(description, options)), ''].join('\n')
}

/** The same without words, in order: for a transaction of the caller's. */
export const policyStatements = (description: RecordsDescription, roles: RecordRoles, options: PolicyOptions): string[] =>
  policyParts(description, roles, options).flatMap((it) => it.statements)

export const policyParts = (description: RecordsDescription, roles: RecordRoles, options: PolicyOptions): PolicyPart[] => {
  const tables = [...new Set(description.entities.map((it) => it.table))]
  const both = [roles.customer, ...(roles.staff === null ? [] : [roles.staff])]
  return [
    ...(options.makeRoles === 'no' ? [] : both.map((it) => rolePart(it, options.makeRoles as 'login' | 'nologin', description))),
    {
      why: 'What each of them may read: the columns of the description that it may see, and those that rows are found and joined by.',
      statements: [
        `grant usage on schema ${quoteName(options.schema)} to ${both.map(quoteName).join(', ')}`,
        ...tables.flatMap((table) => grants(table, description, roles, options)),
      ],
    },
    ...tables.map((table) => tablePart(table, description, roles, options)),
    ...(options.isOwn
      ? []
      : [
          keepOthers(
            rowSecured(tables, description, options).map((it) => tableName(it, options)),
            both,
            roles.customer,
          ),
        ]),
  ]
}

const grants = (table: string, description: RecordsDescription, roles: RecordRoles, options: PolicyOptions): string[] =>
  (['customer', 'staff'] as const).flatMap((reader) => {
    const role = roles[reader]
    if (role === null) return []
    const columns = grantedColumns(table, description, reader)
    const name = tableName(table, options)
    return [
      `revoke all on ${name} from ${quoteName(role)}`,
      ...(columns.length === 0 ? [] : [`grant select (${columns.map(quoteName).join(', ')}) on ${name} to ${quoteName(role)}`]),
    ]
  })

const tablePart = (table: string, description: RecordsDescription, roles: RecordRoles, options: PolicyOptions): PolicyPart => {
  const [entity] = description.entities.filter((it) => it.table === table) as [Entity, ...Entity[]]
  const name = tableName(table, options)
  const known = found(table, options)
  if (known?.isView && isSecret(table, description)) return { why: viewAdvice(table, options, known), statements: [] }
  if (!needsRowSecurity(table, description, options)) {
    return { why: `${table}: ${entity.plural} are no secret; who may read them is said above.`, statements: [] }
  }
  const policy = (reader: 'customer' | 'staff', using: string): string[] => {
    const role = roles[reader]
    if (role === null) return []
    const policyName = quoteName(`answerable ${reader}`)
    return [`drop policy if exists ${policyName} on ${name}`, `create policy ${policyName} on ${name} for select to ${quoteName(role)} using (${using})`]
  }
  const asOfTable = options.isOwn || known ? (it: string[]): string[] => it : (it: string[]): string[] => [unlessView(table, it, options)]
  return {
    why: whyOf(entity, table),
    statements: [
      // Columns that are hidden from our roles would be seen through it.
      ...(isSecret(table, description) ? [`revoke all on ${name} from public`] : []),
      ...asOfTable([
        `alter table ${name} enable row level security`,
        ...(options.isOwn ? [`alter table ${name} force row level security`] : []),
        ...(entity.owner.kind === 'staff' ? [] : policy('customer', ownerCondition(entity, description, options))),
        ...policy('staff', 'true'),
      ]),
      ...(options.isOwn ? indexesOf(table, description).map((columns) => `create index on ${name} (${columns})`) : []),
    ],
  }
}

const whyOf = ({ owner, plural }: Entity, table: string): string => {
  switch (owner.kind) {
    case 'field':
      return `${table}: ${plural} belong to the customer whose key their column holds. Nobody is set, nothing is seen.`
    case 'via':
      return `${table}: ${plural} belong to whoever owns the ${owner.entity} that they lead to.`
    case 'everyone':
      return `${table}: ${plural} are no secret, and row security is on already: this lets both read.`
    default:
      return `${table}: ${plural} are for staff alone; a customer has neither a grant nor a policy.`
  }
}

const found = (table: string, { catalogue }: Tables): CatalogueTable | undefined => catalogue?.tables.find((it) => it.name === table)

/** A view has none of its own; what everyone may see needs none. */
const needsRowSecurity = (table: string, description: RecordsDescription, options: PolicyOptions): boolean =>
  !found(table, options)?.isView && (isSecret(table, description) || found(table, options)?.rowSecurity.isOn === true)

const isSecret = (table: string, { entities }: RecordsDescription): boolean => entities.some((it) => it.table === table && it.owner.kind !== 'everyone')

const rowSecured = (tables: readonly string[], description: RecordsDescription, options: PolicyOptions): string[] =>
  tables.filter((it) => !found(it, options)?.isView && isSecret(it, description))
