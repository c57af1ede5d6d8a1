/** Kinds of questions of Northwind's customers: dates, periods and figures, which the shop's data has not. Expectations as in `retail.mjs`, and `{ date }`. */
import { pick, pickWhere, sum } from './seeded.mjs'

const answer = (says, cites, more = {}) => ({ outcome: 'answer', says, cites, ...more })
const refusal = (why) => ({ outcome: 'refusal', why, says: [], cites: [] })
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

const ofOrder = (isRight, expect) => (random, world) => {
  const order = pickWhere(random, world.orders, (it) => it.customer && isRight(it))
  return { customer: order.customer, slots: { order: order.id }, expect: expect(order) }
}

const ofCustomer = (isRight, make) => (random, world) => {
  const customer = pickWhere(random, world.customers, (it) => it.own.length > 0 && isRight(it))
  return { customer: customer.id, slots: {}, ...make(customer, random, world) }
}

/** Several orders of one day: which is the latest is not said by the data. */
const isOneLatest = ({ own }) => own.length > 2 && new Set(own.slice(-3).map(({ ordered }) => ordered)).size === 3

const inYear = (make) =>
  ofCustomer(always, ({ own }, random) => {
    const year = pick(random, own).ordered.slice(0, 4)
    return { slots: { year }, expect: make(own.filter(({ ordered }) => ordered.startsWith(year))) }
  })

const always = () => true
const isShipped = ({ shipped }) => shipped !== null
const date = (order, value, role) => answer([[{ date: value }]], [{ role, id: order.id }])
const itemsOf = ({ items }) =>
  answer(
    items.map(({ product }) => [product.name]),
    [{ role: 'line.product' }],
  )
const figure = (amount, role) => answer([[{ money: amount }]], [{ role }], { figure: amount })
const refused = (why) => (random, world) => {
  const customer = pickWhere(random, world.customers, ({ own }) => own.length > 0)
  const other = pickWhere(random, world.customers, ({ id, own }) => id !== customer.id && own.length > 0)
  return { customer: customer.id, slots: { order: pick(random, customer.own).id, person: other.company }, expect: refusal(why) }
}
const said = (question, reply) => [
  { role: 'user', content: question },
  { role: 'assistant', content: reply },
]

export const northwindKinds = {
  shipped: ofOrder(isShipped, (order) => date(order, order.shipped, 'order.shipped')),
  ordered: ofOrder(always, (order) => date(order, order.ordered, 'order.ordered')),
  required: ofOrder(always, (order) => date(order, order.required, 'order.required')),
  items: ofOrder(always, itemsOf),
  quantity: (random, world) => {
    const order = pickWhere(random, world.orders, ({ customer }) => customer !== null)
    const line = pick(random, order.items)
    const expect = answer([[{ number: line.quantity }]], [{ role: 'line.quantity' }])
    return { customer: order.customer, slots: { order: order.id, product: line.product.name }, expect }
  },
  total: ofOrder(always, (order) => figure(order.total, 'order.total')),
  freight: ofOrder(always, (order) => answer([[{ money: order.freight }]], [{ role: 'order.freight', id: order.id }])),
  shipper: ofOrder(
    ({ shipper }) => shipper !== undefined,
    ({ shipper }) => answer([[shipper]], [{ role: 'shipper.name' }]),
  ),
  'ship-to': ofOrder(always, (order) => answer([[order.city, order.address]], [{ role: 'order.address', id: order.id }])),
  'count-year': inYear((orders) => answer([[{ number: orders.length }]], [{ role: 'order.count' }], { figure: orders.length })),
  'list-month': ofCustomer(always, ({ own }, random) => {
    const [year, month] = pick(random, own).ordered.split('-')
    const orders = own.filter(({ ordered }) => ordered.startsWith(`${year}-${month}`))
    return {
      slots: { year, month: months[Number(month) - 1] },
      expect: answer(
        orders.map(({ id }) => [id]),
        [{ role: 'order.id', id: orders[0].id }],
      ),
    }
  }),
  'sum-year': inYear((orders) => figure(sum(orders.map(({ total }) => total)), 'order.total')),
  'freight-year': inYear((orders) => figure(sum(orders.map(({ freight }) => freight)), 'order.freight')),
  'average-freight': ofCustomer(always, ({ own }) => ({ expect: figure(own.reduce((all, { freight }) => all + freight, 0) / own.length, 'order.freight') })),
  'highest-freight': ofCustomer(always, ({ own }) => {
    const most = Math.max(...own.map(({ freight }) => freight))
    const { id } = own.find(({ freight }) => freight === most)
    return { expect: answer([[{ money: most }, id]], [{ role: 'order.freight' }]) }
  }),
  'latest-date': ofCustomer(isOneLatest, ({ own }) => ({ expect: date(own.at(-1), own.at(-1).ordered, 'order.ordered') })),
  'latest-items': ofCustomer(isOneLatest, ({ own }) => ({ expect: itemsOf(own.at(-1)) })),
  'shipped-yes-no': ofOrder(isShipped, (order) => ({
    ...answer([['shipped', 'yes', { date: order.shipped }]], [{ role: 'order.shipped', id: order.id }]),
    yes: true,
  })),
  'not-shipped': ofCustomer(
    ({ own }) => own.some((order) => !isShipped(order)),
    ({ own }) => {
      const open = own.filter((order) => !isShipped(order))
      return {
        expect: answer(
          open.map(({ id }) => [id]),
          [{ role: 'order.id', id: open[0].id }],
        ),
      }
    },
  ),
  profile: ofCustomer(
    ({ phone }) => phone,
    ({ phone }) => ({ expect: answer([[phone]], [{ role: 'customer.phone' }]) }),
  ),
  contact: ofCustomer(
    ({ contact }) => contact,
    ({ contact }) => ({ expect: answer([[contact]], [{ role: 'customer.contact' }]) }),
  ),
  'product-price': ofCustomer(always, (_, random, world) => {
    const product = pick(random, world.products)
    return { slots: { product: product.name }, expect: answer([[{ money: product.price }]], [{ role: 'product.price' }]) }
  }),
  'follow-items': ofCustomer(isOneLatest, ({ own }, random) => {
    const order = pick(random, own)
    return { history: said(`When did we place order ${order.id}?`, `Order ${order.id} was placed on ${order.ordered}.`), expect: itemsOf(order) }
  }),
  'follow-previous': ofCustomer(isOneLatest, ({ own }) => ({
    history: said('When was our latest order?', `Your latest order ${own.at(-1).id} was placed on ${own.at(-1).ordered}.`),
    expect: answer([[own.at(-2).id, { date: own.at(-2).ordered }]], [{ role: 'order.ordered', id: own.at(-2).id }]),
  })),
  'none-year': ofCustomer(always, (_, random) => {
    const year = pick(random, ['1994', '1995', '1999', '2001'])
    return { slots: { year }, expect: { outcome: 'none', says: [[year]], cites: [] } }
  }),
  'not-mine': (random, world) => {
    const order = pickWhere(random, world.orders, ({ customer }) => customer !== null)
    const customer = pickWhere(random, world.customers, ({ id, own }) => id !== order.customer && own.length > 0)
    let missing = order.id
    while (world.hasOrder(missing)) missing = String(12_000 + Math.floor(random() * 20_000))
    return { customer: customer.id, slots: { order: order.id }, expect: { outcome: 'none', says: [[order.id]], cites: [], twin: missing } }
  },
  change: refused('change'),
  others: refused('others'),
  hidden: refused('hidden'),
  'out-of-scope': refused('out of scope'),
}
