/** Sentences whose facts know what they rest on. */
import type { Citation, RecordCited } from '../../domain/answer.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { Cell, Figure, FoundRecords } from '../../domain/record-store.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { cardsOf, figureCard, recordId, type Card } from './card.ts'

/** What is told of one `FoundRecords`. */
export interface Telling {
  readonly description: RecordsDescription
  readonly isStaff: boolean
  /** In whose words things are named. */
  readonly question: string
  readonly found: FoundRecords
  readonly cards: ReadonlyMap<string, Card>
}

export const telling = (description: RecordsDescription, isStaff: boolean, question: string, found: FoundRecords): Telling => ({
  description,
  isStaff,
  question,
  found,
  cards: cardsOf(description, found.rows),
})

/** Words, or words with what they rest on. */
export type Piece = string | Fact

export interface Fact {
  readonly words: string
  readonly card: Card
  /** The line of the card that is quoted. */
  readonly line: string
  readonly record: RecordCited
}

export const cellFact = ({ description, cards }: Telling, cell: Cell, words: string): Fact => ({
  words,
  card: cards.get(recordId(description, cell.field.entity, cell.id))!,
  line: cell.field.field,
  record: { entity: cell.field.entity, id: cell.id, field: cell.field.field, value: cell.value === null ? null : String(cell.value) },
})

export const figureFact = ({ description, found }: Telling, figure: Figure, words: string): Fact => {
  const { request } = found
  const kind = request.kind === 'figure' ? request.figure : 'count'
  const of = request.kind === 'figure' ? request.of : null
  const entity = entityNamed(description, of?.entity ?? request.entity)!
  const card = figureCard(description, found, figure, kind, { entity, field: of && fieldOf(description, of) })
  const field = of?.field ?? entity.key[0] ?? ''
  return {
    words,
    card,
    line: 'value',
    record: { entity: entity.name, id: null, field, value: figure.value, figure: { kind, rows: figure.rows, ids: figure.ids } },
  }
}

/** How many rows there are, counted by the database: of those found, or without conditions. */
export const countFact = (telling: Telling, count: number, words: string, isWithout = false): Fact => {
  const { found } = telling
  const request = { ...found.request, ...(isWithout && { where: [] }) }
  const ids = isWithout ? [] : found.rows.map(({ id }) => id).slice(0, 50)
  const { within, ...rest } = request
  const counted = isWithout || !within ? rest : request
  const ofRows = {
    kind: 'figure',
    figure: 'count',
    of: null,
    by: null,
    entity: counted.entity,
    where: counted.where,
    limit: 1,
    ...(within && !isWithout && { within }),
  } as const
  return figureFact({ ...telling, found: { ...found, request: ofRows } }, { value: String(count), rows: count, ids, group: null }, words)
}

/** Text with citations over the words that rest on something; `answerStart` is counted from the text's beginning. */
export const written = (pieces: readonly Piece[]): { readonly text: string; readonly citations: readonly Citation[] } => {
  const citations: Citation[] = []
  let text = ''
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece
      continue
    }
    citations.push(citationOf(piece, text.length))
    text += piece.words
  }
  return { text, citations }
}

const citationOf = ({ words, card, line, record }: Fact, answerStart: number): Citation => {
  const { start, end } = card.lines.get(line) ?? { start: 0, end: card.text.indexOf('\n') === -1 ? card.text.length : card.text.indexOf('\n') }
  return {
    answerStart,
    answerEnd: answerStart + words.length,
    documentId: card.documentId,
    source: card.source,
    title: card.title,
    heading: '',
    version: card.version,
    page: null,
    quote: card.text.slice(start, end),
    start,
    end,
    verdict: 'supported',
    field: null,
    record,
  }
}
