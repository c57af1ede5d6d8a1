/** From what stands in a question to what it asks. */
import type { FieldRef, RecordsDescription } from '../../domain/record-description.ts'
import type { Condition, Picked } from '../../domain/record-request.ts'
import { entityNamed } from '../described.ts'
import { askedFields, moneyFor } from './asked-fields.ts'
import { amountConditions, choiceConditions, idConditions, presenceConditions, timeConditions, valueConditions } from './conditions.ts'
import { asksOf } from './asks.ts'
import { figureOf } from './figure-asked.ts'
import { notFoundConditions } from './not-found.ts'
import { comingConditions, pickOf } from './picks.ts'
import { contentsOf, isReachable, isTotal, leadsToOne, mainEntity, moneyOf } from './relate.ts'
import { generic, ownedFor, rolesOf, typeOf, type Roles } from './roles.ts'
import type { Seen } from './seen.ts'
import { sameField, type Sketch } from './sketch.ts'
import type { ValueMark } from './values.ts'

export interface Concluded {
  readonly sketch: Sketch | null
  readonly roles: Roles
  /** It asks of a time, and nothing that it asks of has a date. */
  readonly isWithoutDates: boolean
  readonly properties: boolean
}

/** `before`: entities that the conversation is about. `isOneBefore`: it is about one row already. */
export const conclude = (given: Seen, values: readonly ValueMark[], before: readonly string[], isOneBefore: boolean): Concluded => {
  // What is part of a thing's name names nothing else.
  const seen = { ...given, mentions: given.mentions.filter(({ from, to }) => !values.some((value) => from < value.to && value.from < to)) }
  const { description, manner } = seen
  const roles = rolesOf(seen, values, before)
  const ids = idConditions(seen, roles.around)
  const named = [
    ...eitherOf(valueConditions(seen, values, [...asked(roles), ...ids.map(({ field }) => field.entity), ...roles.around]), description),
    ...notFoundConditions(seen, values),
  ]
  const about = countedIn(seen, roles, aboutOf(seen, roles, ids, named, before), ids)
  if (!about) return { sketch: null, roles, isWithoutDates: false, properties: false }
  const amounts = amountConditions(seen, roles, about)
  const times = timeConditions(seen, roles, about)
  const pick = pickOf(seen, roles, about)
  const isOne =
    ids.length > 0 ||
    (pick !== null && pick.limit === 1) ||
    isOneBefore ||
    isSingular(seen, roles) ||
    (named.length > 0 && !manner.howMany && roles.entities.every(({ mention }) => !mention.isPlural))
  const used = [...amounts.used, ...times.used, ...(pick ? [pick.order.by] : [])]
  const figure = figureOf(seen, roles, about, {
    isOne: ids.length > 0 || pick !== null || isOneBefore || named.length > 0,
    hasRow: ids.length > 0 || pick !== null || isOneBefore,
    hasTimes: times.conditions.length > 0,
    // `how many Chai did we get`: the thing itself is counted, and no rows of it.
    hasThing: [
      ...values,
      ...roles.choices.filter(({ field }) => entityNamed(description, field.entity)?.owner.kind === 'everyone').map(({ mention }) => mention),
      ...soldBy(seen, roles),
    ].some(({ from }) => {
      const ahead = seen.text.slice(0, seen.words[from]!.start)
      return (
        /\bhow many (?:did|have|had|do) (?:i|we) (?:\p{L}+ ){1,3}?(?:of )?(?:the |my |our )?$/iu.test(ahead) ||
        /\bhow many \p{L}+ of (?:the |my |our )?$/iu.test(ahead) ||
        /\bhow many (?:(?:bags?|bottles?|packs?|packets?|boxes|jars?|tins?|pairs?|pieces|units|copies|kilos?) (?:of )?|of )?(?:the |my |our )?$/i.test(ahead) ||
        (/\bhow much (?:of )?(?:the |my |our )?$/i.test(ahead) && !isOfMoney.test(seen.text))
      )
    }),
  })
  const fields = figure ? [] : withProperties(seen, named, askedFields(seen, roles, about, isOne, used, named.length > 0), about)
  const isTold = (field: FieldRef): boolean =>
    fields.some((other) => sameField(other, field)) ||
    used.some((other) => sameField(other, field)) ||
    (figure?.figure?.of ? sameField(figure.figure.of, field) : false) ||
    (figure?.figure?.by ? sameField(figure.figure.by, field) : false)
  const where = [
    ...named,
    ...comingConditions(seen, roles, about),
    ...amounts.conditions,
    ...times.conditions,
    ...choiceConditions(seen, roles, isTold),
    ...presenceConditions(seen, roles, isTold).filter(
      // `what did I pay on tolls`: of an amount, and not of what was paid on a day.
      ({ field, words }) => !(manner.howMuch && /^pa(?:y|id)\b/.test(words) && field.entity !== (figure?.entity ?? about)),
    ),
  ]
  const asks = figure ? [figure] : asksOf(seen, roles, about, fields, { ids, pick, named, isSingular: isSingular(seen, roles) })
  const sketch = pickedWithin({ asks, ids, pick, where, certainty: 0.9, understood: [] }, description, seen.text)
  return { sketch, roles, isWithoutDates: times.isWithoutDates, properties: fields.some((field) => typeOf(seen, field) === 'properties') }
}

/** One row that is named is not counted, but what it holds. */
const countedIn = (seen: Seen, roles: Roles, about: string | null, ids: readonly Condition[]): string | null => {
  const { manner, places, description } = seen
  // `how many kilometres did I drive with R-1` is one of its own numbers.
  if (roles.fields.some(({ field }) => field.entity === about && ['count', 'number'].includes(typeOf(seen, field)))) return about
  const isOneRow = ids.some(({ field }) => field.entity === about) || (places.length > 0 && places[0]!.by === 'newest' && (places[0]!.limit ?? 1) === 1)
  return (manner.howMany && isOneRow && about && contentsOf(description, about)?.name) || about
}

const isOfMoney = /\b(?:costs?|pay|paid|prices?|spen[dt]|charged?|worth|money|back)\b/i

/** A line is of one thing: `tulips or daffodils` are two values of one name. */
const eitherOf = (conditions: readonly Condition[], description: RecordsDescription): Condition[] =>
  conditions.reduce<Condition[]>((all, condition) => {
    const same = all.findIndex((other) => other.is === 'equal' && condition.is === 'equal' && sameField(other.field, condition.field))
    const isName = entityNamed(description, condition.field.entity)?.label === condition.field.field
    if (same < 0 || !isName) return [...all, condition]
    const { values, words, ...other } = all[same]!
    const more = condition.values.filter((value) => !values.includes(value))
    return more.length === 0 ? all : all.with(same, { ...other, values: [...values, ...more], words: `${words} or ${condition.words}` })
  }, [])

/** `how many plants did I buy`: pieces of what is sold. */
const soldBy = ({ description, text }: Seen, { entities }: Roles): readonly { readonly from: number }[] =>
  boughtBy.test(text) && !/\bdifferent\b/i.test(text)
    ? entities.filter(({ entity }) => entityNamed(description, entity)?.owner.kind === 'everyone').map(({ mention }) => mention)
    : []

const boughtBy = /\b(?:did|have|had) (?:i|we) (?:\p{L}+ )?(?:ever |already )?(?:buy|bought|order|ordered|purchased?)\b/iu

const asked = ({ entities }: Roles): string[] => entities.filter(({ isOf }) => !isOf).map(({ entity }) => entity)

/** Conditions on what is picked choose before the place does: the last order that was delivered. */
const pickedWithin = (sketch: Sketch, description: RecordsDescription, text: string): Sketch => {
  const { pick, where } = sketch
  if (!pick) return sketch
  // `when did I last order tofu`: the last of those with tofu.
  const isAdverb = /\b(?:i|we) (?:last|first)\b|\b(?:last|first) time\b/i.test(text)
  const isOfPick = ({ field }: Condition): boolean =>
    field.entity === pick.entity ||
    ((isAdverb || sketch.asks.every(({ entity }) => entity === pick.entity)) && isReachable(description, pick.entity, field.entity))
  const inside = sketch.ids.filter(({ field }) => field.entity !== pick.entity && isReachable(description, pick.entity, field.entity))
  return {
    ...sketch,
    pick: { ...pick, where: [...pick.where, ...inside, ...where.filter(isOfPick)] } satisfies Picked,
    where: where.filter((condition) => !isOfPick(condition) || (isAdverb && condition.field.entity !== pick.entity)),
  }
}

/** The entity whose rows are told: named as asked for, else holding the fields, else what the ids, values and places are of. */
const aboutOf = (seen: Seen, roles: Roles, ids: readonly Condition[], named: readonly Condition[], before: readonly string[]): string | null => {
  const { description, manner } = seen
  const [named1] = asked(roles)
  const isPlacedThing = seen.places.some(({ by }) => by !== 'newest')
  // `which company brought my order` is not the customer's own.
  const isSomebody =
    named1 === description.customers.entity && /\b(?:which|what) (?:company|firm|person)\b/i.test(seen.text) && !/\b(?:is|are) (?:my|our)\b/i.test(seen.text)
  const first = isSomebody
    ? undefined
    : named1 &&
        (isPlacedThing ||
          (manner.howMany && boughtBy.test(seen.text) && !/\bdifferent|kinds|sorts|types\b/i.test(seen.text)) ||
          (manner.howMany && ids.length > 0))
      ? ownedFor(seen, named1)
      : named1
  const idEntity = ids[0]?.field.entity
  const measured = roles.fields.filter(({ field, mention }) => ['money', 'number', 'count'].includes(typeOf(seen, field)) && !generic.test(mention.words))
  const told = (measured.length > 0 ? roles.fields.filter(({ mention }) => !generic.test(mention.words)) : roles.fields).filter(
    ({ field }) => !['date', 'time', 'boolean'].includes(typeOf(seen, field)) || manner.when,
  )
  const valueEntity = named[0] && ownedFor(seen, named[0].field.entity)
  if (manner.howMany && first) return first
  const main = mainEntity(description)?.name ?? null
  const of = roles.entities.find(({ isOf, mention }) => isOf && !/^(?:by|per|each|every)$/.test(seen.words[mention.from - 1]?.lower ?? ''))?.entity
  // `the deposit for R-1` is one of its charges.
  const kind = roles.choices.find(
    ({ mention, field }) =>
      field.entity !== idEntity &&
      !mention.isVerb &&
      /(?:^|_)(?:kind|type|category|reason)$/.test(field.field) &&
      /\b(?:the|my|our|an?|any) $/i.test(seen.text.slice(0, seen.words[mention.from]!.start)),
  )
  if (
    kind &&
    idEntity &&
    !first &&
    entityNamed(description, kind.field.entity)?.owner.kind !== 'everyone' &&
    isReachable(description, kind.field.entity, idEntity)
  )
    return kind.field.entity
  const thing = idEntity ?? of ?? (seen.places.length > 0 || before.length > 0 ? (before[0] ?? main) : null)
  const ofChoice = roles.choices.find(({ mention }) => !/^(?:paid|pay|charged?|bought)$/.test(mention.words))?.field.entity
  const ofDeed = !first && !idEntity && named.length === 0 && told.length === 0 ? moneyOfDeed(seen) : null
  if (ofDeed !== null) return ofDeed
  const isChoiceAmount =
    told.every(({ mention }) => /^(?:sum|amount|total|price|cost|size)s?$/.test(mention.words)) &&
    ofChoice !== undefined &&
    ofChoice !== thing &&
    (manner.howMuch || (!manner.yesNo && /\b(?:sum|amount|total)\b/i.test(seen.text))) &&
    moneyOf(entityNamed(description, ofChoice)!, seen.isStaff) !== null
  if (isChoiceAmount) return ownedFor(seen, ofChoice)
  if (
    first &&
    (told.length === 0 || told.some(({ field }) => field.entity === first) || told.every(({ field }) => !isReachable(description, first, field.entity)))
  )
    return first
  if (told[0])
    return valueEntity &&
      told[0].field.entity !== valueEntity &&
      isReachable(description, valueEntity, told[0].field.entity) &&
      leadsToOne(description, valueEntity, told[0].field.entity)
      ? valueEntity
      : told[0].field.entity
  if (manner.contents && !manner.howMuch) {
    const inside = contentsOf(description, thing ?? main ?? '')
    if (inside && (!first || first === thing)) return inside.name
  }
  // `the cheapest tree you have`
  const sold = roles.choices[0]?.field.entity
  if (sold && isPlacedThing && !first && manner.catalogue && entityNamed(description, sold)?.owner.kind === 'everyone') return sold
  if (valueEntity && seen.places.some(({ by }) => by === 'dear') && !first) return moneyFor(seen, valueEntity)?.entity ?? valueEntity
  if (valueEntity && !roles.entities.some(({ entity, isOf }) => !isOf && entity !== valueEntity)) return valueEntity
  const which = roles.choices.find(({ mention }) =>
    /\b(?:which|what)(?: kind of| type of| sort of)? $/i.test(seen.text.slice(0, seen.words[mention.from]!.start)),
  )
  if (which && which.field.entity !== thing && !manner.howMany) return ownedFor(seen, which.field.entity)
  if (thing) return thing
  if (ofChoice) return ownedFor(seen, ofChoice)
  if (roles.fields[0]) return roles.fields[0].field.entity
  return seen.times.length + seen.amounts.length > 0 ||
    manner.contents ||
    /\b(?:order(?:ed)?|bought|buy|purchased?|spen[dt](?:ing)?|paid|pay)\b/i.test(seen.text)
    ? main
    : null
}

/** `how much did I pay`: of payments, where what is mostly asked about has no total of its own. */
const moneyOfDeed = ({ description, manner, mentions, isStaff }: Seen): string | null => {
  const main = mainEntity(description)
  const total = main && moneyOf(main, isStaff)
  if (!manner.howMuch || (total && isTotal(total))) return null
  const entities = mentions.flatMap(({ meanings }) => meanings.flatMap((meaning) => (meaning.kind === 'entity' ? [meaning.entity] : [])))
  return entities.find((name) => name !== main?.name && moneyOf(entityNamed(description, name)!, isStaff) !== null) ?? null
}

/** `my order`, with nothing that says it is any of several. */
const isSingular = (seen: Seen, { entities }: Roles): boolean =>
  entities.length > 0 &&
  entities.every(({ mention }) => !mention.isPlural) &&
  /\b(?:my|the|this|that|our)\b/i.test(seen.text) &&
  !/\b(?:any|a|an|which)\b (?:of )?(?:my )?\S+$/i.test(seen.text.slice(0, seen.words[entities[0]!.mention.to - 1]!.end))

/** `which colour is the bottle`: a name that no field has may be one of its properties. */
const withProperties = (seen: Seen, named: readonly Condition[], fields: readonly FieldRef[], about: string): FieldRef[] => {
  const entity = entityNamed(seen.description, about)
  const held = entity?.fields.find(({ type, visibleTo }) => type === 'properties' && visibleTo === 'customer')
  if (!held || named.length === 0 || fields.some(({ field }) => field === held.name)) return [...fields]
  const isOfItsName = ({ from, to }: Seen['unknown'][number]): boolean => seen.words[to - 1]!.lower === 'type' && to - from > 1
  const asks =
    seen.unknown.some(isOfItsName) ||
    (/\b(?:confirm|remind|wonder\p{L}*|know|whether|if it|does it|has it|and its|they're|made of)\b/iu.test(seen.text) &&
      seen.unknown.some(
        ({ from }) => !named.some(({ words }) => words.toLowerCase().includes(seen.words[from]!.lower)) && !seen.asking.isContext(seen.words[from]!.start),
      )) ||
    (/\b(?:what|which|whats|what's)\b(?! (?:is|was|are|were|did|do) (?:in|the (?:status|price)))/i.test(seen.text) &&
      seen.unknown.some(({ from }) => !named.some(({ words }) => words.includes(seen.words[from]!.text))))
  if (!asks) return [...fields]
  return [...(fields.length > 0 ? fields : entity!.label ? [{ entity: about, field: entity!.label }] : []), { entity: about, field: held.name }]
}
