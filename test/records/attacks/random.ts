/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export interface Random {
  /** From 0 up to, without, `below`. */
  number(below: number): number
  pick<Item>(items: readonly Item[]): Item
  digits(count: number): string
}

export const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const number = (below: number): number => Math.floor(next() * below)
  return {
    number,
    pick: (items) => items[number(items.length)]!,
    digits: (count) => Array.from({ length: count }, (_, place) => (place === 0 ? 1 + number(9) : number(10))).join(''),
  }
}
