/** Rows as sentences: one row in a sentence of its own, several as a list under how many there are. */
import type { Entity, Field, FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import type { FindRecords } from '../../domain/record-request.ts'
import type { Cell, FoundRow } from '../../domain/record-store.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { cellFact, countFact, type Piece, type Telling } from './fact.ts'
import { dayPhrase } from './field-phrase.ts'
import { saidConditions } from './said-condition.ts'
import { showValue } from './show-value.ts'
import { clauseOf, clauseOfNothing, partOf } from './tell-field.ts'
import { countOf, fieldWords, isOwned, nameCell, nameField, nameOf, parentOf, rowWords, sentenceCase } from './words.ts'

export const tellRows = (telling: Telling): Piece[] => {
  const { found, description } = telling
  const request = found.request as FindRecords
  const entity = entityNamed(description, request.entity)!
  return found.rows.length === 1 && (found.total === 1 || request.limit === 1) ? tellOne(telling, entity, request) : tellList(telling, entity, request)
}

const tellOne = (telling: Telling, entity: Entity, request: FindRecords): Piece[] => {
  const { description, isStaff, found } = telling
  const row = found.rows[0]!
  const cells = shownCells(telling, entity, request, row)
  const subject = rowWords(description, entity, row, isStaff)
  const asked = request.fields.length > 0
  const truth = subject === 'you' && !asked ? truthAskedFor(telling, request, row) : null
  const only = truth ?? (cells.length === 1 ? cells[0]! : null)
  if (only && (asked || truth)) return aboutOne(telling, entity, row, only, subject)
  const name = nameCell(description, entity, row)
  const parent = parentOf(description, entity, row)
  // Nothing is left to tell of it but what it is.
  if (name && parent && cells.every((cell) => isLinkToParent(telling, entity, cell.field)))
    return [`The ${entity.name} of ${isOwned(entity, isStaff) ? 'your ' : ''}${parent} is `, cellFact(telling, name, nameOf(description, entity, row)!), '.']
  const head = subject === 'you' ? 'Your details' : sentenceCase(subject)
  return [...(subject === 'you' ? [head] : named(telling, entity, row, head)), ...(cells.length === 0 ? ['.'] : [': ', ...factList(telling, cells), '.'])]
}

/** "Am I insured?" is asked of one row by what fits it. */
const truthAskedFor = ({ description }: Telling, { where }: FindRecords, row: FoundRow): Cell | null => {
  const [asked] = where
  if (where.length !== 1 || fieldOf(description, asked!.field)?.type !== 'boolean') return null
  return row.cells.find(({ field }) => field.entity === asked!.field.entity && field.field === asked!.field.field) ?? null
}

/** `The status of your order #W2611340 is processed.` `Your loan 72 was lent on 10 November 2026.` */
const aboutOne = (telling: Telling, entity: Entity, row: FoundRow, cell: Cell, subject: string): Piece[] => {
  const { description, question } = telling
  const field = fieldOf(description, cell.field)!
  const isYou = subject === 'you'
  const isOwn = cell.field.entity === entity.name
  if (cell.value === null) return notRecorded(telling, entity, row, cell, subject)
  const clause = clauseOf(description, field, cell.value, isYou && isOwn, question)
  const who: Piece[] = isYou ? ['You'] : named(telling, entity, row, sentenceCase(subject))
  const its: Piece[] = isYou ? [`Your ${cell.field.entity}`] : [`The ${cell.field.entity} of `, ...named(telling, entity, row, subject)]
  if (clause) return [...(isOwn ? who : its), ' ', cellFact(telling, cell, clause), '.']
  const name = wordsFor(telling, entity, cell.field, field)
  const value = shown(telling, field, cell.value)
  if (nameOf(description, entity, row) === value) return [`The ${entity.name}`, ...placeOf(telling, entity, row), ' is ', cellFact(telling, cell, value), '.']
  const whose: Piece[] = isYou ? [] : [' of ', ...named(telling, entity, row, subject)]
  if (field.type === 'count' && isMany(name)) return [`${isYou ? 'Your' : 'The'} number of ${name}`, ...whose, ' is ', cellFact(telling, cell, value), '.']
  return [isYou ? 'Your ' : 'The ', name, ...whose, isMany(name) ? ' are ' : ' is ', cellFact(telling, cell, value), '.']
}

/** `No date is recorded on which your appointment 9005 was cancelled.` */
const notRecorded = (telling: Telling, entity: Entity, row: FoundRow, cell: Cell, subject: string): Piece[] => {
  const field = fieldOf(telling.description, cell.field)!
  const isYou = subject === 'you'
  const whom: Piece[] = isYou ? ['you'] : named(telling, entity, row, subject)
  const truth = field.type === 'boolean' && cell.field.entity === entity.name ? clauseOf(telling.description, field, true, isYou, '') : null
  if (truth) return ['Whether ', ...whom, ` ${truth} is `, cellFact(telling, cell, 'not recorded'), '.']
  const clause = cell.field.entity === entity.name ? clauseOfNothing(field, isYou, telling.question) : null
  if (clause) return [cellFact(telling, cell, 'No date is recorded'), ' on which ', ...whom, ` ${clause}.`]
  const due = dayPhrase(field)?.words
  const name = due ? `${due} date` : wordsFor(telling, entity, cell.field, field)
  return [cellFact(telling, cell, `No ${name} is recorded`), ' for ', ...whom, '.']
}

/** `renewals`, and not `status` or `address`. */
const isMany = (name: string): boolean => /[^siu]s$/.test(name)

const placeOf = ({ description, isStaff }: Telling, entity: Entity, row: FoundRow): Piece[] => {
  const parent = parentOf(description, entity, row)
  return parent ? [` of ${isOwned(entity, isStaff) ? 'your ' : ''}${parent}`] : []
}

/** By a name that says what it is, and not by its number. */
const isNamed = (description: RecordsDescription, entity: Entity): boolean => {
  const name = nameField(description, entity)
  return name !== null && (entity.label !== null || name.entity !== entity.name)
}

/** Which order an item is of, where several may be meant and nothing else says it. */
const ofParent = (telling: Telling, entity: Entity, row: FoundRow, told: readonly Cell[]): Piece[] => {
  const link = row.cells.find((cell) => cell.field.entity === entity.name && cell.field.field === linkOf(telling, entity))
  const parent = parentOf(telling.description, entity, row)
  return link && parent && !told.includes(link) && entity.owner.kind === 'via' ? [' of ', cellFact(telling, link, parent)] : []
}

const linkOf = ({ description }: Telling, { name, owner }: Entity): string | null =>
  description.relations.find(({ from, to }) => from.entity === name && owner.kind === 'via' && to.entity === owner.entity && from.fields.length === 1)?.from
    .fields[0] ?? null

const tellList = (telling: Telling, entity: Entity, request: FindRecords): Piece[] => {
  const { found, description, isStaff } = telling
  const shared = sharedParent(telling, entity, request)
  const lines = found.rows.map((row): Piece[] => {
    const cells = shownCells(telling, entity, request, row).filter((cell) => shared === null || !isLinkToParent(telling, entity, cell.field))
    const name = nameOf(description, entity, row) ?? (shared === null ? parentOf(description, entity, row) : null)
    const facts = factList(telling, cells)
    if (name === null) return facts.length > 0 ? facts : named(telling, entity, row, `${entity.name} ${row.id}`)
    const title = named(telling, entity, row, isNamed(description, entity) ? name : `${entity.name} ${name}`)
    const whole = [...title, ...(shared === null && isNamed(description, entity) ? ofParent(telling, entity, row, cells) : [])]
    return facts.length > 0 ? [...whole, ': ', ...facts] : whole
  })
  return [...heading(telling, entity, request, shared), ...lines.flatMap((line): Piece[] => ['\n- ', ...line]), ...more(telling, entity, isStaff)]
}

const heading = (telling: Telling, entity: Entity, request: FindRecords, shared: string | null): Piece[] => {
  const { found, description, isStaff } = telling
  const total = found.total
  const conditions = request.where.filter(({ field }) => shared === null || !isParentCondition(telling, entity, field))
  const fits = saidConditions(description, conditions, entity.name, total === 1)
  const count: Piece = total === null ? `many ${entity.plural}` : countFact(telling, total, countOf(entity, total))
  const start: Piece[] =
    shared !== null
      ? [sentenceCase(shared), ' has ', count]
      : isOwned(entity, isStaff)
        ? ['You have ', count]
        : [total === 1 ? 'There is ' : 'There are ', count]
  const isPart = total === null || total > found.rows.length
  const which = request.order === null && entity.newestBy ? 'latest' : 'first'
  return [...start, fits, isPart && found.rows.length > 1 ? `; the ${which} ${found.rows.length} are:` : ':']
}

const more = ({ found }: Telling, entity: Entity, isStaff: boolean): Piece[] => {
  const left = (found.total ?? 0) - found.rows.length - ((found.request as FindRecords).offset ?? 0)
  return left > 0 ? [`\nThe others are not shown: ask for fewer${isOwned(entity, isStaff) ? ` of your ${entity.plural}` : ''}, by a period or a value.`] : []
}

/** The one row that all of these belong to, when it was asked for. */
const sharedParent = (telling: Telling, entity: Entity, request: FindRecords): string | null => {
  const isAskedFor = request.within !== undefined || request.where.some(({ field }) => isParentCondition(telling, entity, field))
  if (!isAskedFor) return null
  const parents = new Set(telling.found.rows.map((row) => parentOf(telling.description, entity, row)))
  const [only] = parents
  return parents.size === 1 && only ? `${isOwned(entity, telling.isStaff) ? 'your ' : ''}${only}` : null
}

const isParentCondition = ({ description }: Telling, entity: Entity, field: FieldRef): boolean =>
  fieldOf(description, field)?.type === 'id' && (field.entity !== entity.name || isLink(description, entity, field))

const isLinkToParent = ({ description }: Telling, entity: Entity, field: FieldRef): boolean =>
  field.entity === entity.name && isLink(description, entity, field)

const isLink = ({ relations }: Telling['description'], entity: Entity, { field }: FieldRef): boolean =>
  relations.some(({ from }) => from.entity === entity.name && from.fields[0] === field)

/** What was asked for, or the usual; what names the row stands in its name already. */
const shownCells = ({ description }: Telling, entity: Entity, request: FindRecords, row: FoundRow): Cell[] => {
  const isAsked = ({ field }: Cell) => request.fields.some((ref) => ref.entity === field.entity && ref.field === field.field)
  if (request.fields.length > 0) {
    const order = (cell: Cell) => request.fields.findIndex((ref) => ref.entity === cell.field.entity && ref.field === cell.field.field)
    const asked = row.cells.filter(isAsked).toSorted((a, b) => order(a) - order(b))
    return asked.length > 1 ? asked.filter((cell) => !isName(description, entity, cell)) : asked
  }
  const own = row.cells.filter(({ field }) => field.entity === entity.name)
  const usual = own.filter(({ field }) => fieldOf(description, field)!.isUsual)
  return (usual.length > 0 ? usual : own).filter((cell) => !isName(description, entity, cell) && cell.value !== null)
}

const isName = (description: RecordsDescription, entity: Entity, { field }: Cell): boolean => {
  const name = nameField(description, entity)
  return field.entity === name?.entity && field.field === name.field
}

const factList = (telling: Telling, given: readonly Cell[]): Piece[] => {
  const cells = given.length > 1 ? given.filter(({ field, value }) => value !== field.entity) : given
  return cells.flatMap((cell, index): Piece[] => {
    const field = fieldOf(telling.description, cell.field)!
    const entity = entityNamed(telling.description, telling.found.request.entity)!
    const part = cell.value === null ? null : partOf(telling.description, field, cell.value, telling.question)
    const whose = cell.field.entity === entity.name ? '' : `${cell.field.entity} `
    const words = part ? whose + part : namedValue(telling, wordsFor(telling, entity, cell.field, field), field, cell.value)
    return [...(index > 0 ? [', '] : []), cellFact(telling, cell, words)]
  })
}

/** `amount €120.00`; what is called as it is measured is said once: `1,234.5 kWh`. */
const namedValue = (telling: Telling, name: string, field: Field, value: Cell['value']): string => {
  if (value === null) return `${name} not recorded`
  if (field.type === 'boolean') return `${name}: ${shown(telling, field, value)}`
  return name.toLowerCase() === field.unit?.toLowerCase() ? shown(telling, field, value) : `${name} ${shown(telling, field, value)}`
}

const wordsFor = ({ description, question }: Telling, entity: Entity, ref: FieldRef, field: Field): string => {
  const name = fieldWords(field, question)
  return ref.entity === entity.name || name.includes(ref.entity) ? name : `${entityNamed(description, ref.entity)!.name} ${name}`
}

const shown = ({ description }: Telling, field: Field, value: string | boolean): string => showValue(field, value, description)

/** The row's name, resting on the line of the card that holds it. */
export const named = (telling: Telling, entity: Entity, row: FoundRow, words: string): Piece[] => {
  const cell = nameCell(telling.description, entity, row)
  return cell ? [cellFact(telling, cell, words)] : [words]
}
