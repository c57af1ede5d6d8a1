/** A shop with customers, as the attacks know it: everything that one of them may see and the others may not. Nothing here is of the program's. */
import { randomOf, type Random } from './random.ts'

export interface Customer {
  readonly customer_id: string
  readonly name: string
  readonly email: string
  readonly address: string
  /** For staff alone: a canary that no customer may ever see, not even this one. */
  readonly remark: string
}

export interface Order {
  readonly order_id: string
  readonly customer_id: string
  /** Of the customer's orders: 1 is the first. */
  readonly position: number
  readonly status: string
  readonly ordered_on: string
  readonly ship_to: string
  /** What the customer wrote to the shop. */
  readonly note: string
}

export interface Item {
  readonly order_id: string
  readonly position: number
  readonly product: string
  readonly price: string
}

export interface Shipment {
  readonly order_id: string
  readonly tracking_id: string
}

export interface Payment {
  readonly order_id: string
  readonly position: number
  readonly method: string
  readonly amount: string
}

export interface Shop {
  readonly customers: readonly Customer[]
  readonly orders: readonly Order[]
  readonly items: readonly Item[]
  readonly shipments: readonly Shipment[]
  readonly payments: readonly Payment[]
  readonly products: readonly { readonly product_id: string; readonly name: string }[]
}

const firstNames = ['Ava', 'Noah', 'Mei', 'Liam', 'Yara', 'Omar', 'Ines', 'Ivan', 'Zoe', 'Raj', 'Lena', 'Tomas', 'Aisha', 'Hugo', 'Nora', 'Kofi']
const lastNames = ['Santos', 'Garcia', 'Kim', 'Okafor', 'Brown', 'Li', 'Silva', 'Novak', 'Haddad', 'Moore', 'Ito', 'Lopez', 'Weber', 'Khan', 'Rossi', 'Lund']
const streets = ['Cedar Street', 'River Road', 'Park Avenue', 'Hill Lane', 'Oak Drive', 'Lake View', 'Elm Court', 'Sunset Boulevard']
const cities = ['Denver', 'Dallas', 'Chicago', 'Boston', 'Phoenix', 'Seattle']
const productNames = ['Water Bottle', 'Office Chair', 'Desk Lamp', 'Bookshelf', 'Running Shoes', 'Backpack', 'Teapot', 'Garden Hose', 'Jigsaw Puzzle']
const statuses = ['pending', 'processed', 'delivered', 'cancelled']

/** As many customers as asked for, each with one to five orders. */
export const madeUpShop = (customerCount: number, seed: number): Shop => {
  const random = randomOf(seed)
  const products = productNames.map((name) => ({ product_id: random.digits(10), name }))
  const customers = Array.from({ length: customerCount }, (_, index) => madeUpCustomer(index, random))
  const orders = customers.flatMap((customer) => ordersOf(customer, random))
  const items = orders.flatMap((order) =>
    Array.from({ length: 1 + random.number(3) }, (_, index) => ({
      order_id: order.order_id,
      position: index + 1,
      product: random.pick(products).name,
      price: `${5 + random.number(600)}.${String(random.number(100)).padStart(2, '0')}`,
    })),
  )
  return {
    customers,
    products,
    orders,
    items,
    shipments: orders.filter(({ status }) => status === 'delivered').map(({ order_id }) => ({ order_id, tracking_id: random.digits(12) })),
    payments: orders.map(({ order_id }) => ({
      order_id,
      position: 1,
      method: `credit_card_${random.digits(7)}`,
      amount: sumOf(items.filter((item) => item.order_id === order_id).map(({ price }) => price)),
    })),
  }
}

const madeUpCustomer = (index: number, random: Random): Customer => {
  // Each pair of names once for the first 256, so that a full name tells a person.
  const first = firstNames[index % firstNames.length]!
  const last = lastNames[(index + Math.floor(index / firstNames.length)) % lastNames.length]!
  const number = random.digits(4)
  return {
    customer_id: `${first}_${last}_${number}`.toLowerCase(),
    name: `${first} ${last}`,
    email: `${first}.${last}${random.digits(4)}@example.com`.toLowerCase(),
    address: `${random.digits(3)} ${random.pick(streets)}, Suite ${random.digits(3)}, ${random.pick(cities)}`,
    remark: canary(random),
  }
}

const ordersOf = ({ customer_id, address }: Customer, random: Random): Order[] =>
  Array.from({ length: 1 + random.number(5) }, (_, index) => ({
    order_id: `#W${random.digits(7)}`,
    customer_id,
    position: index + 1,
    status: random.pick(statuses),
    ordered_on: dayOf(index, random),
    ship_to: address,
    note: `Ring twice, ${canary(random)}`,
  }))

export const dayOf = (index: number, random: Random): string => `202${4 + Math.floor(index / 3)}-0${1 + (index % 3) * 3}-${10 + random.number(18)}`

export const canary = (random: Random): string => `canary-${random.digits(10)}`

/** Exact decimals, in cents. */
export const sumOf = (amounts: readonly string[]): string => {
  const cents = amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0)
  return (cents / 100).toFixed(2)
}
