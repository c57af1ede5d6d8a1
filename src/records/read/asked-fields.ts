/** Which fields a question wants told: those it names, and those that its `when`, `where`, `how much` stand for. */
import type { Entity, Field, FieldRef } from '../../domain/record-description.ts'
import { entityNamed } from '../described.ts'
import { addressFields, byNearness, contentsOf, dateOf, leadsToOne, mainEntity, moneyOf, priceOf, stateOf, visibleFields } from './relate.ts'
import { tookHowLong } from './manner.ts'
import { fieldsByMeaning } from './meant-fields.ts'
import type { Mention } from './mentions.ts'
import { defaultDate } from './conditions.ts'
import { generic, typeOf, type Roles } from './roles.ts'
import type { Seen } from './seen.ts'
import { sameField } from './sketch.ts'
import { rootOf, wordsOfName } from './words.ts'

/** `about`: the entity that it is asked of. `isOne`: of one row, and not which rows. `used`: fields that are conditions. */
export const askedFields = (seen: Seen, roles: Roles, about: string, isOne: boolean, used: readonly FieldRef[], thingNamed: boolean): FieldRef[] => {
  const { manner, description, isStaff } = seen
  const entity = entityNamed(description, about)
  if (!entity) return []
  const ref = (name: string): FieldRef => ({ entity: about, field: name })
  // `order number 10248` says the number, and asks for the order.
  const isGiven = (field: FieldRef): boolean => seen.ids.some(({ fields: of }) => of.some((other) => sameField(other, field)))
  const money = moneyOf(entity, isStaff)
  const ofAbout = (field: FieldRef, words: string): FieldRef =>
    field.entity !== about &&
    money &&
    typeOf(seen, field) === 'money' &&
    (/^(?:sum|amount|total)s?$/.test(words) || (generic.test(words) && roles.choices.some((choice) => choice.field.entity === about))) &&
    leadsToOne(description, about, field.entity)
      ? ref(money.name)
      : // The state of a return is the return's own.
        field.entity !== about &&
          /^(?:status|state)$/.test(words) &&
          seen.ids.every(({ fields }) => fields.every(({ entity: of }) => of !== field.entity)) &&
          stateOf(entity, isStaff)
        ? ref(stateOf(entity, isStaff)!.name)
        : field
  const isUsed = (field: FieldRef): boolean => used.some((other) => sameField(other, field))
  const named = roles.fields
    .filter(
      ({ mention }, _, all) =>
        !(
          /^(?:total|sum)s?$/.test(mention.words) &&
          all.some((other) => other.mention.from === mention.to && ['money', 'number', 'count'].includes(typeOf(seen, other.field)))
        ),
    )
    // `until when must I pay`: not when I did.
    .filter(({ field, mention }) => !(mention.isVerb && isDate(seen, field) && families[0]!.said.test(seen.text)))
    .filter(({ field, mention }) => !isUsed(field) && !isGiven(field) && isTold(seen, field, mention, isOne))
    .flatMap(({ field, mention }) => widened(seen, ofAbout(field, mention.words), mention.words))
  const fields = withoutParts(named, roles)
  if (fields.every((field) => isDate(seen, field))) fields.push(...fieldsByMeaning(seen, about))
  if (isOne && (manner.yesNo || (seen.ids.length > 0 && manner.rule === null && !manner.change)))
    fields.push(
      ...roles.choices
        // `who delivered it` asks for somebody.
        .filter(({ mention }) => !(manner.who && mention.isVerb))
        .map(({ field }) => field)
        // `did the tulip bulbs arrive`: a part of the thing's name.
        .filter(({ entity }) => !(thingNamed && entity !== about && entityNamed(description, entity)?.owner.kind === 'everyone'))
        .filter(({ entity }) => manner.yesNo || (entity === about && seen.ids.some(({ fields: of }) => of[0]!.entity === entity))),
    )
  // Nothing is reckoned from two days: both are told.
  if (isOne && tookHowLong.test(seen.text))
    fields.push(...[startOf(seen, about), dateOfPart(seen, about) ?? dateMeant(seen, entity)].filter((field) => field !== null))
  if (manner.when && !fields.some((field) => isDate(seen, field))) {
    const done = roles.fields.filter(({ field }) => isDate(seen, field)).map(({ field }) => field)
    const date =
      (families[0]!.said.test(seen.text) ? dateMeant(seen, entity) : null) ??
      done[0] ??
      dateOfDeed(seen, roles, about) ??
      dateMeant(seen, entity) ??
      dateOfPart(seen, about) ??
      (entity && dateOf(entity, isStaff) ? ref(dateOf(entity, isStaff)!.name) : null)
    const over = date ?? defaultDate(seen, about)
    if (over) fields.push(over)
    else if (stateOf(entity, isStaff)) fields.push(ref(stateOf(entity, isStaff)!.name))
  }
  if (manner.whereTo) fields.push(...addressFields(entity, isStaff).map(({ name }) => ref(name)))
  else if (manner.where && fields.length === 0) fields.push(...stateFor(seen, about))
  if (manner.howMuch && !fields.some((field) => ['money', 'count', 'number'].includes(typeOf(seen, field)))) {
    const cost = moneyFor(seen, about)
    if (cost) fields.push(cost)
  }
  if (isOne && onTime.test(seen.text) && fields.every((field) => isDate(seen, field))) fields.push(...datesOf(seen, about))
  if ((fields.length === 0 && !manner.howMuch && paidHow.test(seen.text)) || andHow.test(seen.text)) fields.push(...methodOf(seen, about))
  if (fields.length === 0 && manner.who && carrying.test(seen.text)) fields.push(...carrierOf(seen, about))
  if (fields.length === 0 && manner.yesNo && isOne && dateMeant(seen, entity)) fields.push(dateMeant(seen, entity)!)
  if (fields.length === 0 && manner.yesNo && isOne && seen.amounts.length + seen.times.length === 0 && !thingNamed) fields.push(...stateFor(seen, about))
  return fields.filter((field, index) => fields.findIndex((other) => sameField(other, field)) === index)
}

const carrying = /\b(?:deliver|bring|brought|carr(?:y|ie)|ship|transport)/i
/** `who delivered it`, where a row says so in a field. */
const carrierOf = ({ description, isStaff }: Seen, about: string): FieldRef[] => {
  const parts = description.entities.filter(({ name, owner }) => name === about || (owner.kind === 'via' && leadsToOne(description, name, about)))
  const found = byNearness(description, [about], parts, ({ name }) => name).flatMap((entity) =>
    visibleFields(entity, isStaff)
      .filter(({ name, called }) => [name, ...called].some((word) => /\b(?:carrier|courier|haulier|shipper|driver)\b/i.test(word.replaceAll('_', ' '))))
      .map(({ name }) => ({ entity: entity.name, field: name })),
  )
  return found.slice(0, 1)
}

const startOf = ({ description }: Seen, about: string): FieldRef | null => {
  const own = entityNamed(description, about)
  if (own?.newestBy && own.fields.some(({ name, type }) => name === own.newestBy && (type === 'date' || type === 'time')))
    return { entity: about, field: own.newestBy }
  const main = mainEntity(description)
  return main?.newestBy && (main.name === about || leadsToOne(description, about, main.name)) ? { entity: main.name, field: main.newestBy } : null
}

/** Whether it came on time is seen by the day that was planned and the day that it came. */
const onTime =
  /\bon time\b|\bpunctual|\b(?:arrive|came|come|delivered|paid|pay|shipped|sent) (?:too )?(?:late|early)\b|\b(?:is|was|are|were) .{1,40} (?:late|early|delayed)\b|\btoo late\b(?! to)|\bhow late\b/i
const datesOf = ({ description, isStaff }: Seen, about: string): FieldRef[] => {
  const parts = description.entities.filter(({ name, owner }) => name === about || (owner.kind === 'via' && leadsToOne(description, name, about)))
  for (const entity of byNearness(description, [about], parts, ({ name }) => name)) {
    const dates = visibleFields(entity, isStaff).filter(({ type }) => type === 'date' || type === 'time')
    if (dates.length > 1) return dates.map(({ name }) => ({ entity: entity.name, field: name }))
  }
  return []
}

/** `how was it paid`, where a row says so in a field. */
const andHow = /\bpa(?:y|id)\b.*,? and how\s*[?.!]*$/i
const paidHow = /\bhow (?:did|do|have|has|had|was|were|is|are) (?:\S+ ){1,4}?pa(?:y|id)\b/i
const methodOf = ({ description, isStaff }: Seen, about: string): FieldRef[] =>
  visibleFields(entityNamed(description, about)!, isStaff)
    .filter(
      ({ name, called, type }) =>
        (type === 'choice' || type === 'text') && [name, ...called].some((word) => /\bpa(?:y|id|yment)\b/i.test(word.replaceAll('_', ' '))),
    )
    .slice(0, 1)
    .map(({ name }) => ({ entity: about, field: name }))

/** One word of a longer name counts only where no whole name is said. */
const withoutParts = (fields: readonly FieldRef[], { fields: said }: Roles): FieldRef[] => {
  const isWhole = ({ field, mention }: Roles['fields'][number]): boolean =>
    mention.meanings.some((meaning) => meaning.kind === 'field' && !meaning.part && sameField(meaning.field, field))
  const whole = said.filter(isWhole)
  return fields.filter(
    (field) =>
      whole.some((each) => sameField(each.field, field)) ||
      !said.some((each) => sameField(each.field, field) && !isWhole(each) && whole.some((other) => other.field.entity === field.entity)),
  )
}

/** Where a row stands, or what it belongs to. */
export const stateFor = ({ description, isStaff }: Seen, about: string): FieldRef[] => {
  const over = byNearness(
    description,
    [about],
    description.entities.filter(({ name }) => leadsToOne(description, about, name)),
    ({ name }) => name,
  )
  for (const entity of over) {
    const state = stateOf(entity, isStaff)
    const label = entityNamed(description, about)!.label
    const place = visibleFields(entity, isStaff).find(({ name, called }) => /\b(?:location|shelf|room|whereabouts|place)\b/i.test([name, ...called].join(' ')))
    if (!state && place) return [{ entity: entity.name, field: place.name }]
    if (state && entity.owner.kind !== 'everyone')
      return entity.name === about || !label
        ? [{ entity: entity.name, field: state.name }]
        : [
            { entity: about, field: label },
            { entity: entity.name, field: state.name },
          ]
  }
  return []
}

/** What the thing itself costs, else what the nearest that belongs to it does. */
export const moneyFor = ({ description, isStaff, text, manner }: Seen, about: string): FieldRef | null => {
  const isPrice = /\bprices?\b|\beach\b|\bhow expensive\b/i.test(text) || (!manner.own && /\bcosts?\b/i.test(text))
  const own = entityNamed(description, about)!
  const found = isPrice ? priceOf(own, isStaff) : moneyOf(own, isStaff)
  if (found) return { entity: about, field: found.name }
  const inside = contentsOf(description, about)
  const near = inside ? [inside] : byNearness(description, [about], description.entities, ({ name }) => name).slice(1, 3)
  for (const other of near) {
    const money = isPrice ? priceOf(other, isStaff) : moneyOf(other, isStaff)
    if (money && (other.owner.kind !== 'staff' || isStaff)) return { entity: other.name, field: money.name }
  }
  return null
}

/** `when did I pay invoice 7`: the day of its payment. */
const dateOfDeed = ({ description, isStaff, mentions }: Seen, { entities }: Roles, about: string): FieldRef | null => {
  for (const { meanings, isVerb, words } of mentions)
    for (const meaning of isVerb ? meanings : []) {
      const deed = meaning.kind === 'entity' ? entityNamed(description, meaning.entity) : null
      if (!deed || deed.name === about || entities.some(({ entity }) => entity === deed.name) || !leadsToOne(description, deed.name, about)) continue
      const named = visibleFields(deed, isStaff).find(
        ({ name, type }) => (type === 'date' || type === 'time') && wordsOfName(name).some((word) => rootOf(word) === rootOf(words)),
      )
      const date = named ?? dateOf(deed, isStaff)
      if (date) return { entity: deed.name, field: date.name }
    }
  return null
}

/** `when will my order arrive`: as its parcel says. */
const dateOfPart = (seen: Seen, about: string): FieldRef | null => {
  const { description, text } = seen
  if (!/\b(?:arriv|get here|deliver|receiv|get it|reach|expect|(?:come|came|coming)\b)/i.test(text)) return null
  // A line arrives with its order.
  const main = mainEntity(description)
  const over = [about, ...(main && leadsToOne(description, about, main.name) ? [main.name] : [])]
  const parts = description.entities.filter(({ name, owner }) => name !== about && owner.kind === 'via' && over.some((of) => leadsToOne(description, name, of)))
  return (
    byNearness(description, [about], parts, ({ name }) => name)
      .map((part) => dateMeant(seen, part))
      .find((date) => date !== null) ?? null
  )
}

/** `when did it leave`: the date whose name or meaning says the same in another word. */
const dateMeant = ({ text, isStaff }: Seen, entity: Entity): FieldRef | null => {
  const family = families.find(({ said }) => said.test(text))
  const fits = family
    ? visibleFields(entity, isStaff).filter(
        ({ name, called, meaning, type }) =>
          (type === 'date' || type === 'time') && family.named.test([name, ...called, meaning].join(' ').replaceAll('_', ' ')),
      )
    : []
  // What will come is expected, and not yet delivered.
  const found =
    (/\bwill\b|\bexpected\b|\bcoming\b/i.test(text)
      ? fits.find(isPlanned)
      : /\b(?:did|was|were|has|have|had)\b/i.test(text)
        ? fits.find((field) => !isPlanned(field))
        : null) ?? fits[0]
  return found ? { entity: entity.name, field: found.name } : null
}

const isPlanned = ({ name, called }: Field): boolean => /expect|estimat|planned|due|requir/i.test([name, ...called].join(' '))

const families = [
  {
    said: /\b(?:deadline|by (?:what|which) (?:day|date)|by when|until when|date by which|(?:has|have|had|must|needs?|needed) (?:to )?be (?:here|there|with (?:us|me)))\b/i,
    named: /\b(?:due|requir|needed|deadline|until|ends?\b|expir)/i,
  },
  {
    said: /\b(?:posted|mailed|le(?:ave|ft)|go(?:ne)? out|went out|sent|ship|dispatch|on its way|out the door)/i,
    named: /\b(?:ship|sen[dt]|dispatch|left|leave)/i,
  },
  {
    said: /\b(?:arriv|get here|com(?:e|ing)|came|deliver|receiv|get it|reach|expect|land|show up)/i,
    named: /\b(?:deliver|arriv|receiv|expect|requir|due|needed)/i,
  },
  { said: /\b(?:due|back|owe|pay by|deadline)/i, named: /\b(?:due|requir|return|needed|pay)/i },
  {
    said: /\b(?:place|order|buy|bought|made|purchas|borrow|book|creat|open|start|join|regist|sign)/i,
    named: /\b(?:order|plac|purchas|creat|made|bought|borrow|book|open|start|join|regist|since)/i,
  },
  { said: /\b(?:end|expir|finish|over|close|run(?:s|ning)? out|running|still (?:valid|active|on))/i, named: /\b(?:end|expir|until|finish|clos)/i },
]

const isDate = (seen: Seen, field: FieldRef): boolean => ['date', 'time'].includes(typeOf(seen, field))

/** A participle of a set (`which were shipped`) is a condition, and so is a yes or no of it. */
const isTold = (seen: Seen, field: FieldRef, { isVerb, isNegated }: Mention, isOne: boolean): boolean => {
  const { manner } = seen
  if (isDate(seen, field) && isNegated && !isOne) return false
  if (isDate(seen, field))
    return (
      !(manner.whereTo && isVerb) &&
      (manner.when ||
        (isOne && (manner.yesNo || !isVerb || manner.where || (seen.ids.length > 0 && seen.words.length < 5))) ||
        (!isVerb && seen.times.length === 0))
    )
  if (typeOf(seen, field) === 'boolean') return manner.yesNo && !manner.howMany && (isOne || !manner.own)
  return true
}

/** An address is several fields, and so is a name of first and last. */
const widened = (seen: Seen, field: FieldRef, words: string): FieldRef[] => {
  const entity = entityNamed(seen.description, field.entity)!
  const of = (names: readonly { name: string }[]): FieldRef[] => names.map(({ name }) => ({ entity: field.entity, field: name }))
  if (/\badd?ress(?:es)?$|^(?:home|residence)$/.test(words)) {
    const parts = addressFields(entity, seen.isStaff)
    if (parts.some(({ name }) => name === field.field)) return of(parts)
  }
  if (/(?:^|\b(?:my|full) )names?$/.test(words) && /^(?:first|last|given|family)_?name/i.test(field.field))
    return of(visibleFields(entity, seen.isStaff).filter(({ name }) => /^(?:first|middle|last|given|family)_?name/i.test(name)))
  return [field]
}
