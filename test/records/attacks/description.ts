/** The shop as its operator describes it. */
import type { Mint } from './attempt.ts'

/** `source` as YAML in one line, paths from the file's own folder. `answers`: who words them. */
export const descriptionOf = (source: string, mint: Mint, { answers = 'rules', staffSql = false } = {}): string => `collection: shop
title: Shop
source: ${source}
zone: America/New_York
currency: USD
answers: ${answers}
customers:
  entity: customer
  tokens:
    - { issuer: "${mint.issuer}", audience: ${mint.audience}, jwks_file: jwks.json, claim: sub, algorithms: [RS256] }
staff: { sql: ${staffSql} }
limits: { rows: 50, bytes: 200000, seconds: 10 }
entities:
  customer:
    table: customers
    called: [account, profile]
    key: customer_id
    label: name
    owner: customer_id
    fields:
      customer_id: { type: id, called: [customer number] }
      name: { type: text, usual: true }
      email: { type: text, called: [e-mail, mail], usual: true }
      address: { type: text, called: [street], usual: true }
      remark: { type: text, meaning: what staff think of the customer, visible_to: staff }
  order:
    table: orders
    called: [purchase]
    key: order_id
    owner: customer_id
    newest_by: position
    fields:
      order_id: { type: id, like: "#W2611340", called: [order number], usual: true }
      customer_id: { type: id, visible_to: staff }
      position: { type: count, visible_to: staff }
      status: { type: choice, values: { pending: [], processed: [shipped], delivered: [arrived], cancelled: [canceled] }, usual: true }
      ordered_on: { type: date, called: [placed, bought], usual: true }
      ship_to: { type: text, called: [delivery address, destination] }
      note: { type: text, called: [message, comment] }
      total: { type: money, sum_of: item.price, called: [cost, amount], usual: true }
  item:
    table: items
    called: [article, thing]
    key: [order_id, position]
    label: product
    owner: via order
    fields:
      order_id: { type: id, like: "#W2611340" }
      position: { type: count, visible_to: staff }
      product: { type: text, called: [product name], usual: true }
      price: { type: money, called: [cost], usual: true }
  shipment:
    table: shipments
    called: [parcel, package, delivery]
    key: [order_id, tracking_id]
    owner: via order
    fields:
      order_id: { type: id, like: "#W2611340" }
      tracking_id: { type: id, like: "357962501027", called: [tracking number], usual: true }
  payment:
    table: payments
    key: [order_id, position]
    owner: via order
    fields:
      order_id: { type: id, like: "#W2611340" }
      position: { type: count, visible_to: staff }
      method: { type: text, called: [payment method], usual: true }
      amount: { type: money, usual: true }
  product:
    table: products
    key: product_id
    label: name
    owner: everyone
    fields:
      product_id: { type: id, like: "8310926033" }
      name: { type: text, usual: true }
relations:
  - order.customer_id -> customer.customer_id
  - item.order_id -> order.order_id
  - shipment.order_id -> order.order_id
  - payment.order_id -> order.order_id
questions:
  - Where is my order #W2611340?
  - How much have I spent in total?
`

/** The document beside the records. */
export const returnsPolicy = `# Returns

A delivered order may be returned within 30 days. Nothing is paid back for opened puzzles.

# Privacy

A customer is told of no order but their own.
`
