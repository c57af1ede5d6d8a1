/** Figures as sentences; each number is the database's. */
import type { Entity, Field } from '../../domain/record-description.ts'
import type { FigureRecords } from '../../domain/record-request.ts'
import type { Figure } from '../../domain/record-store.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { keyedBy, namesRow } from '../keyed-by.ts'
import { figureFact, type Piece, type Telling } from './fact.ts'
import { saidConditions, saidWithin } from './said-condition.ts'
import { harmlessText } from '../harmless-text.ts'
import { showValue } from './show-value.ts'
import { countOf, fieldWords, isOwned, sentenceCase, wholeOf as rowsOf } from './words.ts'

export const tellFigures = (telling: Telling): Piece[] => {
  const { found, description } = telling
  const request = found.request as FigureRecords
  const entity = entityNamed(description, request.entity)!
  const field = request.of && fieldOf(description, request.of)
  return request.by ? tellGroups(telling, request, entity, field) : tellOne(telling, request, entity, field, found.figures[0]!)
}

const tellOne = (telling: Telling, request: FigureRecords, entity: Entity, field: Field | null, figure: Figure): Piece[] => {
  const isYours = isOwned(entity, telling.isStaff)
  const fits = fitting(telling, request, figure.rows === 1)
  if (request.figure === 'count' || !field) {
    const count = figureFact(telling, figure, countOf(entity, Number(figure.value ?? 0)))
    const whole = wholeOf(telling, request, entity)
    if (whole)
      return [
        `${sentenceCase(whole)} has `,
        count,
        fitting(telling, { ...request, where: request.where.filter((it) => !namesRow(telling.description, it)) }, figure.rows === 1),
        '.',
      ]
    return [isYours ? 'You have ' : figure.value === '1' ? 'There is ' : 'There are ', count, fits, '.']
  }
  const rows = rowsOf(entity, figure.rows)
  const whose = `${isYours ? 'your ' : ''}${rows}${fits}`
  if (figure.value === null) return [`No ${fieldWords(field, telling.question)} is recorded for `, figureFact(telling, figure, whose), '.']
  const value = figureFact(telling, figure, showValue(field, figure.value, telling.description))
  const name = fieldWords(field, telling.question)
  // Of one row there is nothing to add up or to compare.
  const opening = figure.rows === 1 ? `the ${name} of` : openings[request.figure](name, field)
  return [sentenceCase(`${opening} ${whose} is `), value, '.']
}

/** Of what was counted all belongs to one row that was named: `your order #W2611340`. */
const wholeOf = ({ description, isStaff }: Telling, { where }: FigureRecords, entity: Entity): string | null => {
  const [named, ...others] = where.filter((it) => namesRow(description, it))
  const of = named && others.length === 0 && named.values.length === 1 ? keyedBy(description, named.field) : null
  return of && of.name !== entity.name ? `${isOwned(of, isStaff) ? 'your ' : ''}${of.name} ${harmlessText(named!.values[0]!)}` : null
}

const isTime = ({ type }: Field): boolean => type === 'date' || type === 'time'
const openings: Record<Exclude<FigureRecords['figure'], 'count'>, (name: string, field: Field) => string> = {
  sum: (name) => `added up, the ${name} of`,
  average: (name) => `on average, the ${name} of`,
  least: (name, field) => `the ${isTime(field) ? 'earliest' : 'lowest'} ${name} of`,
  most: (name, field) => `the ${isTime(field) ? 'latest' : 'highest'} ${name} of`,
}

const fitting = ({ description, isStaff }: Telling, request: FigureRecords, isOne: boolean): string =>
  saidConditions(description, request.where, request.entity, isOne) + saidWithin(description, request, isStaff)

const tellGroups = (telling: Telling, request: FigureRecords, entity: Entity, field: Field | null): Piece[] => {
  const { description, found, isStaff, question } = telling
  const by = fieldOf(description, request.by!)!
  const what =
    request.figure === 'count' || !field ? `number of ${entity.plural}` : `${words[request.figure]} ${fieldWords(field, question)} of ${entity.plural}`
  const lines = found.figures.map((figure): Piece[] => {
    const group = figure.group?.value ?? null
    const label = group === null ? `no ${fieldWords(by)}` : showValue(by, group, description)
    const value = figure.value === null ? 'not recorded' : field && request.figure !== 'count' ? showValue(field, figure.value, description) : figure.value
    return ['\n- ', figureFact(telling, figure, `${label}: ${value}`)]
  })
  const whose = isOwned(entity, isStaff) ? `Your ${what}` : `The ${what}`
  const isCut = found.figures.length === request.limit ? ` (the ${request.limit} largest)` : ''
  return [`${whose}${fitting(telling, request, false)}, by ${fieldWords(by, question)}${isCut}:`, ...lines.flat()]
}

const words: Record<FigureRecords['figure'], string> = { count: 'number of', sum: 'total', average: 'average', least: 'lowest', most: 'highest' }
