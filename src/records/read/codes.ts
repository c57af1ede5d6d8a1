/** Ids whose form no example shows, `R-2026-335`: one of one's own, or one that nothing has; never a part of another. */
import type { FieldRef } from '../../domain/record-description.ts'
import { fieldOf } from '../described.ts'
import type { IdMark } from './ids.ts'
import type { Meaning } from './lexicon.ts'
import type { Seen } from './seen.ts'
import type { ValueMark } from './values.ts'

export const withCodes = (seen: Seen, values: readonly ValueMark[]): { seen: Seen; values: readonly ValueMark[] } => {
  const codes = codesIn(seen)
  if (codes.length === 0) return { seen, values }
  const isInside = (value: ValueMark): boolean => codes.some(({ from, to }) => value.from < to && from < value.to)
  const isNamed = ({ from, to }: Code, value: ValueMark): boolean => value.from === from && value.to === to
  // A thing may be called so: `XPS-1300`.
  const named = values.filter((value) => codes.some((code) => isNamed(code, value) && idsOf(seen, code, value).length === 0))
  const marks = codes.flatMap((code): IdMark[] => {
    const { start, end, words } = code
    const value = values.find((each) => isNamed(code, each))
    if (value && named.includes(value)) return []
    const [found] = value ? idsOf(seen, code, value) : []
    const fields = found ? [found.field] : keysWithoutForm(seen)
    return fields.length === 0 ? [] : [{ fields, value: found?.value ?? words.toUpperCase(), start, end, words }]
  })
  const isTaken = (word: number): boolean => codes.some(({ from, to, start }) => word >= from && word < to && marks.some((mark) => mark.start === start))
  return {
    seen: {
      ...seen,
      ids: [...seen.ids, ...marks].sort((one, other) => one.start - other.start),
      unknown: seen.unknown.flatMap(({ from, to }) => {
        const left = Array.from({ length: to - from }, (_, index) => from + index).filter((word) => !isTaken(word))
        return left.length === to - from ? [{ from, to }] : left.map((word) => ({ from: word, to: word + 1 }))
      }),
    },
    values: values.filter((value) => !isInside(value) || named.includes(value)),
  }
}

interface Code {
  readonly from: number
  readonly to: number
  readonly start: number
  readonly end: number
  readonly words: string
}

/** Letters, then numbers with hyphens or strokes: three digits at least. */
const codesIn = ({ text, words, ids, times }: Seen): Code[] =>
  [...text.matchAll(/(?<![\p{L}\p{N}_-])\p{L}{1,6}[-/]\d+(?:[-/][\p{L}\d]+)*(?![\p{L}\p{N}_])/gu)].flatMap(({ 0: found, index: start }) => {
    const end = start + found.length
    const from = words.findIndex((word) => word.start >= start)
    const to = words.findLastIndex((word) => word.end <= end) + 1
    const isOther = [...ids, ...times].some((mark) => mark.start < end && start < mark.end)
    return isOther || found.replace(/\D/g, '').length < 3 || from < 0 || to <= from ? [] : [{ from, to, start, end, words: found }]
  })

const idsOf = ({ description }: Seen, { words }: Code, { found }: ValueMark): { field: FieldRef; value: string }[] =>
  found.flatMap(({ field, values }) => {
    const value = values.find((each) => each.toLowerCase() === words.toLowerCase())
    return value !== undefined && fieldOf(description, field)?.type === 'id' ? [{ field, value }] : []
  })

/** Keys of what somebody owns, those of what the question speaks of first. */
const keysWithoutForm = ({ description, mentions }: Seen): FieldRef[] => {
  const entityOf = (meaning: Meaning): string => (meaning.kind === 'entity' ? meaning.entity : meaning.field.entity)
  const weight = (entity: string): number =>
    Math.max(
      0,
      ...mentions.flatMap(({ meanings, isVerb }) =>
        meanings.filter((meaning) => entityOf(meaning) === entity).map(({ kind }) => (kind === 'entity' ? (isVerb ? 1 : 4) : kind === 'choice' ? 3 : 2)),
      ),
    )
  return description.entities
    .filter(({ owner, key, fields, name }) => {
      const field = fields.find((each) => each.name === key[0])
      const isOwned = owner.kind === 'field' || owner.kind === 'via'
      return (
        isOwned && key.length === 1 && name !== description.customers.entity && field?.type === 'id' && field.like === null && field.visibleTo === 'customer'
      )
    })
    .map(({ name, key }) => ({ entity: name, field: key[0]! }))
    .toSorted((one, other) => weight(other.entity) - weight(one.entity))
}
