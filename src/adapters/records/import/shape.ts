/** What the values of one field become. */

export interface Entry {
  /** The name it stood under; null in a list. */
  readonly key: string | null
  readonly value: unknown
}

/**
 * `column`: a plain column (words, numbers, or JSON where objects differ); `columns`: objects with the same names; `list`: a list of rows or values;
 * `named`: objects under keys of their own.
 */
export const shapeOf = (values: readonly unknown[]): 'column' | 'columns' | 'list' | 'named' => {
  const given = values.filter((it) => it !== null && it !== undefined)
  if (given.length === 0) return 'column'
  if (given.every(Array.isArray)) return (given as unknown[][]).some((list) => list.some(Array.isArray)) ? 'column' : 'list'
  if (!given.every(isRecord)) return 'column'
  const counts = new Map<string, number>()
  for (const object of given) for (const name of Object.keys(object)) counts.set(name, (counts.get(name) ?? 0) + 1)
  if (counts.size === 0) return 'column'
  const share = [...counts.values()].reduce((sum, count) => sum + count, 0) / counts.size / given.length
  const holdsObjects = given.every((object) => Object.values(object).every(isRecord))
  if (holdsObjects && (share < commonShare || [...counts.keys()].every((name) => /\d/.test(name)))) return 'named'
  return share >= commonShare && counts.size <= mostNames ? 'columns' : 'column'
}

/** Names that stand in half of the rows on average are the same thing in each. */
const commonShare = 0.5
const mostNames = 60

export const namedObjects = (value: unknown): Entry[] => Object.entries((value ?? {}) as object).map(([key, it]) => ({ key, value: it as unknown }))

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
