/** What a statement is made with: its description, who reads, and the values that travel beside it. */
import type { Entity, Field, FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import { AppError } from '../../base/error.ts'
import { entityNamed, fieldOf, isVisible, pathBetween, type Step } from '../described.ts'

export interface Compiling {
  readonly description: RecordsDescription
  readonly isStaff: boolean
  /** Takes a value and gives its place: `$3::text`. */
  bind(value: string): string
  /** `$3::text[]` */
  bindAll(values: readonly string[]): string
  /** A name for a table that no other has in this statement. */
  alias(): string
  readonly values: readonly (string | readonly string[])[]
}

export const compiling = (description: RecordsDescription, isStaff: boolean): Compiling => {
  const values: (string | readonly string[])[] = []
  let aliases = 0
  return {
    description,
    isStaff,
    values,
    bind: (value) => `$${values.push(value)}::text`,
    bindAll: (all) => `$${values.push(all)}::text[]`,
    alias: () => `r${aliases++}`,
  }
}

/** As SQL wants a name of any letters. Names come from the description alone. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const tableAs = ({ table }: Entity, alias: string): string => `${quoteName(table)} as ${alias}`

export const entityOf = ({ description }: Compiling, name: string): Entity => {
  const entity = entityNamed(description, name)
  if (!entity) throw unknown(name)
  return entity
}

/** Fails with `invalid` for what is not described, and for what whoever reads may not see. */
export const visibleField = (compiling: Compiling, ref: FieldRef): Field => {
  const field = fieldOf(compiling.description, ref)
  if (!field || !isVisible(entityOf(compiling, ref.entity), field, compiling.isStaff)) throw unknown(`${ref.entity}.${ref.field}`)
  return field
}

export const pathTo = ({ description }: Compiling, from: string, to: string): readonly Step[] => {
  const path = pathBetween(description, from, to)
  if (path === null) throw new AppError('invalid', `No relation leads from ${from} to ${to}: say in the description how their rows belong together.`)
  if (path === 'ambiguous')
    throw new AppError('invalid', `Several relations lead from ${from} to ${to}, and nothing says which is meant: describe the one between them.`)
  return path
}

const unknown = (name: string): AppError => new AppError('invalid', `There is no "${name}" that may be asked for.`)
