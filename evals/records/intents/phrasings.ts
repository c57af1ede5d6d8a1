/** Phrasings of the voices that are for development (test2 and test3 were sealed once), each with what it asks; the sealed ones are never among them. */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import type { Intent } from '../../../src/records/intents/intent.ts'
import { masks } from '../../../src/records/intents/masked-question.ts'

export interface Phrasing {
  readonly voice: string
  readonly intent: Intent
  readonly text: string
}

type Voice = Readonly<Record<string, readonly (string | readonly string[])[]>>

const folder = join(import.meta.dirname, '../questions/voices')

export const readPhrasings = async (isWanted: (voice: string) => boolean = () => true): Promise<Phrasing[]> => {
  const files = globSync('*-{dev*,test2,test3}.mjs', { cwd: folder }).sort()
  const read = files.map(async (file): Promise<Phrasing[]> => {
    const [, set, voice] = /^(\w+)-(dev\d*|test[23])\.mjs$/.exec(file)!
    if (!isWanted(voice!)) return []
    const kinds = Object.values((await import(join(folder, file))) as Record<string, Voice>)[0]!
    return Object.entries(kinds).flatMap(([kind, phrases]) => {
      const intent = asked[`${set} ${kind}`] ?? asked[kind]
      return intent ? phrases.map((phrase) => ({ voice: voice!, intent, text: masked(typeof phrase === 'string' ? phrase : phrase[0]!) })) : []
    })
  })
  return (await Promise.all(read)).flat()
}

const slots: Readonly<Record<string, string>> = {
  order: masks.id,
  product: masks.thing,
  year: masks.year,
  month: masks.month,
  status: masks.state,
  option: 'color',
  person: 'John Smith',
}
const masked = (phrase: string): string => phrase.replaceAll(/\{(\w+)\}/g, (_, name: string) => slots[name] ?? name)

/** `not-mine` asks for anything of an order that is somebody else's. */
const asked: Readonly<Record<string, Intent | null>> = {
  status: 'state',
  'status-yes-no': 'arrived',
  items: 'contents',
  'items-count': 'contents-count',
  option: 'property',
  'item-price': 'item-price',
  total: 'total',
  tracking: 'tracking',
  'tracking-none': 'tracking',
  'ship-to': 'destination',
  'paid-with': 'paid-with',
  'refund-amount': 'refund',
  'gift-card': 'balance',
  'payment-methods': 'methods',
  orders: 'list',
  'orders-count': 'count',
  'orders-count-status': 'count',
  'orders-status': 'list',
  'latest-status': 'latest-state',
  'latest-items': 'latest-contents',
  'latest-total': 'latest-total',
  'previous-status': 'previous-state',
  'order-of-product': 'order-of',
  'product-status': 'thing-state',
  dearest: 'dearest',
  spent: 'spent',
  email: 'email',
  'my-address': 'address',
  'follow-items': 'contents',
  'follow-total': 'total',
  'follow-previous': 'previous',
  'follow-other': 'other',
  'none-status': 'list',
  'none-product': 'order-of',
  catalogue: 'cheapest',
  'mixed-cancel': 'may-cancel',
  'mixed-return': 'may-return',
  policy: 'policy',
  change: 'change',
  'change-profile': 'change',
  everyone: 'others',
  others: 'others',
  'out-of-scope': 'off-topic',
  shipped: 'sent',
  ordered: 'placed',
  required: 'needed',
  quantity: 'quantity',
  freight: 'freight',
  shipper: 'carrier',
  'count-year': 'count',
  'list-month': 'list',
  'sum-year': 'spent',
  'freight-year': 'freight-sum',
  'average-freight': 'freight-average',
  'highest-freight': 'freight-most',
  'latest-date': 'latest-placed',
  'shipped-yes-no': 'was-sent',
  'not-shipped': 'unsent',
  profile: 'phone',
  contact: 'contact',
  'product-price': 'product-price',
  'none-year': 'list',
  hidden: 'hidden',
}
