/** Ids in a question, as descriptions show them (`like`) or as keys named by their entity: `order W2611340`, `#w2611340`, `order number 10248`. */
import type { Entity, Field, FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import { rootOf, wordsOfName } from './words.ts'

export interface IdMark {
  /** Those whose values look like it, the likeliest first. */
  readonly fields: readonly FieldRef[]
  /** As it is stored. */
  readonly value: string
  readonly start: number
  readonly end: number
  readonly words: string
}

export const readIds = (text: string, description: RecordsDescription): IdMark[] => {
  const marks: IdMark[] = []
  for (const shape of shapesOf(description))
    for (const form of shape.forms)
      for (const match of text.matchAll(form)) {
        const digits = match.groups!['digits']!
        const [start, end] = [match.index, match.index + match[0].length]
        const overlapping = marks.find((mark) => start < mark.end && mark.start < end)
        const mark = {
          fields: shape.fields,
          value: shape.prefix + (shape.like === undefined ? digits : shape.like === shape.like.toUpperCase() ? digits.toUpperCase() : digits),
          start,
          end,
          words: match[0],
        }
        if (!overlapping) marks.push(mark)
        else if (
          overlapping.value.length < mark.value.length ||
          (overlapping.value !== mark.value && isNamed(text, mark, description) && !isNamed(text, overlapping, description))
        )
          marks[marks.indexOf(overlapping)] = mark
      }
  return marks.sort((one, other) => one.start - other.start)
}

/** Is its entity, or its field, the word before it? */
const isNamed = (text: string, { fields, start }: IdMark, description: RecordsDescription): boolean => {
  const before =
    text
      .slice(0, start)
      .toLowerCase()
      .match(/\p{L}+/gu)
      ?.slice(-3)
      .map(rootOf) ?? []
  return fields.some((field) => namesFor(description, field).some((name) => before.includes(rootOf(name))))
}

interface Shape {
  readonly fields: readonly FieldRef[]
  /** What stands before its digits as it is stored. */
  readonly prefix: string
  readonly forms: readonly RegExp[]
  /** Its letters and signs, where they stand between digits: as they are stored, whatever their case in a question. */
  readonly like?: string
}

const shapes = new WeakMap<RecordsDescription, readonly Shape[]>()
const shapesOf = (description: RecordsDescription): readonly Shape[] => {
  let found = shapes.get(description)
  if (!found) shapes.set(description, (found = makeShapes(description)))
  return found
}

const makeShapes = (description: RecordsDescription): Shape[] => {
  const alike = new Map<string, { entity: Entity; field: Field }[]>()
  for (const entity of description.entities)
    for (const field of entity.fields) {
      const isKey = entity.key.length === 1 && entity.key[0] === field.name
      const like = field.like ?? (isKey && (field.type === 'id' || field.type === 'count') ? '1' : null)
      if (like !== null && /\d/.test(like)) alike.set(like.replace(/\d/g, '0'), [...(alike.get(like.replace(/\d/g, '0')) ?? []), { entity, field }])
    }
  return [...alike].flatMap(([like, fields]) => shapeOf(like, fields, description)).sort((one, other) => other.prefix.length - one.prefix.length)
}

/** Its last run of digits varies in length; what stands before it may be left out where a word says what it is. */
const shapeOf = (like: string, fields: readonly { entity: Entity; field: Field }[], description: RecordsDescription): Shape[] => {
  const parts = /^(?<prefix>\P{N}*)(?<digits>0+)$/u.exec(like)?.groups
  if (!parts) return shapeInParts(like, fields)
  const prefix = parts['prefix']!
  const count = parts['digits']!.length
  const refs = fields.map(({ entity, field }) => ({ entity: entity.name, field: field.name, isKey: entity.key.length === 1 && entity.key[0] === field.name }))
  const ordered = [...refs.filter(({ isKey }) => isKey), ...refs.filter(({ isKey }) => !isKey)].map(({ entity, field }) => ({ entity, field }))
  const names = [...new Set(ordered.flatMap((field) => namesFor(description, field)))].filter((name) => name !== 'number').map(escape)
  const letters = prefix.replace(/[^\p{L}]/gu, '')
  const signs = prefix.includes('#') ? '#?' : ''
  const marker = prefix === '' ? '' : [...prefix].map((sign) => (/\p{L}/u.test(sign) ? sign : sign === '#' ? '#?' : `[\\s${escape(sign)}]?`)).join('\\s?')
  // A year is none of numbers that are longer.
  const noYear = count !== 4 && fields.some(({ field }) => field.like !== null) ? '(?!(?:19|20)\\d\\d(?!\\d))' : ''
  const forms = [
    ...(letters === ''
      ? []
      : [
          new RegExp(
            `(?<![\\p{L}\\p{N}_]|\\p{L}-)${marker}${count < 5 && letters.length < 2 ? '-?' : '[\\s-]?'}(?<digits>\\d{2,${Math.max(count + 3, 6)}})(?![\\p{L}\\p{N}_])`,
            'giu',
          ),
        ]),
    ...(letters === '' && count >= 5 ? [new RegExp(`(?<![\\p{L}\\p{N}_$€£.,-])#?(?<digits>\\d{${count}})(?![\\p{L}\\p{N}_]|[.,]\\d)`, 'gu')] : []),
    ...(names.length === 0 || (letters.length > 3 && prefix.includes('_'))
      ? []
      : [
          new RegExp(
            `(?<=(?<![\\p{L}\\p{N}])(?:${names.join('|')})s?'?s?,?(?: (?:number|numbers|no\\.?|nr\\.?|num|id|ids|code|with the number|is|numbered))*:? ?["']?)#?${letters ? `(?:${letters})?` : signs}${letters ? '' : noYear}(?<digits>\\d{1,${Math.max(count + 3, 6)}})(?![\\p{L}\\p{N}_]|[.,]\\d|-\\d)(?! (?:items?|times|days|weeks|months|orders|years))`,
            'giu',
          ),
        ]),
    ...(letters === '' && fields.some(({ field }) => field.like !== null)
      ? [new RegExp(`(?<![\\p{L}\\p{N}_])#\\s?(?<digits>\\d{1,${count + 3}})(?![\\p{L}\\p{N}_])`, 'gu')]
      : []),
    new RegExp(
      `(?<=\\d{${Math.min(count, 3)},}["']?(?:,| and| or|, and| &| vs\\.?| versus) ?(?:the )?)#?${letters ? `(?:${letters})?` : ''}(?<digits>\\d{${count}})(?![\\p{L}\\p{N}_])`,
      'giu',
    ),
  ]
  return [{ fields: ordered, prefix, forms }]
}

/** `INV-2024-0001`: several runs of digits, each as long as in the example. */
const shapeInParts = (like: string, fields: readonly { entity: Entity; field: Field }[]): Shape[] => {
  const parts = like.match(/0+|[^0]+/g) ?? []
  if (parts.length > 8 || !like.endsWith('0')) return []
  const form = parts.map((part) => (part.startsWith('0') ? `\\d{${part.length}}` : escape(part).replace(/^#/, '#?'))).join('')
  return [
    {
      fields: fields.map(({ entity, field }) => ({ entity: entity.name, field: field.name })),
      prefix: '',
      forms: [new RegExp(`(?<![\\p{L}\\p{N}_])(?<digits>${form})(?![\\p{L}\\p{N}_])`, 'giu')],
      like: parts.filter((part) => !part.startsWith('0')).join(''),
    },
  ]
}

const namesFor = (description: RecordsDescription, { entity, field }: FieldRef): string[] => {
  const described = description.entities.find(({ name }) => name === entity)!
  const isKey = described.key.includes(field)
  const ofEntity = isKey && described.key.length === 1 ? [described.name, described.plural, ...described.called] : []
  const own = described.fields.find(({ name }) => name === field)!
  return [
    ...ofEntity,
    ...[own.name, ...own.called].map((name) =>
      wordsOfName(name)
        .join(' ')
        .replace(/ (?:id|ids)$/, ''),
    ),
  ]
    .map((name) => name.toLowerCase())
    .filter((name) => name.length > 1 && name !== 'id')
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
