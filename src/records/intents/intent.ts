/**
 * What customers of a shop ask, whatever their words: learned from phrasings, since rules over words know only the words that they were given.
 * A closed list; each says what a question must hold for it to be meant at all.
 */

export const intents = [
  'state',
  'arrived',
  'was-sent',
  'placed',
  'sent',
  'needed',
  'contents',
  'contents-count',
  'property',
  'quantity',
  'item-price',
  'total',
  'tracking',
  'destination',
  'paid-with',
  'refund',
  'dearest',
  'freight',
  'carrier',
  'latest-state',
  'latest-contents',
  'latest-total',
  'latest-placed',
  'previous-state',
  'previous',
  'other',
  'order-of',
  'thing-state',
  'product-price',
  'cheapest',
  'list',
  'count',
  'spent',
  'freight-sum',
  'freight-average',
  'freight-most',
  'unsent',
  'balance',
  'methods',
  'email',
  'phone',
  'address',
  'contact',
  'may-cancel',
  'may-return',
  'policy',
  'change',
  'others',
  'hidden',
  'off-topic',
] as const
export type Intent = (typeof intents)[number]

/** What stands in a question beside the words that ask. */
export interface Held {
  /** A row by its id, by its place, or the one that was spoken of. */
  readonly row: boolean
  /** A row by its id. */
  readonly id: boolean
  /** The name of a thing that is known. */
  readonly thing: boolean
  /** Something was said before. */
  readonly talk: boolean
  /** What carrying costs is spoken of. */
  readonly carriage: boolean
}

/** Can it be meant by a question that holds this? Ids, names and what was said before are surer than any words around them. */
export const canBeMeant = (intent: Intent, { row, id, thing, talk, carriage }: Held): boolean => {
  if (carriage && ofGoods.has(intent)) return false
  if (ofThings.has(intent)) return thing && !(id && !ofThingsIn.has(intent))
  if (ofThingsIn.has(intent)) return thing && row
  if (ofRows.has(intent)) return row
  if (intent === 'previous' || intent === 'other') return talk
  if (ofAll.has(intent)) return !id
  return true
}

/** Asked of all of somebody's rows, or of those that a time or a state names. */
export const isOfAll = (intent: Intent): boolean => ofAll.has(intent)

/** What the goods cost is not what carrying them does. */
const ofGoods = new Set<Intent>(['total', 'latest-total', 'spent', 'refund'])
const ofRows = new Set<Intent>([
  'state',
  'arrived',
  'was-sent',
  'placed',
  'sent',
  'needed',
  'contents',
  'contents-count',
  'total',
  'tracking',
  'destination',
  'paid-with',
  'refund',
  'dearest',
  'freight',
  'carrier',
  'may-cancel',
  'may-return',
])
const ofThingsIn = new Set<Intent>(['quantity', 'item-price', 'property'])
const ofThings = new Set<Intent>(['order-of', 'thing-state', 'product-price', 'cheapest'])
const ofAll = new Set<Intent>([
  'latest-state',
  'latest-contents',
  'latest-total',
  'latest-placed',
  'previous-state',
  'list',
  'count',
  'spent',
  'freight-sum',
  'freight-average',
  'freight-most',
  'unsent',
  'balance',
  'methods',
  'email',
  'phone',
  'address',
  'contact',
])
