/** Mulberry32: the same questions come out of the same seed. @returns {() => number} 0…1, 1 left out */
export const seeded = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}

export const pick = (random, list) => list[Math.floor(random() * list.length)]

/** Draws until `isRight` holds. */
export const pickWhere = (random, list, isRight) => {
  const right = list.filter(isRight)
  if (right.length === 0) throw new Error('Nothing in the data is like that.')
  return pick(random, right)
}

export const sum = (amounts) => Math.round(amounts.reduce((total, amount) => total + amount * 100, 0) + 1e-6) / 100
