/** `how big is it`, `how many do you have left`: ways to ask for a measure, as the name of the field that has it. */
import type { RecordsDescription } from '../../domain/record-description.ts'
import { lexiconOf } from './lexicon.ts'
import { rootOf } from './words.ts'

export const withMeasuresNamed = (text: string, description: RecordsDescription): string => {
  const { names } = lexiconOf(description)
  const said = text.replace(howManyOf, (found, unit: string) => {
    const fields = description.entities.flatMap((entity) =>
      entity.fields.filter((field) => field.visibleTo === 'customer' && field.unit?.toLowerCase() === unit.toLowerCase()),
    )
    return fields.length === 1 && !names.has(rootOf(unit.toLowerCase())) ? `how many ${fields[0]!.name.replaceAll('_', ' ')}` : found
  })
  const sized = measures.reduce(
    (all, [pattern, name]) => (names.has(name) ? all.replace(pattern, (_, verb: string) => `what ${verb} the ${name} of`) : all),
    said,
  )
  const long = ['duration', 'length'].find((name) => names.has(name))
  const timed = long
    ? sized.replace(lasts, (_, verb: string, thing: string) => `what ${/^(?:is|was)$/i.test(verb) ? verb : 'is'} the ${long} of ${thing}`)
    : sized
  return isStocked(description) ? timed.replace(left, (_, thing: string) => `what is the stock of ${thing}`) : timed
}

const isStocked = ({ entities }: RecordsDescription): boolean =>
  entities.some(({ fields }) => fields.some(({ name, called, type }) => type === 'count' && [name, ...called].includes('stock')))

/** `how many km`: the field that is measured so. */
const howManyOf = /\bhow many (\p{L}+)\b/giu

const measures: readonly (readonly [RegExp, string])[] = [
  [/\bhow (?:big|large) (is|was|are|were)(?! (?:my|the|our) (?:bill|refund|order|invoice|total|balance)\b)/gi, 'size'],
  [/\bhow heavy (is|was|are|were)\b/gi, 'weight'],
  [/\bhow (?:tall|high) (is|was|are|were)\b/gi, 'height'],
  [/\bhow wide (is|was|are|were)\b/gi, 'width'],
  [/\bhow thick (is|was|are|were)\b/gi, 'thickness'],
  [/\bhow old (is|was|are|were)\b/gi, 'age'],
]
/** Not how long an order takes: that is nowhere written. */
const lasts =
  /\bhow long (does|is|was|are|do) ((?!(?:my|our) )(?!.*\b(?:deliver|ship|refund|return|order|arriv|it\b|valid|guarante|warrant))[^?.!,]{3,50}?)(?: (?:take|last|go on))?(?=\s*[?.!]|$)/gi
const left =
  /\bhow many (?:of )?(?!kinds|types|sorts|different|colou?rs|sizes)((?:(?!\b(?:do|does|have|are|is|did|i|my|we)\b)[^?.!,]){2,60}?) (?:do you (?:still |currently )?have|have you (?:still )?got|are (?:still )?left|are (?:still )?in stock)(?: left| in stock| available| there| now| at the moment| right now)*(?=\s*[?.!,]|$)/gi
