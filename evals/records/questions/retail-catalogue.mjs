/** Kinds of questions that no order of the customer's answers: the catalogue, the policy, what is refused, and what is somebody else's. */
import { pick, pickWhere } from './seeded.mjs'

const refusal = (why) => ({ outcome: 'refusal', why, says: [], cites: [] })
const refused = (why) => (random, shop) => {
  const user = pickWhere(random, shop.users, ({ own }) => own.length > 0)
  const other = pickWhere(random, shop.users, ({ id, person, own }) => id !== user.id && person !== user.person && own.length > 0)
  return { customer: user.id, slots: { order: pick(random, user.own).id, person: other.person }, expect: refusal(why) }
}

/** An order and what the policy says of its state: both are cited. */
const mixed = (policy) => (random, shop) => {
  const order = pick(random, shop.orders)
  return {
    customer: order.user_id,
    slots: { order: order.id },
    expect: { outcome: 'answer', says: [[order.status], [policy]], cites: [{ role: 'order.status', id: order.id }], document: 'policy.md' },
  }
}

export const retailCatalogueKinds = {
  catalogue: (random, shop) => {
    const product = pick(random, shop.products)
    const price = Math.min(...product.variants.map((it) => it.price))
    const available = Math.min(...product.variants.filter((it) => it.available).map((it) => it.price))
    const amounts = [{ money: price }, { money: available }]
    return {
      customer: pick(random, shop.users).id,
      slots: { product: product.name.toLowerCase() },
      expect: { outcome: 'answer', says: [amounts], cites: [{ role: 'variant.price' }] },
    }
  },
  policy: (random, shop, [, phrase]) => ({
    customer: pick(random, shop.users).id,
    slots: {},
    expect: { outcome: 'answer', says: [[phrase]], cites: [], document: 'policy.md' },
  }),
  'mixed-cancel': mixed('pending'),
  'mixed-return': mixed('delivered'),
  /** Asked twice: once for somebody else's order, once (`twin`) for one that nobody has; the answers must be the same but for the number. */
  'not-mine': (random, shop) => {
    const order = pick(random, shop.orders)
    const user = pickWhere(random, shop.users, ({ id, own }) => id !== order.user_id && own.length > 0)
    let missing = order.id
    while (shop.orderOf(missing)) missing = `#W${String(1_000_000 + Math.floor(random() * 9_000_000))}`
    return { customer: user.id, slots: { order: order.id }, expect: { outcome: 'none', says: [[order.id, order.id.slice(1)]], cites: [], twin: missing } }
  },
  change: refused('change'),
  'change-profile': refused('change'),
  others: refused('others'),
  everyone: refused('others'),
  'out-of-scope': refused('out of scope'),
}
