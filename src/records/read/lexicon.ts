/** Every word that a description gives to its entities, fields and choices, to be found in questions. */
import type { Entity, Field, FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import { foldOf, rootOf, wordsOfName } from './words.ts'

export type Meaning =
  | { readonly kind: 'entity'; readonly entity: string }
  /** `part`: one word of a longer name, `date` is none: `shipped` of `shipped_date`. */
  | { readonly kind: 'field'; readonly field: FieldRef; readonly part: boolean }
  | { readonly kind: 'choice'; readonly field: FieldRef; readonly value: string }

export interface Lexicon {
  /** By the roots of its words. */
  readonly names: ReadonlyMap<string, readonly Meaning[]>
  /** By its folded words: a choice is what it says, not its family. */
  readonly choices: ReadonlyMap<string, readonly Meaning[]>
  /** As they are written, for those that are misspelt. */
  readonly words: ReadonlySet<string>
  /** By the roots of choices of one word, for what somebody did: `did I miss` is `missed`. */
  readonly deeds: ReadonlyMap<string, readonly Meaning[]>
  readonly longest: number
}

/** Made once a description. */
export const lexiconOf = (description: RecordsDescription): Lexicon => {
  let lexicon = made.get(description)
  if (!lexicon) made.set(description, (lexicon = make(description)))
  return lexicon
}
const made = new WeakMap<RecordsDescription, Lexicon>()

const make = ({ entities }: RecordsDescription): Lexicon => {
  const names = new Map<string, Meaning[]>()
  const choices = new Map<string, Meaning[]>()
  const words = new Set<string>()
  const deeds = new Map<string, Meaning[]>()
  let longest = 1
  // The `order` of `order_id` is the order, and no part of a name.
  const things = new Set(entities.flatMap(({ name }) => wordsOfName(name).map(rootOf)))
  const note = (into: Map<string, Meaning[]>, phrase: readonly string[], fold: (word: string) => string, meaning: Meaning): void => {
    if (phrase.length === 0 || phrase.length > 6) return
    const key = phrase.map(fold).join(' ')
    const meanings = into.get(key)
    if (meanings?.some((known) => isSame(known, meaning))) return
    if (meanings) meanings.push(meaning)
    else into.set(key, [meaning])
    longest = Math.max(longest, phrase.length)
    // `giftcard`, `postcode`.
    if (phrase.length === 2 && phrase.every((word) => word.length > 3)) note(into, [phrase.join('')], fold, meaning)
    for (const word of phrase) if (word.length > 4) words.add(word)
  }
  for (const entity of entities) {
    for (const name of [entity.name, entity.plural, ...entity.called]) note(names, wordsOfName(name), rootOf, { kind: 'entity', entity: entity.name })
    const postal = entity.fields.filter(({ name, visibleTo }) => visibleTo === 'customer' && /^(?:street|city|town|zip|postcode|postal_code)$/.test(name))
    if (postal.length > 1 && !entity.fields.some(({ name, called }) => [name, ...called].some((word) => /address/i.test(word))))
      note(names, ['address'], rootOf, { kind: 'field', field: { entity: entity.name, field: postal[0]!.name }, part: false })
    for (const field of entity.fields) {
      const ref: FieldRef = { entity: entity.name, field: field.name }
      for (const phrase of namesOf(entity, field)) note(names, phrase, rootOf, { kind: 'field', field: ref, part: false })
      for (const phrase of partsOf(field)) if (!things.has(rootOf(phrase[0]!))) note(names, phrase, rootOf, { kind: 'field', field: ref, part: true })
      for (const [value, called] of Object.entries(field.values))
        for (const phrase of [value, ...called].map(wordsOfName))
          if (tells(phrase)) {
            note(choices, phrase, foldOf, { kind: 'choice', field: ref, value })
            // `PayPal` is written as one word.
            if (phrase.length > 1 && /^[\p{L}\p{N}]+$/u.test(value) && rootOf(value.toLowerCase()) === rootOf(phrase.join('')))
              note(choices, [value.toLowerCase()], foldOf, { kind: 'choice', field: ref, value })
            if (phrase.length === 1 && phrase[0]!.endsWith('ed')) note(deeds, phrase, rootOf, { kind: 'choice', field: ref, value })
          }
    }
  }
  return { names, choices, deeds, words, longest }
}

/** `customer_name` of a customer is also its `name`, `status` of an order also `order status`. */
const namesOf = (entity: Entity, field: Field): string[][] => {
  const own = wordsOfName(entity.name)
  const said = [field.name, ...field.called].map(wordsOfName)
  // `tracking_no` is the tracking number.
  const phrases = [
    ...said,
    ...said.filter((phrase) => phrase.length > 1 && /^(?:no|nr)$/.test(phrase.at(-1)!)).map((phrase) => [...phrase.slice(0, -1), 'number']),
  ]
  const shorter = phrases
    .filter((phrase) => phrase.length > own.length && own.every((word, index) => rootOf(phrase[index]!) === rootOf(word)))
    .map((phrase) => phrase.slice(own.length))
  const undated = isDate(field)
    ? phrases.filter((phrase) => phrase.length > 1 && endings.has(phrase.at(-1)!) && phrase.at(-1) !== 'by').map((phrase) => phrase.slice(0, -1))
    : []
  const all = [
    ...phrases,
    ...shorter.filter(
      (phrase) => (!endings.has(phrase.join(' ')) || phrase[0] === 'name') && phrase.some((word) => word.length > 3 && word !== 'with' && word !== 'from'),
    ),
  ]
  return [...all, ...all.map((phrase) => [...own, ...phrase]), ...undated.filter((phrase) => rootOf(phrase.join(' ')) !== rootOf(entity.name))]
}

const partsOf = (field: Field): string[][] => {
  const words = wordsOfName(field.name)
  return words.length === 1
    ? []
    : words.filter((word) => word.length > 2 && !endings.has(word) && !['with', 'from', 'for', 'and', 'until'].includes(word)).map((word) => [word])
}

const isDate = ({ type }: Field): boolean => type === 'date' || type === 'time'
const endings = new Set([
  'date',
  'time',
  'day',
  'at',
  'on',
  'id',
  'ids',
  'number',
  'no',
  'name',
  'code',
  'key',
  'of',
  'by',
  'the',
  'is',
  'has',
  'last',
  'first',
  'full',
  'given',
  'family',
  'per',
  'unit',
  'in',
  'to',
  'method',
])

/** A value of one letter, a number, or a plain yes says nothing by itself. */
const tells = (phrase: readonly string[]): boolean =>
  phrase.some((word) => word.length > 2 && !/^\d+$/.test(word)) && !['yes', 'true', 'false', 'not', 'none', 'other'].includes(phrase.join(' '))

const isSame = (one: Meaning, other: Meaning): boolean =>
  one.kind === 'entity'
    ? other.kind === 'entity' && other.entity === one.entity
    : one.kind === other.kind &&
      one.field.entity === other.field.entity &&
      one.field.field === other.field.field &&
      (one.kind !== 'choice' || other.kind !== 'choice' || one.value === other.value)
