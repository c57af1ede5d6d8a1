/**
 * Kinds of questions about orders of the shop: each draws a customer and rows, and says what an answer must hold. `says`: each group by one of its
 * values; a value is words, `{ money }`, `{ number }`. `cites`: role (`names.mjs`) and, where one row is meant, its id.
 */
import { retailCatalogueKinds } from './retail-catalogue.mjs'
import { pick, pickWhere, sum } from './seeded.mjs'
import { statuses } from './retail-data.mjs'

const answer = (says, cites, more = {}) => ({ outcome: 'answer', says, cites, ...more })
const words = (...alternatives) => alternatives
const only = (list) => list.length === new Set(list.map(({ name }) => name)).size

/** An order, its customer, and an expectation of both. */
const ofOrder = (isRight, expect) => (random, shop) => {
  const order = pickWhere(random, shop.orders, (it) => isRight(it, shop))
  const user = shop.userOf(order)
  return { customer: user.id, slots: { order: order.id }, expect: expect(order, user, shop) }
}

/** A customer with orders, and an expectation of both. */
const ofUser = (isRight, make) => (random, shop) => {
  const user = pickWhere(random, shop.users, (it) => it.own.length > 0 && isRight(it))
  return { customer: user.id, slots: {}, ...make(user, random, shop) }
}

const always = () => true
const itemNames = (order) => [...new Set(order.items.map(({ name }) => name))].map((name) => [name])
const latest = (user) => user.own.at(-1)
const methodOf = (user, id) => user.payment_methods[id]
const saysMethod = (method) =>
  method.source === 'credit_card'
    ? words(method.brand, method.last_four, 'credit card', 'credit_card')
    : words(method.source.replace('_', ' '), method.source, method.id)

const statusOf = (order) => answer([[order.status]], [{ role: 'order.status', id: order.id }])
const itemsOf = (order) => answer(itemNames(order), [{ role: 'item.name' }])
const totalOf = (order) => answer([[{ money: order.total }]], [{ role: 'order.total', id: order.id }], { figure: order.total })
const idsOf = (orders) =>
  answer(
    orders.map(({ id }) => [id]),
    [{ role: 'order.id', id: orders[0].id }],
  )
const countOf = (number) => answer([[{ number }]], [{ role: 'order.count' }], { figure: number })
const noneLike = (named) => ({ outcome: 'none', says: [named], cites: [] })

const byStatus = (user, status) => user.own.filter((order) => order.status === status)
const drawStatus = (expect) => (random, shop) => {
  const status = pick(random, statuses)
  const user = pickWhere(random, shop.users, (it) => byStatus(it, status).length > 0 && byStatus(it, status).length < it.own.length)
  return { customer: user.id, slots: { status }, expect: expect(byStatus(user, status)) }
}

const ofItem = (expect) => (random, shop) => {
  const order = pickWhere(random, shop.orders, ({ items }) => only(items) && items.every(({ options }) => Object.keys(options).length > 0))
  const item = pick(random, order.items)
  const option = pick(random, Object.keys(item.options))
  return { customer: shop.userOf(order).id, slots: { order: order.id, product: item.name.toLowerCase(), option }, expect: expect(item, option) }
}

/** A product that exactly one of the customer's orders holds. */
const ofOwnProduct = (expect) => (random, shop) => {
  const holding = (user, name) => user.own.filter(({ items }) => items.some((item) => item.name === name))
  const user = pickWhere(random, shop.users, (it) => it.own.length > 1 && it.own.some(({ items }) => items.some(({ name }) => holding(it, name).length === 1)))
  const { name } = pickWhere(
    random,
    user.own.flatMap(({ items }) => items),
    (item) => holding(user, item.name).length === 1,
  )
  return { customer: user.id, slots: { product: name.toLowerCase() }, expect: expect(holding(user, name)[0]) }
}

const said = (question, reply) => [
  { role: 'user', content: question },
  { role: 'assistant', content: reply },
]

export const retailKinds = {
  status: ofOrder(always, statusOf),
  'status-yes-no': ofOrder(always, (order) => ({ ...statusOf(order), yes: order.status === 'delivered' })),
  items: ofOrder(always, itemsOf),
  'items-count': ofOrder(always, ({ items }) => answer([[{ number: items.length }]], [{ role: 'item.count' }], { figure: items.length })),
  option: ofItem((item, option) => answer([[item.options[option]]], [{ role: 'item.options' }])),
  'item-price': ofItem((item) => answer([[{ money: item.price }]], [{ role: 'item.price' }])),
  total: ofOrder(always, totalOf),
  tracking: ofOrder(
    ({ tracking }) => tracking.length > 0,
    (order) => answer([[order.tracking[0]]], [{ role: 'shipment.tracking' }]),
  ),
  'tracking-none': ofOrder(
    ({ tracking }) => tracking.length === 0,
    () => ({ ...noneLike(words('tracking', 'shipment', 'fulfillment', 'fulfilment')), exists: true }),
  ),
  'ship-to': ofOrder(always, ({ id, address }) => answer([words(address.city, address.address1)], [{ role: 'order.address', id }])),
  'paid-with': ofOrder(
    ({ payment_history: paid }) => paid.length > 0,
    (order, user) => answer([saysMethod(methodOf(user, order.payment_history[0].payment_method_id))], [{ role: 'payment.method' }]),
  ),
  'refund-amount': ofOrder(
    ({ payment_history: paid }) => paid.some(({ transaction_type: type }) => type === 'refund'),
    (order) => answer([[{ money: order.payment_history.find(({ transaction_type: type }) => type === 'refund').amount }]], [{ role: 'payment.amount' }]),
  ),
  'gift-card': ofUser(
    ({ methods }) => methods.filter(({ source }) => source === 'gift_card').length === 1,
    ({ methods }) => ({ expect: answer([[{ money: methods.find(({ source }) => source === 'gift_card').balance }]], [{ role: 'method.balance' }]) }),
  ),
  'payment-methods': ofUser(
    ({ methods }) => methods.length > 1,
    ({ methods }) => ({ expect: answer(methods.map(saysMethod), [{ role: 'method.source' }]) }),
  ),
  orders: ofUser(always, ({ own }) => ({ expect: idsOf(own) })),
  'orders-count': ofUser(always, ({ own }) => ({ expect: countOf(own.length) })),
  'orders-count-status': drawStatus((orders) => countOf(orders.length)),
  'orders-status': drawStatus(idsOf),
  'latest-status': ofUser(
    ({ own }) => own.length > 1,
    (user) => ({ expect: statusOf(latest(user)) }),
  ),
  'latest-items': ofUser(
    ({ own }) => own.length > 1,
    (user) => ({ expect: itemsOf(latest(user)) }),
  ),
  'latest-total': ofUser(
    ({ own }) => own.length > 1,
    (user) => ({ expect: totalOf(latest(user)) }),
  ),
  'previous-status': ofUser(
    ({ own }) => own.length > 1,
    ({ own }) => ({ expect: statusOf(own.at(-2)) }),
  ),
  'order-of-product': ofOwnProduct((order) => idsOf([order])),
  'product-status': ofOwnProduct(statusOf),
  dearest: ofOrder(
    ({ items }) => items.length > 1 && new Set(items.map(({ price }) => price)).size === items.length,
    ({ items }) => {
      const [most] = items.toSorted((a, b) => b.price - a.price)
      return answer([words(most.name, { money: most.price })], [{ role: 'item.price' }])
    },
  ),
  // Whether a cancelled order was "spent" is a matter of opinion: those who cancelled nothing are asked.
  spent: ofUser(
    ({ own }) => own.length > 1 && own.every(({ status }) => status !== 'cancelled'),
    ({ own }) => {
      const amount = sum(own.map(({ total }) => total))
      return { expect: answer([[{ money: amount }]], [{ role: 'order.total' }], { figure: amount }) }
    },
  ),
  email: ofUser(always, ({ email }) => ({ expect: answer([[email]], [{ role: 'customer.email' }]) })),
  'my-address': ofUser(always, ({ address }) => ({ expect: answer([words(address.address1, address.city)], [{ role: 'customer.address' }]) })),
  'follow-items': ofUser(always, (user, random) => {
    const order = pick(random, user.own)
    return { history: said(`Where is my order ${order.id}?`, `Your order ${order.id} is ${order.status}.`), expect: itemsOf(order) }
  }),
  'follow-total': ofUser(always, (user, random) => {
    const order = pick(random, user.own)
    return { history: said(`What is the status of ${order.id}?`, `Order ${order.id}: status ${order.status}.`), expect: totalOf(order) }
  }),
  'follow-previous': ofUser(
    ({ own }) => own.length > 2,
    (user) => ({
      history: said('What is the status of my latest order?', `Your order ${latest(user).id} is ${latest(user).status}.`),
      expect: statusOf(user.own.at(-2)),
    }),
  ),
  'follow-other': ofUser(
    ({ own }) => own.length > 1,
    ({ own }) => ({
      slots: { order: own[0].id },
      history: said(`Where is my order ${own[1].id}?`, `Your order ${own[1].id} is ${own[1].status}.`),
      expect: statusOf(own[0]),
    }),
  ),
  'none-status': (random, shop) => {
    const status = pick(random, statuses)
    const user = pickWhere(random, shop.users, (it) => it.own.length > 0 && byStatus(it, status).length === 0)
    return { customer: user.id, slots: { status }, expect: noneLike(words(status, status.replace('cancelled', 'canceled'))) }
  },
  'none-product': (random, shop) => {
    const { name } = pick(random, shop.products)
    const user = pickWhere(random, shop.users, (it) => it.own.length > 0 && it.own.every(({ items }) => items.every((item) => item.name !== name)))
    return { customer: user.id, slots: { product: name.toLowerCase() }, expect: noneLike(words(name)) }
  },
  ...retailCatalogueKinds,
}
