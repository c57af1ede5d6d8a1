/** A record as a text that can be cited: its name, then a line for each field that its reader may see, in the order of the description. */
import { sha256 } from '../../base/id.ts'
import type { Passage, Span } from '../../domain/document.ts'
import type { Entity, Field, RecordsDescription } from '../../domain/record-description.ts'
import type { Cell, Figure, FoundRecords, FoundRow } from '../../domain/record-store.ts'
import { entityNamed } from '../described.ts'
import { saidCondition } from './said-condition.ts'
import { harmlessText } from '../harmless-text.ts'
import { showValue } from './show-value.ts'
import { fieldWords } from './words.ts'

export interface Card {
  /** `record:shop:order:#W2611340` */
  readonly documentId: string
  /** `order/#W2611340` */
  readonly source: string
  readonly title: string
  /** SHA-256 of the text. */
  readonly version: string
  readonly text: string
  /** Where a field's line stands in the text. */
  readonly lines: ReadonlyMap<string, Span>
}

/** All records whose cells were found, each once, by `documentId`. */
export const cardsOf = (description: RecordsDescription, rows: readonly FoundRow[]): ReadonlyMap<string, Card> => {
  const records = Map.groupBy(
    rows.flatMap(({ cells }) => cells),
    (cell) => recordId(description, cell.field.entity, cell.id),
  )
  return new Map([...records].map(([id, cells]) => [id, recordCard(description, cells)]))
}

export const recordId = ({ collection }: RecordsDescription, entity: string, id: string): string => `record:${collection}:${entity}:${id}`

export const recordCard = (description: RecordsDescription, cells: readonly Cell[]): Card => {
  const { field, id } = cells[0]!
  const entity = entityNamed(description, field.entity)!
  const values = new Map(cells.map((cell) => [cell.field.field, cell.value]))
  const lines = entity.fields
    .filter(({ name }) => values.has(name))
    .map((it) => ({ name: it.name, text: `${fieldWords(it)}: ${storedWords(description, it, values.get(it.name) ?? null)}` }))
  const title = `${entity.name} ${harmlessText(id)}`
  return cardWith({ documentId: recordId(description, entity.name, id), source: `${entity.name}/${harmlessText(id)}`, title }, lines)
}

/** A figure's: what was computed, over which rows. */
export const figureCard = (
  description: RecordsDescription,
  { request }: FoundRecords,
  figure: Figure,
  kind: string,
  of: { entity: Entity; field: Field | null },
): Card => {
  const what = `${kind} of ${of.field ? `${fieldWords(of.field)} of ${of.entity.plural}` : of.entity.plural}`
  const conditions = request.where.map((it) => saidCondition(description, it, request.entity))
  const lines = [
    ...(conditions.length > 0 || request.within
      ? [{ name: 'where', text: `where: ${[...conditions, ...(request.within ? [harmlessText(request.within.words)] : [])].join('; ')}` }]
      : []),
    ...(figure.group
      ? [
          {
            name: 'group',
            text: `${fieldWords(fieldIn(description, figure.group))}: ${storedWords(description, fieldIn(description, figure.group), figure.group.value)}`,
          },
        ]
      : []),
    {
      name: 'value',
      text: `value: ${figure.value === null ? 'none' : of.field && kind !== 'count' ? storedWords(description, of.field, figure.value) : figure.value}`,
    },
    { name: 'rows', text: `rows: ${figure.rows}` },
    ...(figure.ids.length > 0 ? [{ name: 'ids', text: `of: ${figure.ids.map(harmlessText).join(', ')}${figure.rows > figure.ids.length ? ', …' : ''}` }] : []),
  ]
  const documentId = `record:${description.collection}:figure:${sha256(JSON.stringify([what, lines])).slice(0, 16)}`
  return cardWith({ documentId, source: `${of.entity.name}/${what}`, title: what }, lines)
}

const fieldIn = (description: RecordsDescription, { field }: Cell): Field =>
  entityNamed(description, field.entity)!.fields.find(({ name }) => name === field.field)!

const cardWith = (head: Pick<Card, 'documentId' | 'source' | 'title'>, lines: readonly { readonly name: string; readonly text: string }[]): Card => {
  const spans = new Map<string, Span>()
  let text = head.title
  for (const line of lines) {
    spans.set(line.name, { start: text.length + 1, end: text.length + 1 + line.text.length })
    text += `\n${line.text}`
  }
  return { ...head, version: sha256(text), text, lines: spans }
}

/** As it is stored, with what a reader needs to know what it is. */
const storedWords = (description: RecordsDescription, field: Field, value: Cell['value']): string => {
  if (value === null) return 'none'
  if (field.type === 'money') return harmlessText([String(value), field.currency ?? description.currency ?? ''].join(' '))
  if (field.type === 'properties' || field.type === 'boolean' || field.type === 'choice') return showValue(field, value, description)
  return harmlessText(String(value)) + (field.unit ? ` ${field.unit}` : '')
}

/** For whoever shows what an answer rests on. */
export const cardPassage = (collection: string, card: Card): Passage => ({
  start: 0,
  end: card.text.length,
  chunkId: card.documentId,
  documentId: card.documentId,
  collection,
  source: card.source,
  title: card.title,
  heading: '',
  version: card.version,
  language: 'en',
  text: card.text,
  pageStarts: [0],
  score: 1,
  ranks: { vector: null, words: null },
  similarity: null,
  wordScore: 0,
})
