/** Typed operations as somebody would write them who had the model's place: any entity and field, identities among the conditions, all that is odd. */
import type { Scene } from './attempt.ts'

const fields: Readonly<Record<string, readonly string[]>> = {
  customer: ['customer_id', 'name', 'email', 'address', 'remark'],
  order: ['order_id', 'customer_id', 'position', 'status', 'ordered_on', 'ship_to', 'note', 'total'],
  item: ['order_id', 'position', 'product', 'price'],
  shipment: ['order_id', 'tracking_id'],
  payment: ['order_id', 'position', 'method', 'amount'],
  product: ['product_id', 'name'],
}
const entities = Object.keys(fields)
const comparisons = ['equal', 'not', 'less', 'at_most', 'more', 'at_least', 'between', 'contains', 'missing', 'present']
const figures = ['count', 'sum', 'average', 'least', 'most']

/** `isTame`: of kinds that a check may well admit; else anything goes. */
export const hostileRequest = (scene: Scene, isTame: boolean): object => {
  const { random } = scene
  const entity = isTame ? random.pick(entities) : random.pick([...entities, 'pg_user', 'orders', 'customers"; --', '__proto__', 'constructor'])
  const some = <Item>(make: () => Item, most: number): Item[] => Array.from({ length: random.number(most + 1) }, make)
  const field = (of = random.number(3) === 0 ? random.pick(entities) : entity): object => ({
    entity: of,
    field: random.pick([
      ...(Object.hasOwn(fields, of) ? fields[of]! : []),
      ...(isTame ? [] : ['*', 'ctid', 'tableoid', 'customer_id" or true --', 'xmin', 'toString']),
    ]),
  })
  const condition = (): object => ({ field: field(), is: random.pick(comparisons), values: some(() => hostileValue(scene), 2), words: 'so' })
  const where = some(condition, 2)
  const limit = random.pick(isTame ? [1, 10, 50] : [50, 1000, 1e9, -1, Number.NaN])
  const ordered = (): object => ({ by: field(), descending: random.number(2) === 0 })
  const within =
    random.number(5) === 0 ? { within: { entity: random.pick(entities), where: some(condition, 1), order: ordered(), offset: 0, limit: 5, words: 'so' } } : {}
  if (random.number(2) === 0)
    return {
      kind: 'figure',
      entity,
      figure: random.pick(figures),
      of: random.number(2) === 0 ? null : field(),
      where,
      by: random.number(2) === 0 ? null : field(),
      limit,
      ...within,
    }
  const order = random.number(3) === 0 ? ordered() : null
  return { kind: 'find', entity, fields: some(() => field(), 4), where, order, offset: random.pick([0, 0, 1, 3]), limit, ...within }
}

const hostileValue = ({ random, victim, victimOrder, attacker }: Scene): string =>
  random.pick([
    victim.customer_id,
    victim.name,
    victim.email,
    victimOrder.order_id,
    attacker.customer_id,
    '',
    '%',
    '_',
    'a',
    '0',
    '-1',
    '2000-01-01',
    '2999-12-31',
    'pending',
    'delivered',
    "' or '1'='1",
    "x') or true --",
    '$1',
    '\\',
    "\\' or true --",
    `'||current_setting('answerable.customer')||'`,
    '1e308',
    'NaN',
    'Infinity',
    '\u0000',
    '\uD800',
  ])
