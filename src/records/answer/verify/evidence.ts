/** All that was found, as what a sentence may say: values with their own kinds, and the numbers that count them. */
import type { Field, FieldRef, RecordsDescription } from '../../../domain/record-description.ts'
import type { Cell, Figure, FoundRecords } from '../../../domain/record-store.ts'
import { entityNamed, fieldOf } from '../../described.ts'
import { harmlessText } from '../../harmless-text.ts'
import { bareWords } from '../said-condition.ts'
import { showValue } from '../show-value.ts'

export interface Evidence {
  readonly words: readonly WordsOf[]
  readonly amounts: readonly AmountOf[]
  readonly days: readonly DayOf[]
}

/** What a value rests on; null: only said again from the question's own conditions. */
export type Source = { readonly found: FoundRecords; readonly cell: Cell } | { readonly found: FoundRecords; readonly figure: Figure } | null

/** Ids, texts, choices: as they stand. */
export interface WordsOf {
  readonly text: string
  readonly source: Source
}

export interface AmountOf {
  /** Exact decimals that say it: as stored, and as shown. */
  readonly decimals: readonly string[]
  /** ISO 4217, or `''` for money of no known currency: it may stand behind a sign of money. Null: it is no money. */
  readonly money: string | null
  readonly source: Source
}

export interface DayOf {
  /** `1997-05-12` */
  readonly day: string
  readonly source: Source
}

export const evidenceOf = (description: RecordsDescription, all: readonly FoundRecords[]): Evidence => {
  const parts = all.flatMap((found) => [
    ...ofCells(description, found),
    ...ofFigures(description, found),
    ...ofCounts(found),
    ...ofConditions(description, found),
  ])
  return {
    words: parts.flatMap(({ words }) => words ?? []),
    amounts: parts.flatMap(({ amounts }) => amounts ?? []),
    days: parts.flatMap(({ days }) => days ?? []),
  }
}

type Part = { readonly [Kind in keyof Evidence]?: Evidence[Kind] }

const ofCells = (description: RecordsDescription, found: FoundRecords): Part[] =>
  [...found.rows.flatMap(({ cells }) => cells), ...found.figures.flatMap(({ group }) => group ?? [])].flatMap((cell) => {
    const field = fieldOf(description, cell.field)
    return field && cell.value !== null ? [ofValue(description, field, String(cell.value), { found, cell })] : []
  })

const ofFigures = (description: RecordsDescription, found: FoundRecords): Part[] => {
  const { request } = found
  if (request.kind !== 'figure') return []
  const field = request.figure !== 'count' && request.of ? fieldOf(description, request.of) : null
  return found.figures.flatMap((figure) => {
    const source = { found, figure }
    const rows: Part = { amounts: [{ decimals: [String(figure.rows)], money: null, source }] }
    if (figure.value === null) return [rows]
    return [rows, field ? ofValue(description, field, figure.value, source) : { amounts: [{ decimals: [figure.value], money: null, source }] }]
  })
}

/** Counted by the database; resting on the rows that were found. */
const ofCounts = (found: FoundRecords): Part[] => {
  const ids = found.rows.map(({ id }) => id)
  const counts = [found.total, found.without, found.rows.length, found.figures.length].filter((count) => count !== null)
  return counts.map((count) => ({
    amounts: [
      {
        decimals: [String(count)],
        money: null,
        source: { found, figure: { value: String(count), rows: count, ids: count >= ids.length ? ids : [], group: null } },
      },
    ],
  }))
}

/** What was asked for may be said again. */
const ofConditions = (description: RecordsDescription, { request }: FoundRecords): Part[] => [
  ...(request.within ? [{ words: [{ text: bareWords(request.within), source: null }] }] : []),
  ...[...request.where, ...(request.within?.where ?? [])].flatMap(({ field: ref, values, words }) => {
    const field = fieldOf(description, ref)
    const shown = values.flatMap((value) => (field ? [ofValue(description, field, value, null), ...dayBefore(field, value)] : []))
    return [...shown, { words: [{ text: words, source: null }] }]
  }),
]

/** A period is told by its last day, and read up to the day after. */
const dayBefore = ({ type }: Field, value: string): Part[] => {
  const at = type === 'date' || type === 'time' ? new Date(`${value.slice(0, 10)}T00:00:00Z`) : null
  return at && !Number.isNaN(at.getTime()) ? [{ days: [{ day: new Date(at.getTime() - 86_400_000).toISOString().slice(0, 10), source: null }] }] : []
}

const ofValue = (description: RecordsDescription, field: Field, value: string, source: Source): Part => {
  const shown = showValue(field, value, description)
  switch (field.type) {
    case 'money':
      return { amounts: [{ decimals: [value, shown.replace(/[^\d.-]/g, '')], money: field.currency ?? description.currency ?? '', source }] }
    case 'count':
    case 'number':
      return { amounts: [{ decimals: [value], money: null, source }] }
    case 'date':
    case 'time':
      return {
        days: [{ day: value.slice(0, 10), source }],
        words: value.includes('T')
          ? [
              { text: value.slice(11, 16), source },
              { text: shown, source },
            ]
          : [],
      }
    case 'boolean':
      return {}
    case 'properties':
      return { words: [{ text: shown, source }, ...propertyWords(value).map((text) => ({ text, source }))] }
    case 'choice':
      return { words: [harmlessText(value), shown, ...(field.values[value] ?? [])].map((text) => ({ text, source })) }
    default:
      return { words: [{ text: harmlessText(value), source }] }
  }
}

const propertyWords = (value: string): string[] => {
  try {
    return Object.entries(JSON.parse(value) as Record<string, unknown>).flatMap(([name, held]) =>
      [String(held), `${name} ${String(held)}`, name].map(harmlessText),
    )
  } catch {
    return []
  }
}

/** Other things' values must not be said of what was found: those that the description lists. */
export const otherChoices = (description: RecordsDescription, all: readonly FoundRecords[]): ReadonlyMap<string, FieldRef> => {
  const names = new Set(
    description.entities
      .flatMap(({ name, plural, called, fields }) => [
        name,
        plural,
        ...called,
        ...fields.flatMap((field) => [field.name.replaceAll('_', ' '), ...field.called]),
      ])
      .map((it) => it.toLowerCase()),
  )
  const entities = new Set(all.flatMap(({ request, rows }) => [request.entity, ...rows.flatMap(({ cells }) => cells.map(({ field }) => field.entity))]))
  return new Map(
    [...entities].flatMap((name) =>
      (entityNamed(description, name)?.fields ?? [])
        .filter(({ type }) => type === 'choice')
        .flatMap((field) => Object.keys(field.values).map((value) => [value.replaceAll('_', ' ').toLowerCase(), { entity: name, field: field.name }] as const))
        .filter(([value]) => /\p{L}{3}/u.test(value) && !names.has(value)),
    ),
  )
}
