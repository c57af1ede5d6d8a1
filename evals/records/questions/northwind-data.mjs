/** The Northwind dump, read by this script alone. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sum } from './seeded.mjs'

/** Values of one `INSERT INTO … VALUES (…);`: numbers, strings with doubled quotes, NULL. */
const valuesOf = (line) =>
  [...line.slice(line.indexOf('(') + 1).matchAll(/'((?:[^']|'')*)'|(NULL)|(-?[\d.]+)/g)].map(([, text, isNull, number]) =>
    text !== undefined ? text.replaceAll("''", "'") : isNull ? null : Number(number),
  )

/** `real` keeps about seven digits; the dump writes more. */
const asReal = (number) => Number(number.toPrecision(6))

export const readNorthwind = (folder) => {
  const lines = readFileSync(join(folder, 'northwind', 'northwind.sql'), 'utf8').split('\n')
  const rows = (table) => lines.filter((line) => line.startsWith(`INSERT INTO ${table} VALUES`)).map(valuesOf)
  const products = rows('products').map(([id, name, , , , price]) => ({ id, name, price: asReal(price) }))
  const productOf = new Map(products.map((product) => [product.id, product]))
  const shippers = new Map(rows('shippers').map(([id, name]) => [id, name]))
  /** What everyone may see. */
  const shared = ['products', 'categories', 'shippers'].flatMap(rows)
  const details = rows('order_details').map(([order, product, price, quantity, discount]) => ({
    order,
    product: productOf.get(product),
    price: asReal(price),
    quantity,
    discount: asReal(discount),
  }))
  const orders = rows('orders').map((row) => {
    const [id, customer, employee, ordered, required, shipped, via, freight, , address, city, , , country] = row
    const items = details.filter(({ order }) => order === id)
    const total = sum(items.map(({ price, quantity, discount }) => price * quantity * (1 - discount)))
    return {
      id: String(id),
      customer,
      employee,
      ordered,
      required,
      shipped,
      shipper: shippers.get(via),
      freight: asReal(freight),
      address,
      city,
      country,
      items,
      total,
      row,
    }
  })
  const customers = rows('customers').map((row) => {
    const [id, company, contact, , address, , , , , phone] = row
    const own = orders.filter(({ customer }) => customer === id).toSorted((a, b) => a.ordered.localeCompare(b.ordered) || a.id - b.id)
    return { id, company, contact, address, phone, own, row }
  })
  return {
    shared,
    orders,
    customers,
    products,
    customerOf: (order) => customers.find(({ id }) => id === order.customer),
    hasOrder: (id) => orders.some((order) => order.id === id),
  }
}

export const secretsOfNorthwind = ({ customers }) =>
  // Order numbers are five digits, and so are postal codes and amounts of others: phones, addresses and company names tell a leak.
  customers.map(({ id, company, address, phone }) => ({ customer: id, secrets: [company, address, phone].filter((it) => it && it.length > 6) }))
