/** Names of things in a question, looked for among the values that whoever asks may see. They narrow a request, and never widen it. */
import type { FieldRef } from '../../domain/record-description.ts'
import type { FindValues } from '../../domain/record-request.ts'
import { entityNamed, fieldOf, isVisible, namesACustomer } from '../described.ts'
import type { Seen } from './seen.ts'
import { singularOf, type Word } from './words.ts'

/** Where values of the same words stand, and those values. */
export interface ValueMark {
  readonly from: number
  readonly to: number
  readonly words: string
  readonly found: readonly { readonly field: FieldRef; readonly values: readonly string[] }[]
}

const mostLooked = 24

export const lookForValues = async (seen: Seen, findValues: FindValues, signal?: AbortSignal): Promise<ValueMark[]> => {
  const stretches = stretchesOf(seen)
  if (stretches.length === 0) return []
  const looked = [...new Set(stretches.flatMap(({ forms }) => forms))].slice(0, mostLooked)
  const found = await findValues(looked, signal)
  const marks: ValueMark[] = []
  for (const { from, to, forms, words } of stretches) {
    if (marks.some((mark) => from < mark.to && mark.from < to)) continue
    const here = found.filter(
      (match) =>
        forms.some((form) => form.toLowerCase() === match.words.toLowerCase()) &&
        mayName(seen, match.field) &&
        (!isCommon(words) || endsWith(match.value, words)) &&
        // The `de` of a name is no name.
        (!/^(?:de|del|la|le|les|el|los|las|der|den|du|des|di|da|al)$/i.test(words) || match.value.toLowerCase() === words.toLowerCase()),
    )
    if (here.length > 0) marks.push({ from, to, words, found: grouped(here) })
  }
  return marks.filter((mark) => !isOnlyBegun(seen, mark, marks)).sort((one, other) => one.from - other.from)
}

/** Words that stand in names and ask for none of them: of `free`, `Peat-free compost` is not the name. */
const isCommon = (words: string): boolean => common.has(words.toLowerCase())
const endsWith = (value: string, words: string): boolean => value.toLowerCase().endsWith(words.toLowerCase())
const common = new Set(
  'free full new old good best nice big small long short hot cold fast home day days time year years week weeks month months hour hours work house place thing things stuff people box boxes bits pieces bag bags bottle bottles pack packs jar jars tin tins pair note number part way side end start top road street worst wallet spread chef sweet fresh fine easy portable'.split(
    ' ',
  ),
)

/** Did I buy a bath mat? A bath towel is none: what is known of the name is not its last word. */
const isOnlyBegun = ({ unknown, manner }: Seen, { to }: ValueMark, marks: readonly ValueMark[]): boolean =>
  (manner.yesNo || manner.howMany) && unknown.some((run) => run.from < to && to < run.to) && !marks.some((other) => other.from <= to && to < other.to)

/** Each run, then its parts, the longest first. */
const stretchesOf = ({ unknown, words, text }: Seen): { from: number; to: number; words: string; forms: string[] }[] =>
  [...titlesIn(text, words).flatMap((title) => ({ ...title, isWhole: true })), ...unknown]
    .flatMap((run) => {
      if ('isWhole' in run) return [run]
      const parts: { from: number; to: number }[] = []
      for (let length = Math.min(6, run.to - run.from); length > 0; length--)
        for (let from = run.from; from + length <= run.to; from++) parts.push({ from, to: from + length })
      return parts
    })
    .map(({ from, to }) => {
      const said = text.slice(words[from]!.start, words[to - 1]!.end)
      const last = words[to - 1]!
      const bare = text.slice(words[from]!.start, last.start) + singularOf(last.lower)
      return { from, to, words: said, forms: [...new Set([said, bare])].filter((form) => form.length > 1) }
    })
    .filter(({ forms }) => forms.length > 0)

/** Names written as such: in quotes, or with capitals and small words between: `The Name of the Rose`. */
const titlesIn = (text: string, words: readonly Word[]): { from: number; to: number }[] =>
  [
    ...text.matchAll(/"([^"]{2,80})"|(?<=\s)(\p{Lu}[\p{L}'.-]*(?: (?:of|the|and|de|la|di|for|in|on|to|a|&|\p{Lu}[\p{L}'.-]*)){0,6} \p{Lu}[\p{L}'.-]*)/gu),
  ].flatMap(({ 0: all, 1: quoted, index }) => {
    const start = index + (quoted === undefined ? 0 : 1)
    const end = start + (quoted ?? all).length
    const from = words.findIndex((word) => word.start >= start)
    const to = words.findLastIndex((word) => word.end <= end) + 1
    return from >= 0 && to > from ? [{ from, to }] : []
  })

const mayName = ({ description, isStaff }: Seen, ref: FieldRef): boolean => {
  const entity = entityNamed(description, ref.entity)
  const field = fieldOf(description, ref)
  return (
    entity !== null &&
    field !== null &&
    isVisible(entity, field, isStaff) &&
    (isStaff || !namesACustomer(description, ref)) &&
    ['text', 'properties', 'choice', 'id'].includes(field.type)
  )
}

const grouped = (matches: readonly { field: FieldRef; value: string }[]): { field: FieldRef; values: string[] }[] => {
  const groups: { field: FieldRef; values: string[] }[] = []
  for (const { field, value } of matches) {
    const group = groups.find((known) => known.field.entity === field.entity && known.field.field === field.field)
    if (!group) groups.push({ field, values: [value] })
    else if (!group.values.includes(value)) group.values.push(value)
  }
  return groups
}
