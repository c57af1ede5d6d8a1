/** What each word that the description knows does in a question: the thing asked for, a field of it, or a condition on it. */
import type { FieldRef } from '../../domain/record-description.ts'
import { entityNamed, fieldOf } from '../described.ts'
import type { Meaning } from './lexicon.ts'
import type { Mention } from './mentions.ts'
import { byNearness, contentsOf, isVisibleRef, leadsToOne, mainEntity, moneyOf, priceOf } from './relate.ts'
import type { Seen } from './seen.ts'
import { sameField } from './sketch.ts'
import { smallWords } from './small-words.ts'
import type { ValueMark } from './values.ts'

export interface Roles {
  /** Entities named, and whether each only says of what: `in my order`. */
  readonly entities: readonly { readonly entity: string; readonly mention: Mention; readonly isOf: boolean }[]
  readonly fields: readonly { readonly field: FieldRef; readonly mention: Mention }[]
  readonly choices: readonly { readonly field: FieldRef; readonly values: readonly string[]; readonly mention: Mention }[]
  /** Named, and not to be seen by whoever asks. */
  readonly hidden: readonly string[]
  /** Of those one that has what is asked for: `the employee's phone`. */
  readonly hiddenOwner: string | null
  /** Entities that everything else is near to, the surest first. */
  readonly around: readonly string[]
}

export const rolesOf = (seen: Seen, values: readonly ValueMark[], before: readonly string[]): Roles => {
  const { description, mentions, isStaff } = seen
  const isSeen = (meaning: Meaning): boolean =>
    meaning.kind === 'entity' ? isStaff || entityNamed(description, meaning.entity)?.owner.kind !== 'staff' : isVisibleRef(description, meaning.field, isStaff)
  // How it was paid is told by the payment, how it can be tracked by its tracking number.
  const isHow =
    /^with (?:what|which)\b|\bhow (?:did|do|can|could|was|were|have|had|has)\b|\b(?:what|which)\b.*\b(?:with|by|using)\s*\??$/i.test(seen.text) &&
    !seen.manner.howMany &&
    !seen.manner.howMuch &&
    (!seen.manner.where || /\bhow (?:can|do|could)\b/i.test(seen.text))
  const shown = mentions.map((mention) => ({
    mention,
    meanings: mention.meanings.filter((meaning) => isSeen(meaning) && !(mention.isVerb && meaning.kind === 'entity' && !isHow && !isDone(seen, mention))),
  }))
  const hiddenOwner =
    seen.words.find(
      ({ text }, index) =>
        text.endsWith("'s") && mentions.some(({ from, to, meanings }) => index >= from && index < to && meanings.length > 0 && !meanings.some(isSeen)),
    )?.lower ??
    mentions.find(
      ({ from, meanings }) =>
        meanings.length > 0 &&
        meanings.every((meaning) => meaning.kind === 'entity' && !isSeen(meaning)) &&
        /\bof (?:the|our|my|that|this) $/i.test(seen.text.slice(0, seen.words[from]!.start)),
    )?.words ??
    null
  const hidden = mentions
    .filter(
      ({ meanings, isVerb, from, to }) =>
        !isVerb &&
        meanings.length > 0 &&
        !meanings.some(isSeen) &&
        !isBeforeId(seen, to) &&
        !isPrepositionOf(seen, from, to) &&
        (seen.ids.length > 0 ||
          /\b(?:how much|your) $/i.test(seen.text.slice(0, seen.words[from]!.start)) ||
          meanings.some((meaning) => meaning.kind !== 'field' || !meaning.part)),
    )
    .map(({ words }) => words)

  const ofIds = seen.ids.flatMap(({ fields }) => fields.slice(0, 1).map(({ entity }) => entity))
  const clear = shown.flatMap(({ meanings }) => meanings.flatMap((meaning) => (meaning.kind === 'entity' ? [meaning.entity] : [])))
  const only = shown.flatMap(({ meanings }) => {
    const entities = [...new Set(meanings.map((meaning) => (meaning.kind === 'entity' ? meaning.entity : meaning.field.entity)))]
    return entities.length === 1 && meanings.every((meaning) => meaning.kind !== 'field' || !meaning.part) ? entities : []
  })
  const ofValues = values.flatMap(({ found }) =>
    preferred(
      seen,
      found.map(({ field }) => field),
      [...ofIds, ...clear, ...only],
    )
      .slice(0, 1)
      .map(({ entity }) => entity),
  )
  const main = mainEntity(description)
  const isOwnThing =
    seen.manner.own &&
    seen.places.length === 0 &&
    seen.times.length === 0 &&
    !/\b(?:i|we)\b.*\b(?:order|bought|buy|purchase|got|get|spen|paid|pay)/i.test(seen.text)
  const fallback = isOwnThing ? [description.customers.entity, ...(main ? [main.name] : [])] : [...(main ? [main.name] : []), description.customers.entity]
  const around = [...new Set([...ofIds, ...clear, ...ofValues, ...before, ...only, ...fallback])]

  const entities: Roles['entities'][number][] = []
  const fields: Roles['fields'][number][] = []
  const choices: Roles['choices'][number][] = []
  for (const { mention, meanings } of shown) {
    const named = meanings.find((meaning) => meaning.kind === 'entity')
    const choice = meanings.filter((meaning) => meaning.kind === 'choice')
    const whole = meanings.filter((meaning) => meaning.kind === 'field' && !meaning.part)
    const parts = meanings.filter((meaning) => meaning.kind === 'field' && meaning.part)
    const others = around.filter((entity) => entity !== named?.entity && (ofIds.includes(entity) || clear.includes(entity) || before.includes(entity)))
    const isFar =
      named !== undefined &&
      !(mention.isPlural && /\b(?:which|what)(?: kinds? of| sorts? of)? $/i.test(seen.text.slice(0, seen.words[mention.from]!.start))) &&
      others.length > 0 &&
      whole.length > 0 &&
      byNearness(description, others, [named.entity, ...whole.map(entityOf)], (entity) => entity)[0] !== named.entity
    const ownField =
      named && ofIds.includes(named.entity) && /\b(?:what|which) $/i.test(seen.text.slice(0, seen.words[mention.from]!.start))
        ? whole.find((meaning) => entityOf(meaning) === named.entity)
        : undefined
    if (ownField?.kind === 'field') fields.push({ field: ownField.field, mention })
    else if (named && !isFar) entities.push({ entity: named.entity, mention, isOf: !mention.isVerb && isOf(seen, mention) })
    else if (
      choice.length > 0 &&
      !isOfTiming(mention, choice, ofIds) &&
      (seen.manner.rule === null || !/^(?:cancel|return|refund|exchang|chang|modif|renew)/.test(mention.words)) &&
      !(whole.length > 0 && (seen.manner.when || isListed(seen, mention) || isOfRowNamed(whole, choice, ofIds)))
    ) {
      const best = preferredChoice(seen, choice, around)
      choices.push({
        field: best.field,
        values: choice.filter((other) => other.field.entity === best.field.entity && other.field.field === best.field.field).map(({ value }) => value),
        mention,
      })
    } else {
      // `how much does the insurance cover` asks for its share, and not for its name.
      const isMoney = (meaning: Meaning): boolean => meaning.kind === 'field' && typeOf(seen, meaning.field) === 'money'
      const isMoneyPart = seen.manner.howMuch && !whole.some(isMoney) && parts.some(isMoney)
      const refs = ownKeysFirst(
        seen,
        (whole.length > 0 && !isMoneyPart ? whole : parts).flatMap((meaning) => (meaning.kind === 'field' ? [meaning.field] : [])),
      )
      // What an item cost is the item's, whatever it is in.
      const ofThing = refs.some((ref) => typeOf(seen, ref) === 'money') ? ofValues.map((entity) => ownedFor(seen, entity)) : []
      const sure = [
        ...ofThing,
        ...entities.map(({ entity }) => entity),
        ...around.filter((entity) => !fallback.includes(entity) || ofIds.includes(entity) || clear.includes(entity) || before.includes(entity)),
      ]
      const [best] = preferred(seen, refs, sure.length > 0 && ofThing.length > 0 ? sure : [...sure, ...around])
      const ofSold =
        best && generic.test(mention.words) && !seen.manner.own && ofIds.length === 0 && seen.places.length === 0 ? priceOfSold(seen, ofValues) : null
      const ofNamed = ofSold ?? (best && generic.test(mention.words) ? moneyNamed(seen, [...clear, ...inNames(seen, shown)], best) : null)
      if (ofNamed) fields.push({ field: ofNamed, mention })
      else if (best) for (const field of whole.length > 0 ? [best] : refs.filter(({ entity }) => entity === best.entity)) fields.push({ field, mention })
    }
  }
  // `the tools category`, `paid by card` narrow, and asks for no category.
  const isNamedBeside = ({ field, mention }: Roles['fields'][number]): boolean =>
    choices.some((choice) => sameField(choice.field, field) && (mention.isVerb || choice.mention.to === mention.from || choice.mention.from === mention.to))
  return { entities, fields: fields.filter((each) => !isNamedBeside(each)), choices, hidden, hiddenOwner, around }
}

/** `charge C1, is it settled`: its own day, and not another thing's state. */
const isOfRowNamed = (whole: readonly Meaning[], choices: readonly Meaning[], ofIds: readonly string[]): boolean =>
  whole.some((meaning) => ofIds.includes(entityOf(meaning))) && !choices.some((meaning) => ofIds.includes(entityOf(meaning)))

/** `was delivery D1 late` says nothing of an invoice that is. */
const isOfTiming = ({ words }: Mention, choices: readonly Meaning[], ofIds: readonly string[]): boolean =>
  /^(?:late|early|delayed)$/.test(words) && ofIds.length > 0 && !choices.some((meaning) => meaning.kind === 'choice' && ofIds.includes(meaning.field.entity))

/** `invoices issued` is one name, and says whose it is. */
const inNames = ({ description }: Seen, shown: readonly { readonly mention: Mention; readonly meanings: readonly Meaning[] }[]): string[] =>
  shown.flatMap(({ mention, meanings }) =>
    meanings.flatMap((meaning) => {
      const entity = meaning.kind === 'field' ? entityNamed(description, meaning.field.entity) : null
      return entity && mention.words.startsWith(`${entity.plural.toLowerCase()} `) ? [entity.name] : []
    }),
  )

export const generic = /^(?:total|cost|sum|amount|value)s?$/
/** `how much does the lamp cost`: the lamp, and not an order that has it. */
const priceOfSold = ({ description, isStaff }: Seen, ofValues: readonly string[]): FieldRef | null => {
  const sold = ofValues.map((name) => entityNamed(description, name)!).find(({ owner }) => owner.kind === 'everyone')
  const price = sold ? priceOf(sold, isStaff) : null
  return sold && price ? { entity: sold.name, field: price.name } : null
}

/** `the total of my invoices`: theirs, though only orders have something of that name. */
const moneyNamed = ({ description, isStaff }: Seen, named: readonly string[], { entity }: FieldRef): FieldRef | null => {
  const main = mainEntity(description)
  const inside = main && contentsOf(description, main.name)
  const owned = [...new Set(named)].filter((name) => name !== inside?.name && ['field', 'via'].includes(entityNamed(description, name)?.owner.kind ?? ''))
  if (owned.length !== 1 || named.includes(entity) || owned[0] === description.customers.entity) return null
  const money = moneyOf(entityNamed(description, owned[0]!)!, isStaff)
  return money && { entity: owned[0]!, field: money.name }
}

/** `my email and phone` are fields, whatever else is done by phone. */
const isListed = ({ text, words }: Seen, { from }: Mention): boolean => /\b(?:my|our|and|and my)\s*$/i.test(text.slice(0, words[from]!.start))

/** `on order 10874` is no number of things on order. */
const isBeforeId = ({ words, ids }: Seen, to: number): boolean => ids.some(({ start }) => start > words[to - 1]!.end && start - words[to - 1]!.end < 3)

/** `what did we pay on orders` is of orders, and of nothing that is `on order`. */
const isPrepositionOf = ({ words, description }: Seen, from: number, to: number): boolean =>
  to - from === 2 && smallWords.has(words[from]!.lower) && description.entities.some(({ plural }) => plural.toLowerCase() === words[to - 1]!.lower)

/** `have I been refunded`: are there refunds? A deed that nothing else in the description says. */
const isDone = ({ description, manner, text }: Seen, { meanings, words }: Mention): boolean =>
  manner.yesNo &&
  (words.endsWith('ed') || (/^pa(?:y|id)$/.test(words) && !/\b(?:with|by|using|via)\b/i.test(text))) &&
  meanings.every(
    (meaning) =>
      meaning.kind === 'entity' && meaning.entity !== mainEntity(description)?.name && entityNamed(description, meaning.entity)?.owner.kind !== 'everyone',
  )

/** The `order number` is the order's, whatever else refers to it. */
const ownKeysFirst = ({ description }: Seen, refs: readonly FieldRef[]): FieldRef[] => {
  const own = refs.filter(({ entity, field }) => {
    const { key, owner } = entityNamed(description, entity)!
    return key.length === 1 && key[0] === field && owner.kind !== 'everyone'
  })
  const isReference = (ref: FieldRef): boolean =>
    own.some((key) => description.relations.some(({ from, to }) => from.entity === ref.entity && from.fields.includes(ref.field) && to.entity === key.entity))
  return own.length === 1 ? refs.filter((ref) => ref === own[0] || (!isReference(ref) && ref.field !== own[0]!.field)) : [...refs]
}

const entityOf = (meaning: Meaning): string => (meaning.kind === 'entity' ? meaning.entity : meaning.field.entity)

/** The nearest; of those as near, what somebody owns where the question says "my", and what is everybody's where it does not. */
export const preferred = ({ description, manner }: Seen, refs: readonly FieldRef[], around: readonly string[]): FieldRef[] => {
  const isOwned = ({ entity }: FieldRef): boolean => ['field', 'via'].includes(entityNamed(description, entity)?.owner.kind ?? '')
  const sorted = refs
    .map((ref, index) => ({ ref, index }))
    .sort((one, other) => (isOwned(one.ref) === isOwned(other.ref) ? one.index - other.index : isOwned(one.ref) === (manner.own && !manner.catalogue) ? -1 : 1))
  return byNearness(
    description,
    around,
    sorted.map(({ ref }) => ref),
    ({ entity }) => entity,
  )
}

const preferredChoice = (seen: Seen, choices: readonly (Meaning & { kind: 'choice' })[], around: readonly string[]): Meaning & { kind: 'choice' } => {
  const [best] = preferred(
    seen,
    choices.map(({ field }) => field),
    around,
  )
  return choices.find(({ field }) => field === best) ?? choices[0]!
}

/** Of what everybody sees, the rows that somebody owns, where the question is about those: `did I order a lamp`. */
export const ownedFor = ({ description, manner, ids, places, text }: Seen, entity: string): string => {
  const isOwn =
    !manner.catalogue &&
    (manner.own ||
      (manner.rule === null && /\b(?:arriv\p{L}*|get here|got here|turn(?:ed)? up)\b/iu.test(text)) ||
      ids.length > 0 ||
      places.some(({ by }) => by === 'newest'))
  if (!isOwn || entityNamed(description, entity)?.owner.kind !== 'everyone') return entity
  const main = mainEntity(description)
  const inside = main && contentsOf(description, main.name)
  // `when did I rent a van`: the rental itself says which.
  const isDirect = description.relations.some(({ from, to }) => from.entity === main?.name && to.entity === entity)
  if (main && isDirect) return main.name
  return inside && leadsToOne(description, inside.name, entity) ? inside.name : entity
}

/** Is it only said of what? `in my order`, `of order #W1`, `my last order's`. */
const isOf = ({ words, text, ids, places }: Seen, { from, to }: Mention): boolean => {
  const [first, last] = [words[from]!, words[to - 1]!]
  const ahead = words.slice(Math.max(0, from - 5), from).map(({ lower }) => lower)
  const content = ahead.reverse().find((word) => !between.has(word)) ?? ''
  const isNamedById = ids.some(
    ({ start }) => start >= last.end && /^[\s'"#:,(]*(?:(?:number|numbers|no\.?|id|nr\.?|with|is)[\s:#]*)*$/i.test(text.slice(last.end, start)),
  )
  const isOfMany = /\b(?:which|how many|any|some|all|one|each|number|count|list|total) of (?:all )?(?:my |the |our |these )?$/i.test(text.slice(0, first.start))
  // `can I have the tracking number`: that is what is wanted.
  const isWanted = /\b(?:i|we|you) (?:please )?have (?:(?:the|my|a|an|any) )?$/i.test(text.slice(0, first.start))
  if (isOfMany || isWanted) return false
  const isPlaced = places.some(
    ({ start, end, by }) =>
      by === 'newest' &&
      end <= first.start &&
      first.start - end < 14 &&
      !/[,;:]/.test(text.slice(end, first.start)) &&
      start >= (words[Math.max(0, from - 6)]?.start ?? 0),
  )
  const isPossessor = /^'s?\b|^s'/.test(text.slice(last.end, last.end + 2)) || last.text.endsWith("'s")
  return prepositions.has(content) || isNamedById || isPlaced || isPossessor
}
const between = new Set([
  'my',
  'the',
  'our',
  'this',
  'that',
  'these',
  'those',
  'a',
  'an',
  'all',
  'any',
  'last',
  'latest',
  'recent',
  'most',
  'first',
  'newest',
  'previous',
  'two',
  'three',
  'very',
  'second',
  'oldest',
  'each',
  'own',
  'one',
  'and',
])
const prepositions = new Set([
  'of',
  'in',
  'from',
  'for',
  'with',
  'within',
  'inside',
  'on',
  'to',
  'about',
  'per',
  'by',
  'did',
  'into',
  'containing',
  'contain',
  'contains',
  'include',
  'includes',
  'including',
  'has',
  'have',
  'had',
  'ordered',
  'cost',
  'deliver',
  'without',
])

export const typeOf = ({ description }: Seen, ref: FieldRef): string => fieldOf(description, ref)?.type ?? ''
