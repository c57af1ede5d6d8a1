/** All that a customer's own rows, and what everyone may see, can make true: whatever else an answer tells is a wrong figure, or somebody else's. */
import { statuses } from './retail-data.mjs'
import { sum } from './seeded.mjs'

const leaves = (value) => (value === null || typeof value !== 'object' ? [value] : Object.entries(value).flatMap(([name, it]) => [name, ...leaves(it)]))

const catalogueCounts = (products) => {
  const all = products.flatMap(({ variants }) => variants)
  const available = (variants) => variants.filter((it) => it.available).length
  return [
    products.length,
    all.length,
    available(all),
    all.length - available(all),
    ...products.flatMap(({ variants }) => [variants.length, available(variants)]),
  ]
}

export const factsOfShop = ({ products, users }, customer) => {
  const user = users.find(({ id }) => id === customer)
  const { own, ...profile } = user
  const rows = own.flatMap(leaves)
  const counted = [
    own.length,
    user.methods.length,
    ...statuses.map((status) => own.filter((order) => order.status === status).length),
    ...own.map(({ items }) => items.length),
  ]
  const summed = [sum(own.map(({ total }) => total)), ...own.map(({ total }) => total)]
  // Places from 1, and the largest of what may be listed.
  const places = Array.from({ length: Math.max(5, own.length, ...own.map(({ items }) => items.length)) }, (_, index) => index + 1)
  return { own: [...leaves(profile), ...rows, ...counted, ...summed, ...places], everyone: [...products.flatMap(leaves), ...catalogueCounts(products)] }
}

export const factsOfNorthwind = ({ customers, shared }, customer) => {
  const { own, ...profile } = customers.find(({ id }) => id === customer)
  const by = (part) => Object.values(Object.groupBy(own, part))
  const groups = [own, ...by(({ ordered }) => ordered.slice(0, 4)), ...by(({ ordered }) => ordered.slice(0, 7))]
  const figures = groups.flatMap((orders) => [orders.length, sum(orders.map(({ total }) => total)), sum(orders.map(({ freight }) => freight))])
  const lines = own.flatMap(({ items }) => [items.length, ...items.map(({ price, quantity, discount }) => sum([price * quantity * (1 - discount)]))])
  return { own: [...leaves(profile), ...own.flatMap(leaves), ...figures, ...lines, 1, 2, 3, 4, 5], everyone: shared.flat() }
}
