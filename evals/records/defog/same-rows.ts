/**
 * Is what was found what the reference finds? As the data's own evaluation has it: columns by their values, whatever they are called, more of them
 * than asked for forgiven; rows once each; their order only where the question asks for one.
 */
export type Rows = readonly (readonly (string | boolean | null)[])[]

export const sameRows = (wanted: Rows, found: Rows, isOrdered: boolean): boolean => {
  const [gold, made] = [distinct(wanted.map(normal)), found.map(normal)]
  if (gold.length === 0) return made.length === 0
  const [columns, candidates] = [gold[0]!.length, made[0]?.length ?? 0]
  const choose = (chosen: readonly number[]): boolean => {
    if (chosen.length === columns) return isSame(gold, distinct(made.map((row) => chosen.map((at) => row[at]!))), isOrdered)
    const values = new Set(gold.map((row) => row[chosen.length]!))
    for (let at = 0; at < candidates; at++) {
      const isCandidate = !chosen.includes(at) && made.every((row) => values.has(row[at]!))
      if (isCandidate && choose([...chosen, at])) return true
    }
    return false
  }
  return choose([])
}

export const asksForOrder = (question: string): boolean => /\b(?:order(?:ed)?|sort(?:ed)?|arranged?|starting from)\b/i.test(question)

const isSame = (gold: readonly string[][], made: readonly string[][], isOrdered: boolean): boolean => {
  const [one, other] = [gold, made].map((rows) => rows.map((row) => JSON.stringify(row)))
  if (!isOrdered) for (const rows of [one!, other!]) rows.sort()
  return JSON.stringify(one) === JSON.stringify(other)
}

const distinct = (rows: readonly string[][]): string[][] => [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]

/** Numbers to six digits, midnight as its day. */
const normal = (row: Rows[number]): string[] =>
  row.map((value) => {
    const text = String(value)
    if (/^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(text)) return String(Number(Number(text).toPrecision(6)))
    return text.replace(/ 00:00:00(?:\.0+)?(?:\+00)?$/, '')
  })
