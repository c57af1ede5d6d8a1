/** `where do I pick it up`: fields that their meaning, in the description's own words, says are what is asked. */
import type { Field, FieldRef } from '../../domain/record-description.ts'
import { byNearness, leadsToOne, mainEntity, visibleFields } from './relate.ts'
import { entityNamed } from '../described.ts'
import type { Seen } from './seen.ts'
import { rootOf, wordsOfName } from './words.ts'

/** One for each thing that is asked, of the row that is named, of what is asked about, or of their parts. */
export const fieldsByMeaning = (seen: Seen, about: string): FieldRef[] => {
  const { description, isStaff, text } = seen
  const main = mainEntity(description)
  // Of what everybody sees, what was done with it is the row's that somebody owns.
  const own =
    seen.manner.own && main && entityNamed(description, about)?.owner.kind === 'everyone' && leadsToOne(description, main.name, about) ? [main.name] : []
  const from = [...seen.ids.flatMap(({ fields }) => fields.slice(0, 1).map(({ entity }) => entity)), about, ...own]
  const near = description.entities.filter(
    ({ name, owner }) => from.includes(name) || (owner.kind === 'via' && from.some((each) => leadsToOne(description, name, each))),
  )
  const fields = byNearness(description, from, near, ({ name }) => name).flatMap((entity) =>
    visibleFields(entity, isStaff).map((field) => ({ ref: { entity: entity.name, field: field.name }, field })),
  )
  return questions.flatMap(({ asked, meant, fewest }) => {
    if (!asked.test(text)) return []
    const [best] = fields
      .filter(({ field }) => meant(field))
      .map(({ ref, field }) => ({ ref, shared: sharedWords(seen, field) }))
      .filter(({ shared }) => shared >= fewest)
      .sort((one, other) => other.shared - one.shared)
    return best ? [best.ref] : []
  })
}

const says = ({ meaning, called }: Field, pattern: RegExp): boolean => [meaning, ...called].some((words) => pattern.test(words))

const questions: readonly { asked: RegExp; meant: (field: Field) => boolean; fewest: number }[] = [
  { asked: /\bwho(?:m)?\b/i, meant: (field) => says(field, /\bwho(?:m)?\b/i), fewest: 1 },
  {
    asked: /\bwhere\b|\b(?:what|which) (?:place|station|room|office|branch)\b/i,
    meant: (field) => says(field, /\bwhere\b/i) && !/^(?:status|state)$/.test(field.name),
    fewest: 1,
  },
  {
    asked: /\b(?:what|which) time\b|\bwhat hour\b/i,
    meant: (field) => field.type === 'text' && (says(field, /\bwhat time\b|\bwhen\b/i) || /(?:^|_)time$/.test(field.name)),
    fewest: 1,
  },
  { asked: /\bwhat\b[^?]*\bfor\s*(?:[?.!,]|$| and\b)/i, meant: (field) => says(field, /\bwhat (?:it|this) (?:is|was) for\b/i), fewest: 0 },
]

/** Words of its meaning and of its name that the question has as well. */
const sharedWords = ({ words }: Seen, { meaning, called, name }: Field): number => {
  const said = new Set(words.filter(({ lower }) => !empty.has(lower)).map(({ root }) => root))
  const own = new Set(
    [meaning, ...called, name.replaceAll('_', ' ')]
      .flatMap(wordsOfName)
      .filter((word) => !empty.has(word))
      .map(rootOf),
  )
  return [...own].filter((word) => said.has(word)).length
}
const empty = new Set(
  'who whom where what when time which for it is was were be been the a an of to in on at by or and that this has had have do does did i my me we our us you your with from'.split(
    ' ',
  ),
)

/** What is charged again and again is no sum: a monthly fee, a daily rate. */
export const isPeriodic = (field: Field | null): boolean =>
  field !== null &&
  [field.name, ...field.called, field.meaning].some((words) =>
    /\b(?:monthly|weekly|daily|hourly|nightly|yearly|annual)\b|\bper (?:day|week|month|year|night|hour)\b/i.test(words.replaceAll('_', ' ')),
  )
