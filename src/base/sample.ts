import { sha256 } from './id.ts'

/** At most `limit` of them, the same ones each time and on every machine, spread over all; in the order given. Null: all. */
export const sampleById = <Item>(items: readonly Item[], idOf: (item: Item) => string, limit: number | null): readonly Item[] => {
  if (limit === null || limit >= items.length) return items
  const order = items.map((item) => ({ item, hash: sha256(idOf(item)) })).sort((a, b) => (a.hash < b.hash ? -1 : 1))
  const drawn = new Set(order.slice(0, limit).map(({ item }) => item))
  return items.filter((item) => drawn.has(item))
}
