/** Requests of every kind over the small shop, as `checkRequest` admits them, for tests with many. */
import fc from 'fast-check'
import type { Condition, RecordRequest } from '../../domain/record-request.ts'
import { checkRequest } from '../check-request.ts'
import { shop, type Rows } from './shop-for-tests.ts'

type Name = keyof Rows
const pick = <Value>(...values: readonly Value[]) => fc.constantFrom(...values)

const values: Readonly<Record<string, readonly string[]>> = {
  'order.number': ['A1', 'A2', 'A9', 'A99', "A1' or true --"],
  'order.placed': ['1997-05-01', '1997-05-12', '1997-06-01', '1998-01-01'],
  'order.state': ['open', 'sent', 'gone'],
  'order.paid': ['true', 'false'],
  'order.sent_at': ['1997-05-14', '1997-05-15'],
  'order.total': ['0', '50', '100.5'],
  'line.number': ['A1', 'A3', 'A99'],
  'line.price': ['10', '25.25', '49'],
  'line.quantity': ['1', '2', '4'],
  'line.made': ['red', 'DARK', 'colour'],
  'line.sum': ['30', '100'],
  'product.name': ['lamp', 'Büro_chair 100%', '%', 'chair'],
  'customer.city': ['paris', "L'Aquila"],
}
const fields = Object.keys(values).map((it) => ({ entity: it.split('.')[0]!, field: it.split('.')[1]! }))

const condition: fc.Arbitrary<Condition> = fc
  .record({
    field: pick(...fields),
    is: pick('equal', 'not', 'less', 'at_most', 'more', 'at_least', 'between', 'contains', 'missing', 'present'),
    first: fc.nat(4),
    second: fc.nat(4),
  })
  .map(({ field, is, first, second }) => {
    const known = values[`${field.entity}.${field.field}`]!
    const [one, other] = [known[first % known.length]!, known[second % known.length]!]
    const count = is === 'missing' || is === 'present' ? 0 : is === 'between' ? 2 : 1
    return {
      field,
      is: is as Condition['is'],
      values: [one, other].slice(0, count), // As a year is said: digits that stand in a day too.
      words: one.slice(0, 4),
    }
  })
const where = fc.array(condition, { maxLength: 2 })
const entity = pick<Name>('customer', 'order', 'line', 'product')
const place = pick(...fields, { entity: 'order', field: 'placed' })
const within = fc.option(
  fc.record({
    entity: pick('order'),
    where: fc.array(condition, { maxLength: 1 }),
    order: fc.record({ by: pick({ entity: 'order', field: 'placed' }), descending: fc.boolean() }),
    offset: fc.nat(2),
    limit: fc.constant(1),
    words: fc.constant('my 2 latest orders'),
  }),
  { nil: undefined },
)
const withMaybe = <Given extends { within: unknown }>({ within: some, ...rest }: Given) => (some === undefined ? rest : { ...rest, within: some })
const find = fc
  .record({
    kind: fc.constant('find'),
    entity,
    fields: fc.array(pick(...fields), { maxLength: 2 }),
    where,
    within,
    order: fc.option(fc.record({ by: place, descending: fc.boolean() })),
    offset: fc.nat(3),
    limit: fc.integer({ min: 1, max: 8 }),
  })
  .map(withMaybe)
const figure = fc
  .record({
    kind: fc.constant('figure'),
    entity,
    figure: pick('count', 'sum', 'average', 'least', 'most'),
    of: fc.option(place),
    where,
    within,
    by: fc.option(place, { freq: 3 }),
    limit: fc.integer({ min: 1, max: 8 }),
  })
  .map(withMaybe)
export const requests = fc.oneof(find, figure).filter((it) => checkRequest(shop, it as RecordRequest, false).length === 0) as fc.Arbitrary<RecordRequest>
