/** A question with one word for each id, thing, year and month in it, so that what it asks is learned and not of what. */
import type { ValueMark } from '../read/values.ts'
import type { Seen } from '../read/seen.ts'
import { plainQuestion } from '../read/words.ts'
import { readIds } from '../read/ids.ts'
import type { Entity, RecordsDescription } from '../../domain/record-description.ts'
import { entityNamed, fieldOf } from '../described.ts'
import { contentsOf, mainEntity, stateOf } from '../read/relate.ts'

/** The words that stand for them; those of `evals/records/intents` are the same. */
export const masks = { id: '#W1234567', thing: 'lamp', year: '1997', month: 'March', state: 'pending', name: 'John Smith' } as const

/** `text`: as it was asked. */
export const maskedQuestion = (text: string, seen: Seen, values: readonly ValueMark[]): string => {
  const plain = plainQuestion(text)
  const ids = readIds(plain, seen.description)
  const withIds = ids.reduceRight((all, { start, end, words }) => all.slice(0, start) + words.replace(/\S+$/, masks.id) + all.slice(end), plain)
  // Of one row `delivered` is what is asked; of several it says which.
  const isOfMany = seen.ids.length + seen.places.length === 0
  const states = (isOfMany ? statesIn(seen) : []).map((words): [string, string] => [words, masks.state])
  const things = thingsIn(seen, values).map(({ words }): [string, string] => [words, masks.thing])
  const names = namesIn(seen, values).map((words): [string, string] => [words, masks.name])
  return [...things, ...states, ...names]
    .reduce((all, [words, mask]) => all.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(words)}(?![\\p{L}\\p{N}])`, 'giu'), mask), withIds)
    .replace(/\b(?:19|20)\d\d\b/g, masks.year)
    .replace(months, masks.month)
}

/** Names of what is sold, and not any word that stands in some row. */
export const thingsIn = ({ description }: Seen, values: readonly ValueMark[]): ValueMark[] =>
  values.filter(({ found }) =>
    found.some(({ field }) => {
      const entity = entityNamed(description, field.entity)
      return (
        entity?.label === field.field &&
        entity.name !== description.customers.entity &&
        fieldOf(description, field)?.type === 'text' &&
        isOfGoods(description, entity)
      )
    }),
  )

const isOfGoods = (description: RecordsDescription, { name, owner }: Entity): boolean => {
  const main = mainEntity(description)
  const inside = main && contentsOf(description, main.name)
  return (
    inside !== null &&
    (name === inside.name || (owner.kind === 'everyone' && description.relations.some(({ from, to }) => from.entity === inside.name && to.entity === name)))
  )
}

/** Words for where orders stand: `pending`. */
export const statesIn = ({ description, mentions, isStaff }: Seen): string[] => {
  const main = mainEntity(description)
  const state = main && stateOf(main, isStaff)
  return mentions
    .filter(({ meanings }) => meanings.some((it) => it.kind === 'choice' && it.field.entity === main?.name && it.field.field === state?.name))
    .map(({ words }) => words)
}

/** What is written as a name and nothing known: somebody else, most likely. */
const namesIn = ({ unknown, words, text }: Seen, values: readonly ValueMark[]): string[] =>
  unknown.flatMap(({ from, to }) => {
    if (values.some((value) => from < value.to && value.from < to)) return []
    const capital = words.slice(from, to).map(({ text: word }) => /^\p{Lu}/u.test(word))
    const [first, last] = [capital.indexOf(true), capital.lastIndexOf(true)]
    if (first < 0) return []
    const { start } = words[from + first]!
    const ahead = text.slice(0, start)
    const isName = last > first || (/\b(?:of|at|by|for|with|did|has) $/i.test(ahead) && first === 0)
    return isName && !/\b(?:my|our|an?|the|some|any|to|in|from|near|i'm|i am|name is|this is)(?: \p{L}+)? $/iu.test(ahead)
      ? [text.slice(start, words[from + last]!.end)]
      : []
  })

const months = /\b(?:January|February|April|May|June|July|August|September|October|November|December)\b/g
const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
