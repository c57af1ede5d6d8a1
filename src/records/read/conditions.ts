/** Conditions of a question: ids, values, choices, times, amounts, each on the field that fits it best. */
import type { FieldRef } from '../../domain/record-description.ts'
import type { Condition } from '../../domain/record-request.ts'
import { entityNamed, namesACustomer } from '../described.ts'
import type { AmountMark } from './amounts.ts'
import { byNearness, dateOf, isReachable, leadsToOne, mainEntity, moneyOf, priceOf, visibleFields } from './relate.ts'
import { endsFor } from './planned.ts'
import { preferred, typeOf, type Roles } from './roles.ts'
import type { Seen } from './seen.ts'
import { sameField } from './sketch.ts'
import type { Ends } from './times.ts'
import type { ValueMark } from './values.ts'

/** Ids of customers are no condition: who asks is known already. */
export const idConditions = (seen: Seen, around: readonly string[]): Condition[] =>
  seen.ids.flatMap(({ fields, value, words }) => {
    const usable = fields.filter((field) => seen.isStaff || !namesACustomer(seen.description, field))
    const named = usable.filter((field) => nameStandsBefore(seen, field, words))
    const [first] = usable
    const field = first && isOwnedKey(seen, first) ? first : (named[0] ?? byNearness(seen.description, around, usable, ({ entity }) => entity)[0])
    return field ? [{ field, is: 'equal' as const, values: [value], words }] : []
  })

const isOwnedKey = ({ description }: Seen, { entity, field }: FieldRef): boolean => {
  const described = entityNamed(description, entity)
  return described !== null && described.key.length === 1 && described.key[0] === field && described.owner.kind !== 'everyone'
}

const nameStandsBefore = (seen: Seen, { entity }: FieldRef, words: string): boolean => {
  const start = seen.text.indexOf(words)
  const before = seen.text.slice(Math.max(0, start - 30), start).toLowerCase()
  const described = entityNamed(seen.description, entity)!
  return [described.name, described.plural, ...described.called].some((name) => before.includes(name.toLowerCase()))
}

export const valueConditions = (seen: Seen, values: readonly ValueMark[], around: readonly string[]): Condition[] =>
  values.flatMap(({ found, words }) => {
    const [field] = preferred(
      seen,
      found.map((each) => each.field),
      around,
    )
    if (!field) return []
    const stored = found.find((each) => sameField(each.field, field))!.values
    const isPart = typeOf(seen, field) === 'properties' || stored.length > 12
    return [isPart ? { field, is: 'contains' as const, values: [words], words } : { field, is: 'equal' as const, values: [...stored], words }]
  })

/** `asked`: the entity whose rows are told; `used`: date fields that a time belongs to are not asked for themselves. */
export const timeConditions = (seen: Seen, roles: Roles, asked: string): { conditions: Condition[]; used: FieldRef[]; isWithoutDates: boolean } => {
  if (seen.times.length === 0) return { conditions: [], used: [], isWithoutDates: false }
  // `what did I pay for extras in 2026` is of no fine that was paid then.
  const isOfDeed = (field: FieldRef, words: string): boolean => seen.manner.howMuch && /^pa(?:y|id)\b/.test(words) && field.entity !== asked
  const dated = roles.fields.filter(
    ({ field, mention }) =>
      !isOfDeed(field, mention.words) && ['date', 'time'].includes(typeOf(seen, field)) && isReachable(seen.description, asked, field.entity),
  )
  const used: FieldRef[] = []
  const conditions = seen.times.flatMap((time) => {
    const before = dated.filter(({ mention }) => seen.words[mention.from]!.start < time.start)
    const field = (before.at(-1) ?? dated[0])?.field ?? defaultDate(seen, asked) ?? dateOfPurchase(seen, asked)
    if (!field) return []
    used.push(field)
    return [timeCondition(field, time.words, endsFor(seen, field, time))]
  })
  return { conditions, used, isWithoutDates: conditions.length === 0 }
}

const timeCondition = (field: FieldRef, words: string, { from, before }: Ends): Condition =>
  from !== null && before !== null
    ? { field, is: 'between', values: [from, before], words }
    : from !== null
      ? { field, is: 'at_least', values: [from], words }
      : { field, is: 'less', values: [before!], words }

/** Of the rows themselves, else of what they belong to. */
export const defaultDate = ({ description, isStaff }: Seen, asked: string): FieldRef | null => {
  const reached = byNearness(
    description,
    [asked],
    description.entities.filter(({ name }) => leadsToOne(description, asked, name)),
    ({ name }) => name,
  )
  for (const entity of reached) {
    const date = dateOf(entity, isStaff)
    if (date && entity.name !== description.customers.entity) return { entity: entity.name, field: date.name }
  }
  return null
}

/** `which plants did I buy in May`: what is sold has no day, and what it was bought with has. */
const dateOfPurchase = ({ description, manner }: Seen, asked: string): FieldRef | null => {
  const main = mainEntity(description)
  return manner.own && main?.newestBy && isReachable(description, asked, main.name) ? { entity: main.name, field: main.newestBy } : null
}

export const amountConditions = (seen: Seen, roles: Roles, asked: string): { conditions: Condition[]; used: FieldRef[] } => {
  const used: FieldRef[] = []
  const conditions = seen.amounts.flatMap((amount) => {
    const field = amountField(seen, roles, asked, amount)
    if (!field) return []
    used.push(field)
    const whole = typeOf(seen, field) === 'count' ? amount.values.map((value) => value.split('.')[0]!) : amount.values
    // "between 10 and 20 dollars" means 20 too, and `between` is half open: only times are told so.
    return amount.is === 'between'
      ? [
          { field, is: 'at_least' as const, values: [whole[0]!], words: amount.words },
          { field, is: 'at_most' as const, values: [whole[1]!], words: amount.words },
        ]
      : [{ field, is: amount.is, values: [...whole], words: amount.words }]
  })
  return { conditions, used }
}

const amountField = (seen: Seen, roles: Roles, asked: string, { isMoney, unit, start }: AmountMark): FieldRef | null => {
  const { description, isStaff, words } = seen
  const numeric = roles.fields.filter(
    ({ field }) => ['money', 'count', 'number'].includes(typeOf(seen, field)) && isReachable(description, asked, field.entity),
  )
  const near = numeric.filter(
    ({ mention }) => Math.abs(words[mention.from]!.start - start) < 40 && (!isMoney || typeOf(seen, { ...roles.fields[0]!.field }) !== ''),
  )
  const before = near.filter(({ mention }) => words[mention.from]!.start < start).at(-1) ?? near[0]
  if (before && (!isMoney || typeOf(seen, before.field) === 'money')) return before.field
  const entity = entityNamed(description, asked)!
  const measured = visibleFields(entity, isStaff).find(
    (field) => unit !== '' && (field.unit?.toLowerCase() === unit || [field.name, ...field.called].some((name) => name.toLowerCase() === unit)),
  )
  if (measured) return { entity: asked, field: measured.name }
  if (!isMoney && unit !== '' && !/^(?:and|or|in|on|with|for|each|from|this|last|since|that)$/.test(unit)) return null
  const money = /\beach\b|\bprice/.test(seen.text.toLowerCase()) ? priceOf(entity, isStaff) : moneyOf(entity, isStaff)
  return money ? { entity: asked, field: money.name } : null
}

/** `open or waiting` are several values of one field; `not` before one turns it. */
export const choiceConditions = (seen: Seen, roles: Roles, isAsked: (field: FieldRef) => boolean): Condition[] => {
  const conditions: { field: FieldRef; is: 'equal' | 'not'; values: string[]; words: string }[] = []
  for (const { field, values, mention } of roles.choices) {
    // `how late was it`, `did I pay late`: of a day, and not of where it stands.
    if (
      /\bhow $|\b(?:pay|paid|arriv\p{L}+|came|come|delivered|sent|shipped) (?:it )?(?:too )?$/iu.test(seen.text.slice(0, seen.words[mention.from]!.start)) &&
      /^(?:late|early|big|old|new)$/i.test(mention.words)
    )
      continue
    // `can it be cancelled` asks for the rule, and names no rows.
    // `who delivered it`, `where must it be returned` ask for somebody or a place, and not whether it was.
    if (
      (seen.manner.who || /\bwhere (?:must|should|can|do|shall|did)\b/i.test(seen.text)) &&
      (mention.isVerb || /^(?:i|we)$/.test(seen.words[mention.from - 1]?.lower ?? '')) &&
      !mention.isNegated &&
      !/\bwhose\b/i.test(seen.text)
    )
      continue
    // `when was it delivered`: on which day, and not whether.
    if (
      mention.isVerb &&
      !mention.isNegated &&
      /\bwhen (?:was|were|is|are|will|has|have|did|do|does)\b[^,;]*$/i.test(seen.text.slice(0, seen.words[mention.from]!.start)) &&
      !mention.isPlural &&
      isAsNamed(seen, roles)
    )
      continue
    // `how much have I spent` is of no rows that were.
    if (/^(?:spent|spend)$/.test(mention.words) && seen.manner.howMuch) continue
    if (
      isAsked(field) ||
      (/^pa(?:y|id|ying)$/.test(mention.words) && isOfMethod(seen, roles)) ||
      ((seen.manner.rule !== null || seen.manner.change) &&
        /^(?:cancel|return|refund|exchang|chang|modif|renew|paus|resum|stop|skip|collect|clos)/.test(mention.words))
    )
      continue
    const is = mention.isNegated ? 'not' : 'equal'
    const known = conditions.find((condition) => sameField(condition.field, field) && condition.is === is)
    if (known) {
      known.values.push(...values.filter((value) => !known.values.includes(value)))
      known.words += ` or ${mention.words}`
    } else conditions.push({ field, is, values: [...values], words: mention.isNegated ? `not ${mention.words}` : mention.words })
  }
  return conditions
}

/** Is it of one thing, and of no rows that it narrows: `when were my delivered orders placed`? */
const isAsNamed = ({ words }: Seen, { entities, choices }: Roles): boolean =>
  !choices.some(({ mention }) => mention.isVerb && entities.some((entity) => entity.mention.from === mention.to && words[entity.mention.from] !== undefined))

const isOwnDate = ({ description, isStaff }: Seen, { entity, field }: FieldRef): boolean => dateOf(entityNamed(description, entity)!, isStaff)?.name === field

/** `how did I pay`, `which did I pay by card`: with what, and not whether. */
const isOfMethod = ({ text }: Seen, { choices }: Roles): boolean =>
  /\bhow (?:did|do|have|has|had|was|were|is|are) (?:\S+ ){1,4}?pa(?:y|id)\b/i.test(text) || choices.some(({ field }) => /pa(?:y|id)|method/i.test(field.field))

/** `are available`, `have not been shipped`: a field that is true or not, a date that is there or not. */
export const presenceConditions = (seen: Seen, roles: Roles, isTaken: (field: FieldRef) => boolean): Condition[] =>
  roles.fields.flatMap(({ field, mention: { isNegated, isVerb, words } }): Condition[] => {
    // That what I bought was bought says nothing.
    if (
      isTaken(field) ||
      (/^pa(?:y|id|ying)\b/.test(words) && isOfMethod(seen, roles)) ||
      (seen.manner.whereTo && isVerb) ||
      (!isNegated && isVerb && seen.manner.own && (/^(?:order|bought|buy|purchas|borrow|book|place)/.test(words) || isOwnDate(seen, field)))
    )
      return []
    const type = typeOf(seen, field)
    const said = `${isNegated ? 'not ' : ''}${words}`
    if (type === 'boolean') return [{ field, is: 'equal', values: [isNegated ? 'false' : 'true'], words: said }]
    return type === 'date' || type === 'time' ? [{ field, is: isNegated ? 'missing' : 'present', values: [], words: said }] : []
  })
