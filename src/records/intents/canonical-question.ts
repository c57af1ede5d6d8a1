/** What was asked, in plain words that the rules know, with the ids, names, times and states that the question holds. */
import { fieldOf } from '../described.ts'
import { carriageOf } from '../read/carriage.ts'
import { contentsOf, mainEntity } from '../read/relate.ts'
import type { Seen } from '../read/seen.ts'
import type { ValueMark } from '../read/values.ts'
import { isOfAll, type Intent } from './intent.ts'
import { statesIn, thingsIn } from './masked-question.ts'

/** Null where it cannot be said without leaving out what the question holds. */
export const canonicalQuestion = (intent: Intent, seen: Seen, values: readonly ValueMark[], hasTalk: boolean): string | null => {
  const main = mainEntity(seen.description)
  if (!main || seen.ids.length > 1 || (seen.times.length > 1 && seen.ids.length === 0) || seen.amounts.length > 0) return null
  const things = thingsIn(seen, values)
  if (new Set(things.map(({ words }) => words)).size > 1) return null
  // What is told of all of them would leave out a name that narrows it.
  if (isOfAll(intent) && values.some(({ found }) => found.some(({ field }) => fieldOf(seen.description, field)?.type !== 'properties'))) return null
  if (/^(?:latest|previous-)/.test(intent) && isAnotherPlace(seen, intent === 'previous-state' ? 1 : 0)) return null
  const states = statesIn(seen)
  if (seen.ids.length === 0 && seen.mentions.some(({ words, isNegated }) => isNegated && states.includes(words))) return null
  // A day beside a row's own number narrows nothing; `my last order in May` is another than the last.
  const narrows = seen.ids.length === 0 && (seen.times.length > 0 || states.length > 0)
  if (narrows && (seen.places.length > 0 || /^(?:latest|previous)/.test(intent)) && !ofState.has(intent)) return null
  const write = writers[intent]
  return write
    ? write({
        order: main.name,
        orders: main.plural,
        items: contentsOf(seen.description, main.name)?.plural ?? 'items',
        row: rowOf(seen, main.name, hasTalk),
        isById: seen.ids.length > 0,
        thing: things[0]?.words ?? null,
        freight: carriageOf(seen.description),
        time: seen.times[0] ? ` ${seen.times[0].words}` : '',
        state: states[0] ?? null,
      })
    : null
}

/** `my first order` is not the latest. */
const isAnotherPlace = ({ places }: Seen, offset: number): boolean =>
  places.some((place) => place.by === 'newest' && (!place.descending || place.offset > offset || (place.limit ?? 1) > 1))

// Where it stands is what they ask.
const ofState = new Set<Intent>(['arrived', 'was-sent', 'may-cancel', 'may-return'])

/** Is a row named, or was one spoken of? */
export const rowOf = ({ ids, places, description }: Pick<Seen, 'ids' | 'places' | 'description'>, main: string, hasTalk: boolean): string | null => {
  const [id] = ids
  if (id) {
    const { entity } = id.fields.find((field) => field.entity === main) ?? id.fields[0]!
    // `the firm that carried 10912`: no customer asks for a customer.
    return `${entity === description.customers.entity ? main : entity} ${id.value}`
  }
  const place = places.find(({ by }) => by === 'newest')
  if (place) return !place.descending || (place.limit ?? 1) > 1 || place.offset > 1 ? null : place.offset === 1 ? previous(main) : latest(main)
  return hasTalk ? 'it' : null
}

const latest = (order: string): string => `my latest ${order}`
const previous = (order: string): string => `the ${order} before my latest one`

interface Parts {
  readonly order: string
  readonly orders: string
  readonly items: string
  readonly row: string | null
  /** The row is named by its id. */
  readonly isById: boolean
  readonly thing: string | null
  /** What carrying is called. */
  readonly freight: string | null
  /** With a space before it; empty: none. */
  readonly time: string
  readonly state: string | null
}
type Write = (parts: Parts) => string | null

const ofRow =
  (write: (row: string, parts: Parts) => string): Write =>
  (parts) =>
    parts.row && (!parts.time || parts.isById) ? write(parts.row, parts) : null
const ofThing =
  (write: (thing: string, parts: Parts) => string): Write =>
  (parts) =>
    parts.thing && !parts.time ? write(parts.thing, parts) : null
const ofThingIn = (write: (thing: string, row: string) => string): Write => ofThing((thing, { row }) => (row ? write(thing, row) : ''))
const plain =
  (text: string): Write =>
  () =>
    text

const writers: Partial<Record<Intent, Write>> = {
  state: ofRow((row) => `Where is ${row}?`),
  arrived: ofRow((row) => `Has ${row} been delivered?`),
  'was-sent': ofRow((row) => `Has ${row} been shipped?`),
  placed: ofRow((row) => `When did I place ${row}?`),
  sent: ofRow((row) => `When was ${row} shipped?`),
  needed: ofRow((row) => `By when is ${row} required?`),
  contents: ofRow((row) => `What is in ${row}?`),
  'contents-count': ofRow((row, { items }) => `How many ${items} are in ${row}?`),
  quantity: ofThingIn((thing, row) => `What quantity of ${thing} is in ${row}?`),
  'item-price': ofThingIn((thing, row) => `How much was the ${thing} in ${row}?`),
  total: ofRow((row) => `How much did ${row} cost?`),
  tracking: ofRow((row) => (row === 'it' ? 'What is its tracking number?' : `What is the tracking number of ${row}?`)),
  destination: ofRow((row) => `What is the shipping address of ${row}?`),
  'paid-with': ofRow((row) => `How did I pay for ${row}?`),
  refund: ofRow((row) => `How much was refunded for ${row}?`),
  dearest: ofRow((row) => `What is the most expensive item in ${row}?`),
  freight: ofRow((row) => `What was the shipping cost of ${row}?`),
  carrier: ofRow((row) => `Which shipper carried ${row}?`),
  'latest-state': ({ order }) => `Where is ${latest(order)}?`,
  'latest-contents': ({ order }) => `What is in ${latest(order)}?`,
  'latest-total': ({ order }) => `How much did ${latest(order)} cost?`,
  'latest-placed': ({ order }) => `When was ${latest(order)}?`,
  'previous-state': ({ order }) => `What is the status of ${previous(order)}?`,
  previous: plain('And the one before?'),
  'order-of': ofThing((thing, { order }) => `Which ${order} has the ${thing}?`),
  'thing-state': ofThing((thing) => `Where is my ${thing}?`),
  'product-price': ofThing((thing) => `How much does ${thing} cost?`),
  cheapest: ofThing((thing) => `How much is the cheapest ${thing} in your store?`),
  list: ({ orders, time, state }) =>
    state ? (time ? null : `Which of my ${orders} are ${state}?`) : time ? `Which ${orders} did I place${time}?` : `What ${orders} do I have?`,
  count: ({ orders, time, state }) =>
    state ? (time ? null : `How many of my ${orders} are ${state}?`) : time ? `How many ${orders} did I place${time}?` : `How many ${orders} do I have?`,
  spent: ({ time, state }) => (state ? null : time ? `How much did I spend${time}?` : 'How much have I spent in total?'),
  'freight-sum': ({ orders, freight, time }) => freight && `Total ${freight} of our ${orders}${time}?`,
  'freight-average': ({ order, time }) => (time ? null : `What is our average shipping cost per ${order}?`),
  'freight-most': ({ orders, time }) => (time ? null : `Which of our ${orders} had the highest shipping cost?`),
  unsent: ({ orders, time }) => (time ? null : `Which of our ${orders} have not been shipped yet?`),
  balance: plain('What is the balance of my gift card?'),
  methods: plain('Which payment methods do I have on file?'),
  email: plain('What is my email address?'),
  phone: plain('What phone number do you have for us?'),
  address: plain('What is my default address?'),
  contact: plain('Who is our contact person?'),
  'may-cancel': ofRow((row) => `Can I still cancel ${row}?`),
  'may-return': ofRow((row) => `Can I still return ${row}?`),
}
