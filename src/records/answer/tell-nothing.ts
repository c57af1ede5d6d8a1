/**
 * Nothing was found: what was looked for is said, and how many there are without that, so that "none like that" is never told as "none". A row of
 * somebody else and one that is not there come to the same words, because the same statements gave the same nothing.
 */
import type { Entity } from '../../domain/record-description.ts'
import type { Condition, FindRecords } from '../../domain/record-request.ts'
import { entityNamed } from '../described.ts'
import { keyedBy, namesRow } from '../keyed-by.ts'
import { cellFact, countFact, type Piece, type Telling } from './fact.ts'
import { saidConditions, saidWithin } from './said-condition.ts'
import { harmlessText } from '../harmless-text.ts'
import { showValue } from './show-value.ts'
import { named } from './tell-rows.ts'
import { countOf, fieldWords, isOwned, listed, rowWords, sentenceCase } from './words.ts'

/** `whole`: the row that what was looked for would belong to, where that is there. */
export const tellNothing = (telling: Telling, whole: Telling | null): Piece[] => {
  const { description, found, isStaff } = telling
  const { request } = found
  const entity = entityNamed(description, request.entity)!
  const isYours = isOwned(entity, isStaff)
  const without = found.without ?? found.total
  if (whole && whole.found.rows.length > 0) return wholeHasNone(telling, entity, whole)
  const ids = request.where.filter((it) => namesRow(description, it))
  if (ids.length > 0) return [...notThere(telling, entity, ids[0]!), ...(keyedBy(description, ids[0]!.field) === entity ? inAll(telling, entity, without) : [])]
  if (without === 0) return [countFact(telling, 0, isYours ? `You have no ${entity.plural}` : `There are no ${entity.plural}`, true), '.']
  if (request.kind === 'find' && request.offset > 0 && request.where.length === 0) return notSoMany(telling, entity, request, without)
  const fits = saidConditions(description, request.where, entity.name) + saidWithin(description, request, isStaff)
  return [countFact(telling, 0, `${isYours ? 'You have' : 'There are'} no ${entity.plural}${fits}`), '.', ...inAll(telling, entity, without)]
}

/** `Your order #W2611340 has no tracking numbers; its status is pending.` */
const wholeHasNone = (telling: Telling, entity: Entity, whole: Telling): Piece[] => {
  const { description, isStaff, found } = telling
  const of = entityNamed(description, whole.found.request.entity)!
  const row = whole.found.rows[0]!
  const conditions = found.request.where.filter((it) => !namesRow(description, it) && it.field.entity !== of.name)
  const fits = saidConditions(description, conditions, entity.name)
  const state = of.fields.find(({ type, isUsual }) => type === 'choice' && isUsual)
  const cell = row.cells.find(({ field, value }) => field.entity === of.name && field.field === state?.name && value !== null)
  const its: Piece[] = state && cell ? [`; its ${fieldWords(state)} is `, cellFact(whole, cell, showValue(state, cell.value!, description))] : []
  return [
    ...named(whole, of, row, sentenceCase(rowWords(description, of, row, isStaff))),
    ' has ',
    countFact(telling, 0, `no ${entity.plural}${fits}`),
    ...its,
    '.',
  ]
}

const inAll = (telling: Telling, entity: Entity, without: number | null): Piece[] =>
  without === null || without === 0
    ? []
    : [isOwned(entity, telling.isStaff) ? ' You have ' : ' There are ', countFact(telling, without, `${countOf(entity, without)} in all`, true), '.']

/** `No order #W2611340 was found among your orders.` */
const notThere = (telling: Telling, entity: Entity, condition: Condition): Piece[] => {
  const { description, isStaff } = telling
  const of = entityNamed(description, condition.field.entity)!
  const named = listed(condition.values.map(harmlessText), 'or')
  const whole = keyedBy(description, condition.field) ?? of
  const among = isOwned(whole, isStaff) ? ` among your ${whole.plural}` : ''
  const what = whole === entity ? '' : `, so there are no ${entity.plural} of it to show`
  return [countFact(telling, 0, `No ${whole.name} ${named} was found${among}`), `${what}.`]
}

const notSoMany = (telling: Telling, entity: Entity, { offset }: FindRecords, without: number | null): Piece[] => {
  const isYours = isOwned(entity, telling.isStaff)
  if (without === null) return [`There are not so many ${entity.plural}.`]
  return [
    isYours ? 'You have only ' : 'There are only ',
    countFact(telling, without, countOf(entity, without), true),
    offset >= without ? ', so there is none further on.' : '.',
  ]
}
