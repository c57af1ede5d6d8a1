/**
 * Does a likely meaning leave out what a question names? A description has more than orders in it: `how many of my invoices are paid` is not
 * `how many orders do I have`, however near they are in meaning.
 */
import type { FieldRef } from '../../domain/record-description.ts'
import type { RecordReading, RecordRequest } from '../../domain/record-request.ts'
import type { Meaning } from '../read/lexicon.ts'
import type { Mention } from '../read/mentions.ts'
import { contentsOf, leadsToOne, mainEntity } from '../read/relate.ts'
import { typeOf } from '../read/roles.ts'
import type { Seen } from '../read/seen.ts'
import { sameField } from '../read/sketch.ts'
import type { ValueMark } from '../read/values.ts'
import { rootOf, wordsOfName } from '../read/words.ts'

/** `plain`: as its meaning is read; `read`: as its words are, null where they are not understood, and all that they name should be told. */
export const leavesOut = (plain: RecordReading, read: RecordReading | null, seen: Seen, values: readonly ValueMark[]): boolean => {
  const main = mainEntity(seen.description)
  // Of orders and what is in them every meaning is.
  const inside = main && contentsOf(seen.description, main.name)
  const sold = seen.description.entities.filter(({ name, owner }) => owner.kind === 'everyone' && inside && leadsToOne(seen.description, inside.name, name))
  const usual = new Set([main?.name, inside?.name, seen.description.customers.entity, ...sold.map(({ name }) => name)])
  const isSpecial = (meaning: Meaning, { words, isVerb, isNegated, from, to }: Mention): boolean => {
    const ahead = seen.text.slice(0, seen.words[from]!.start)
    if (meaning.kind === 'entity') return !usual.has(meaning.entity) && (!isVerb || isNegated)
    // `did you charge`, `I have paid` is what somebody does; `which are paid`, `which failed` says which.
    if (meaning.kind === 'choice') return isNegated || !doing.test(ahead)
    // When something was done is said in many ways, whatever the description calls it.
    if (isDated(seen, meaning.field) && !isNegated && !words.includes(' ') && !seen.manner.when) return false
    // `the freight company` is no freight.
    return !meaning.part && !common.test(words) && !/^(?:company|companies|firm|people|guys|line|service)$/.test(seen.words[to]?.lower ?? '')
  }
  if (read !== null && asksProperty.test(seen.text) && tellsProperties(read, seen) && !tellsProperties(plain, seen)) return true
  return seen.mentions
    .filter(({ from, to }) => !values.some((value) => from < value.to && value.from < to))
    .some((mention) =>
      mention.meanings.some(
        (meaning) =>
          isSpecial(meaning, mention) &&
          (read === null ? meaning.kind !== 'field' || typeOf(seen, meaning.field) === 'count' : tells(read, meaning, mention)) &&
          !mention.meanings.some((other) => tells(plain, other, mention)) &&
          !speaksOf(plain, mention),
      ),
    )
}

const doing = /\b(?:i|we|you|they|to)(?:'ve| have| had| has| already| just)* $|\b(?:ive|weve) $/i
const asksProperty = /\b(?:confirm|remind|whether|if it|does it|has it|is it|made of|and its)\b/i
/** `the storage of my tablet` stands among its properties, whatever they are. */
const tellsProperties = ({ requests }: RecordReading, seen: Seen): boolean =>
  requests.some((request) => request.kind === 'find' && request.fields.some((field) => typeOf(seen, field) === 'properties'))

const isDated = (seen: Seen, field: FieldRef): boolean => ['date', 'time'].includes(typeOf(seen, field))

/** Words that stand in many questions and for many fields. */
const common = /^(?:totals?|sums?|amounts?|costs?|prices?|values?|dates?|numbers?|names?|status|state|types?|kinds?)$/

const tells = ({ requests }: RecordReading, meaning: Meaning, { isNegated }: Mention): boolean =>
  requests.some((request) => {
    if (meaning.kind === 'entity') return refsOf(request).some(({ entity }) => entity === meaning.entity) || request.entity === meaning.entity
    const { field: asked } = meaning
    const of = request.where.filter(({ field }) => sameField(field, asked))
    if (meaning.kind === 'choice') {
      const isNarrowed = of.some(({ is, values }) => values.includes(meaning.value) && (is === 'not') === isNegated)
      // Of one row that is named it is told.
      return (
        isNarrowed ||
        (!isNegated && of.length === 0 && (request.where.length > 0 || request.within) && refsOf(request).some((field) => sameField(field, asked)))
      )
    }
    return isNegated ? of.length > 0 : refsOf(request).some((field) => sameField(field, asked))
  })

/** `payment method` is told by how a payment was made. */
const speaksOf = ({ requests }: RecordReading, { words, isNegated }: Mention): boolean => {
  const said = new Set(wordsOfName(words).map(rootOf))
  const entities = requests.flatMap((request) => [request.entity, ...refsOf(request).map(({ entity }) => entity)])
  return !isNegated && entities.some((entity) => wordsOfName(entity).some((word) => said.has(rootOf(word))))
}

const refsOf = (request: RecordRequest): FieldRef[] => [
  ...(request.kind === 'figure' ? [request.of, request.by] : [...request.fields, request.limit === 1 ? request.order?.by : null]).filter(
    (ref) => ref !== null && ref !== undefined,
  ),
  ...request.where.map(({ field }) => field),
  ...(request.within ? [{ entity: request.within.entity, field: request.within.order.by.field }, ...request.within.where.map(({ field }) => field)] : []),
]
