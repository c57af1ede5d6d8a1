/** What a question leaves to what was said before it: `and the one before?`, `when did it ship?`, `what about #W2?`. Text is all that is known. */
import type { Condition, Picked } from '../../domain/record-request.ts'
import { entityNamed, namesACustomer } from '../described.ts'
import type { Concluded } from './conclude.ts'
import { readIds } from './ids.ts'
import { isReachable, mainEntity } from './relate.ts'
import type { Seen } from './seen.ts'
import { sameField, type Sketch } from './sketch.ts'

/** What the conversation is about: how its last question was understood, and the ids that its last answer told. */
export interface Talk {
  readonly sketch: Sketch
  readonly told: readonly Condition[]
}

/** Does it need what was said before? A question that names its own rows does not. */
export const leansOnTalk = ({ text, ids, words, manner, places, mentions }: Seen): boolean => {
  if (ids.length > 0) return elliptical.test(text)
  if (earlier.test(text) || anaphora.test(text) || ordinal.test(text))
    return !/\bit (?:possible|too late)\b/i.test(text) || anaphora.test(text.replace(/\bit (?:possible|too late)\b/gi, ''))
  if (elliptical.test(text)) return true
  return !manner.own && places.length === 0 && words.length <= 7 && mentions.every(({ isPlural }) => !isPlural || words.length <= 3)
}

const earlier =
  /\b(?:(?:the )?(?:one|order|purchase|\p{L}+) (?:right |just )?before(?: that| it| this)?|before that(?: one)?|(?:the )?(?:previous|preceding|prior|earlier) (?:one|order))\s*[?.!]*$|\bthe one before\b|\b(?:previous|preceding) one\b/iu
const later = /\b(?:the one|order) after\b|\bthe (?:next|following) one\b|\bafter that(?: one)?\s*[?.!]*$/i
const anaphora = /\b(?:it|its|it's|that|this|these|those|them|they|their|the same|that's|there|the order|the item)\b/i
const elliptical = /^\s*(?:and|also|what about|how about|what of|or|but|then|ok(?:ay)? and|plus|same for|is that (?:all|everything|it))\b/i
const ordinal =
  /\bthe (first|second|third|fourth|fifth|last|other|1st|2nd|3rd|4th)(?: one| of (?:them|those|these))?\s*[?.!]*$|\bthe (first|second|third|fourth|fifth|last|other) (?:one|of)\b|\bthe other (?:one|order)s?\b/i

/** Ids in an answer, of rows that somebody may own; the same one once. */
export const toldIn = (text: string, { description, isStaff }: Pick<Seen, 'description' | 'isStaff'>): Condition[] => {
  const seen = new Set<string>()
  return readIds(text.slice(0, 8_000), description).flatMap(({ fields, value, words }) => {
    const main = mainEntity(description)?.name
    const field = fields.find(({ entity, field: name }) => entity === main && entityNamed(description, entity)?.key.includes(name)) ?? fields[0]!
    if (seen.has(value) || (!isStaff && namesACustomer(description, field))) return []
    seen.add(value)
    return [{ field, is: 'equal' as const, values: [value], words }]
  })
}

/** The question's own words first; what they leave open is taken from the talk. Null: nothing to take. */
export const continued = (seen: Seen, { sketch: own }: Concluded, talk: Talk): Sketch | null => {
  const { sketch: before, told } = talk
  const moved = movedFrom(seen, before, told)
  const isBare = own === null || saysNothingOfItsOwn(seen, own)
  const asks = isBare ? before.asks : own!.asks
  if (moved)
    return { asks: isBare ? before.asks : asks, ids: moved.ids, pick: moved.pick, where: isBare ? [] : (own?.where ?? []), certainty: 0.85, understood: [] }
  if (!own) return null
  const ids = own.ids.length > 0 ? own.ids : own.pick ? [] : before.ids.length > 0 ? before.ids : told.length === 1 && !before.pick ? told : []
  const pick = own.pick ?? (own.ids.length > 0 || ids.length > 0 ? null : before.pick)
  const kept =
    own.ids.length > 0 || own.pick
      ? []
      : before.where.filter(
          ({ field }) =>
            !own.where.some((other) => sameField(other.field, field)) && asks.every(({ entity }) => isReachable(seen.description, entity, field.entity)),
        )
  return { asks, ids, pick, where: [...own.where, ...kept], certainty: 0.85, understood: [] }
}

/** `the one before`, `the second one`, `the other one`: from the row talked about, or the list that was told. */
const movedFrom = (seen: Seen, before: Sketch, told: readonly Condition[]): { ids: readonly Condition[]; pick: Picked | null } | null => {
  const { text, description } = seen
  const said = earlier.test(text) ? 1 : later.test(text) ? -1 : 0
  const step = before.pick && !before.pick.order.descending ? -said : said
  const listed = told.filter(({ field }) => field.entity === told[0]?.field.entity)
  if (step !== 0 && before.pick)
    return before.pick.offset + step * before.pick.limit < 0
      ? null
      : { ids: [], pick: { ...before.pick, offset: before.pick.offset + step * before.pick.limit, limit: before.pick.limit, words: text.slice(0, 80) } }
  const main = mainEntity(description)
  // Nothing says which row comes before one that was named: the newest are shown, and it is among them.
  if (step !== 0 && main?.newestBy)
    return {
      ids: [],
      pick: {
        entity: main.name,
        where: [],
        order: { by: { entity: main.name, field: main.newestBy }, descending: true },
        offset: 0,
        limit: 5,
        words: text.slice(0, 80),
      },
    }
  const which = ordinal.exec(text)
  const word = (which?.[1] ?? which?.[2] ?? (which ? 'other' : '')).toLowerCase()
  if (!word) return null
  if (word === 'other') {
    const others = listed.filter(({ values }) => !before.ids.some((id) => id.values[0] === values[0]))
    return others.length > 0 && others.length <= 3 ? { ids: others, pick: null } : null
  }
  const index = word === 'last' ? listed.length - 1 : places.findIndex((names) => names.includes(word))
  const chosen = listed[index]
  return chosen && listed.length > 1 ? { ids: [chosen], pick: null } : null
}

const places = [['first', '1st'], ['second', '2nd'], ['third', '3rd'], ['fourth', '4th'], ['fifth']]

/** Only other rows, no other wish: `and #W2?`, `what about in 1998?`, `and the delivered ones?`. */
const saysNothingOfItsOwn = ({ manner, mentions, text }: Seen, own: Sketch): boolean => {
  const wishes = manner.howMany || manner.howMuch || manner.when || manner.where || manner.who || manner.contents || manner.average || manner.yesNo
  const named = mentions.some(
    ({ meanings, isVerb }) => !isVerb && meanings.some(({ kind }) => kind === 'entity' || kind === 'field') && !meanings.some(({ kind }) => kind === 'choice'),
  )
  const isOfRows = own.ids.length > 0 || own.pick !== null || own.where.length > 0
  return (
    (!wishes || /^\s*is that (?:all|everything|it)\b/i.test(text)) &&
    (!named || (isOfRows && own.asks.every(({ fields, figure }) => fields.length === 0 && !figure) && elliptical.test(text)))
  )
}
