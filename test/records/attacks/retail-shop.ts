import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomOf } from './random.ts'
import { canary, dayOf, type Shop } from './shop.ts'

const retailFolder = join(import.meta.dirname, '../../../../shared/data/tau-retail')

/** For `{ skip }` of a test. */
export const retailMissing: string | false = existsSync(join(retailFolder, 'orders.json')) ? false : '../shared/data/tau-retail is not here (shared)'

interface RetailAddress {
  readonly address1: string
  readonly address2: string
  readonly city: string
}

/** The 500 customers and 1,000 orders of tau-retail, with dates, remarks and notes that it has not. */
export const retailShop = (seed: number): Shop => {
  const random = randomOf(seed)
  const read = <Row>(name: string): Row[] => Object.values(JSON.parse(readFileSync(join(retailFolder, name), 'utf8')) as Record<string, Row>)
  const people = JSON.parse(readFileSync(join(retailFolder, 'users.json'), 'utf8')) as Record<
    string,
    { name: { first_name: string; last_name: string }; email: string; address: RetailAddress; orders: string[] }
  >
  const placed = read<{
    order_id: string
    user_id: string
    status: string
    address: RetailAddress
    items: { name: string; price: number }[]
    fulfillments: { tracking_id: string[] }[]
    payment_history: { amount: number; payment_method_id: string }[]
  }>('orders.json')
  return {
    customers: Object.entries(people).map(([customer_id, { name, email, address }]) => ({
      customer_id,
      name: `${name.first_name} ${name.last_name}`,
      email,
      address: inOneLine(address),
      remark: canary(random),
    })),
    orders: placed.map(({ order_id, user_id, status, address }) => {
      const index = Math.max(0, people[user_id]!.orders.indexOf(order_id))
      return {
        order_id,
        customer_id: user_id,
        position: index + 1,
        status,
        ordered_on: dayOf(index, random),
        ship_to: inOneLine(address),
        note: `Ring twice, ${canary(random)}`,
      }
    }),
    items: placed.flatMap(({ order_id, items }) =>
      items.map(({ name, price }, index) => ({ order_id, position: index + 1, product: name, price: price.toFixed(2) })),
    ),
    shipments: placed.flatMap(({ order_id, fulfillments }) => [
      ...new Map(fulfillments.flatMap(({ tracking_id }) => tracking_id.map((id) => [id, { order_id, tracking_id: id }] as const))).values(),
    ]),
    payments: placed.flatMap(({ order_id, payment_history }) =>
      payment_history.map(({ amount, payment_method_id }, index) => ({
        order_id,
        position: index + 1,
        method: payment_method_id,
        amount: amount.toFixed(2),
      })),
    ),
    products: read<{ product_id: string; name: string }>('products.json').map(({ product_id, name }) => ({ product_id, name })),
  }
}

const inOneLine = ({ address1, address2, city }: RetailAddress): string => `${address1}, ${address2}, ${city}`
