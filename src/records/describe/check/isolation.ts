import type { Entity, RecordsDescription } from '../../../domain/record-description.ts'
import type { Catalogue, CataloguePolicy, CatalogueRole, CatalogueTable, RecordFinding } from '../../../domain/record-store.ts'
import { error, tableOf, warning } from './columns.ts'

/** The roles can do nothing but read, and row security holds them. `answerable records policies` prints what mends each of these. */
export const isolationFindings = (description: RecordsDescription, catalogue: Catalogue): RecordFinding[] => [
  ...catalogue.roles.flatMap((role) => roleFindings(role, description, catalogue)),
  ...onePerTable(description).flatMap((entity) => {
    const table = tableOf(entity, catalogue)
    return table ? tableFindings(entity, table, description, catalogue) : []
  }),
]

const mend = 'Run what "answerable records policies FILE" prints.'

const roleFindings = (role: CatalogueRole, description: RecordsDescription, catalogue: Catalogue): RecordFinding[] => [
  ...unheld(role, description, catalogue).map((it) => error(`${it} ${mend}`)),
  ...(role.writes.length > 0 && !role.isSuperuser ? [error(`${named(role)} may write to ${listOf(role.writes)}. It must only read. ${mend}`)] : []),
]

/** Sentences about roles that no policy holds, so that policies for them would be in vain. */
export const unheldRoles = (description: RecordsDescription, catalogue: Catalogue): string[] =>
  catalogue.roles.flatMap((it) => unheld(it, description, catalogue))

const unheld = (role: CatalogueRole, { entities }: RecordsDescription, { tables }: Catalogue): string[] => {
  if (role.isSuperuser) return [`${named(role)} is a superuser, whom row security does not hold.`]
  const used = new Set(entities.map((it) => it.table))
  const unforced = role.owns.filter((name) => used.has(name) && !tables.find((it) => it.name === name)?.rowSecurity.isForced)
  return [
    ...(role.bypassesRowSecurity ? [`${named(role)} may pass row security by (BYPASSRLS).`] : []),
    ...(unforced.length > 0 ? [`${named(role)} owns ${listOf(unforced)}, and row security does not hold an owner.`] : []),
  ]
}

const named = ({ name, reader }: CatalogueRole): string => `The role "${name}", which ${reader === 'customer' ? 'customers are' : 'staff is'} read as,`

const listOf = (names: readonly string[]): string => {
  const told = names.slice(0, 3).map((it) => `"${it}"`)
  return `${told.join(', ')}${names.length > told.length ? ` and ${names.length - told.length} more` : ''}`
}

const onePerTable = ({ entities }: RecordsDescription): Entity[] =>
  entities.filter((it, index) => entities.findIndex((other) => other.table === it.table) === index)

const tableFindings = (entity: Entity, table: CatalogueTable, description: RecordsDescription, catalogue: Catalogue): RecordFinding[] => {
  const { kind } = entity.owner
  const { isOn, policies } = table.rowSecurity
  const reader = catalogue.roles.find((it) => it.reader === 'customer')
  const role = reader?.name
  // PostgreSQL applies the policies of a role to all its members.
  const held = new Set(['public', ...(reader ? [reader.name, ...reader.memberOf] : [])])
  const appliesTo = (it: CataloguePolicy): boolean => ['select', 'all'].includes(it.command) && it.roles.some((name) => held.has(name))
  const applying = policies.filter(appliesTo)
  if (kind === 'everyone') {
    return isOn && !table.isView && applying.length === 0
      ? [warning(`Row security is on for "${table.name}" and no policy lets customers read it: they will see no ${entity.plural}.`)]
      : []
  }
  if (kind === 'staff') {
    // Nothing is read of the whole database while a guarded table is open.
    if (!isOn && !table.isView) return [error(`Row security is off for "${table.name}", which is for staff alone. ${mend}`)]
    return applying.flatMap((it) => openPolicy(it, entity, table))
  }
  // Who made the catalogue says of a view that row security is on when it reads with the rights of whoever asks, from tables that are all held.
  if (table.isView) {
    const beneath = secretBeneath(table, description)
    if (!isOn || beneath?.length === 0) return [error(openView(table))]
    return (beneath ?? []).flatMap((it) =>
      it.policies.filter(appliesTo).flatMap((policy) => [...openPolicy(policy, entity, it), ...unboundPolicy(policy, entity, it, description)]),
    )
  }
  if (!isOn) return [error(`Row security is off for "${table.name}": every customer would see all ${entity.plural}. ${mend}`)]
  if (role !== undefined && applying.length === 0)
    return [error(`"${table.name}" has no policy for "${role}": customers would see none of their ${entity.plural}. ${mend}`)]
  return applying.flatMap((it) => [...openPolicy(it, entity, table), ...unboundPolicy(it, entity, table, description)])
}

/** Tables that a view takes what is somebody's from; null: nobody told. */
const secretBeneath = ({ rowSecurity }: CatalogueTable, { entities }: RecordsDescription) =>
  rowSecurity.beneath?.filter(({ name }) => entities.find(({ table }) => table === name)?.owner.kind !== 'everyone') ?? null

const openView = ({ name }: CatalogueTable): string =>
  `"${name}" is a view that row security does not hold: it reads with the rights of its owner, by a function with the rights of its owner, or from no table that is held. Describe the tables behind it, or make it of them: alter view … set (security_invoker = true).`

const openPolicy = ({ name, using }: CataloguePolicy, { plural }: Entity, table: Pick<CatalogueTable, 'name'>): RecordFinding[] =>
  /^\(*true\)*$/.test(using)
    ? [error(`The policy "${name}" of "${table.name}" shows all ${plural} to every customer. Drop it, or name the roles that it is meant for.`)]
    : []

/** A policy may find the customer by other ways than ours; whether it does is for a person to say. */
const unboundPolicy = (
  { name, using }: CataloguePolicy,
  entity: Entity,
  table: Pick<CatalogueTable, 'name'>,
  { customers }: RecordsDescription,
): RecordFinding[] =>
  /^\(*true\)*$/.test(using) || using.includes(`'${customers.setting}'`)
    ? []
    : [
        warning(
          `The policy "${name}" of "${table.name}" does not name the setting "${customers.setting}", which says whose ${entity.plural} are read. Make sure that it shows a customer no rows of others.`,
        ),
      ]
