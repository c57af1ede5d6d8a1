/** A small logistic regression for our training scripts: full gradient, a little weight decay, no library. */
export interface Row {
  readonly values: readonly number[]
  readonly isPositive: boolean
  readonly weight: number
}

/** Weights of the values in order, and the bias last. `signs` holds a weight on its side of zero: 1, -1, or 0 for free. */
export const fit = (rows: readonly Row[], signs: readonly number[], { rounds = 4000, rate = 0.5, decay = 1e-4 } = {}): number[] => {
  const size = rows[0]!.values.length
  const weights = Array.from({ length: size + 1 }, () => 0)
  const total = rows.reduce((sum, row) => sum + row.weight, 0)
  for (let round = 0; round < rounds; round++) {
    const gradient = Array.from({ length: size + 1 }, () => 0)
    for (const { values, isPositive, weight } of rows) {
      const error = (predict(weights, values) - Number(isPositive)) * weight
      for (let index = 0; index < size; index++) gradient[index]! += error * values[index]!
      gradient[size]! += error
    }
    for (let index = 0; index <= size; index++) {
      const next = weights[index]! - rate * (gradient[index]! / total + (index < size ? decay * weights[index]! : 0))
      weights[index] = (signs[index] ?? 0) * next < 0 ? 0 : next
    }
  }
  return weights
}

/** The same with every value brought to mean 0 and deviation 1 first, so that decay weighs on all alike; told for values as they are. */
export const fitStandardised = (rows: readonly Row[], options: { rounds?: number; rate?: number; decay?: number } = {}): number[] => {
  const size = rows[0]!.values.length
  const columns = Array.from({ length: size }, (_, index) => {
    const values = rows.map((row) => row.values[index]!)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1
    return { mean, deviation }
  })
  const scaled = rows.map((row) => ({ ...row, values: row.values.map((value, index) => (value - columns[index]!.mean) / columns[index]!.deviation) }))
  const fitted = fit(
    scaled,
    columns.map(() => 0),
    options,
  )
  const weights = columns.map(({ deviation }, index) => fitted[index]! / deviation)
  return [...weights, columns.reduce((bias, { mean }, index) => bias - weights[index]! * mean, fitted.at(-1)!)]
}

export const predict = (weights: readonly number[], values: readonly number[]): number => {
  let sum = weights.at(-1)!
  for (let index = 0; index < values.length; index++) sum += weights[index]! * values[index]!
  return 1 / (1 + Math.exp(-sum))
}
