/** What was found, in sentences that each rest on it. */
import type { Citation } from '../../domain/answer.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { FoundRecords } from '../../domain/record-store.ts'
import type { Card } from './card.ts'
import { telling, written, type Fact, type Piece, type Telling } from './fact.ts'
import { tellFigures } from './tell-figures.ts'
import { tellNothing } from './tell-nothing.ts'
import { tellRows } from './tell-rows.ts'
import { harmlessText } from '../harmless-text.ts'
import { withoutFaults } from './verify/without-faults.ts'
import { yesOrNo } from './yes-or-no.ts'
import { entityNamed } from '../described.ts'
import { isOwned, listed } from './words.ts'

export interface ToldRecords {
  readonly text: string
  readonly citations: readonly Citation[]
  /** Those cited, each once, and those of all rows that were found. */
  readonly cards: readonly Card[]
}

export interface ToldTo {
  readonly description: RecordsDescription
  readonly isStaff: boolean
  readonly question: string
  /** "Yes" or "no" comes first where it asks for that. */
  readonly mayConfirm: boolean
}

export const tellRecords = (to: ToldTo, found: readonly LookedUp[]): ToldRecords => withoutFaults(tellUnchecked(to, found), allFound(found), to.description)

/** As the rules word it, before the last gate. */
export const tellUnchecked = ({ description, isStaff, question, mayConfirm }: ToldTo, found: readonly LookedUp[]): ToldRecords => {
  const pieces = found.flatMap((it, index): Piece[] => {
    const about = telling(description, isStaff, question, it.instead ?? it.found)
    const confirmed = mayConfirm && found.length === 1 ? yesOrNo(question, it, about) : ''
    return [...(index > 0 ? ['\n'] : []), confirmed, ...tellOne(about, it.whole && telling(description, isStaff, question, it.whole)), ...missingIds(about)]
  })
  const cards = new Map(found.flatMap((it) => [...telling(description, isStaff, question, it.instead ?? it.found).cards]))
  for (const piece of pieces) if (isFact(piece)) cards.set(piece.card.documentId, piece.card)
  return { ...written(pieces), cards: [...cards.values()] }
}

export interface LookedUp {
  readonly found: FoundRecords
  /** The same row without the other conditions. */
  readonly instead: FoundRecords | null
  /** The row that what was looked for belongs to, where nothing of it was found: the order of a tracking number. */
  readonly whole: FoundRecords | null
}

/** All that was read for them. */
export const allFound = (looks: readonly LookedUp[]): FoundRecords[] =>
  looks.flatMap(({ found, instead, whole }) => [found, instead, whole].filter((one) => one !== null))

const isFact = (piece: Piece): piece is Fact => typeof piece !== 'string'

const tellOne = (about: Telling, whole: Telling | null): Piece[] => {
  const { found } = about
  if (found.request.kind === 'find') return found.rows.length === 0 ? tellNothing(about, whole) : tellRows(about)
  const isEmpty = found.figures.every(({ rows }) => rows === 0)
  return isEmpty && (found.request.figure !== 'count' || found.without !== null) ? tellNothing(about, whole) : tellFigures(about)
}

/** Of several that were named, those that are not among the rows. */
const missingIds = ({ found, description, isStaff }: Telling): Piece[] => {
  const { request } = found
  if (request.kind !== 'find' || found.rows.length === 0 || (found.total ?? 0) > found.rows.length) return []
  const entity = entityNamed(description, request.entity)!
  const named = request.where.find(
    ({ field, is, values }) => is === 'equal' && values.length > 1 && field.entity === entity.name && entity.key.length === 1 && entity.key[0] === field.field,
  )
  const missing = named?.values.filter((id) => found.rows.every((row) => row.id !== id)) ?? []
  return missing.length === 0
    ? []
    : [`\nNo ${entity.name} ${listed(missing.map(harmlessText), 'or')} was found${isOwned(entity, isStaff) ? ` among your ${entity.plural}` : ''}.`]
}
