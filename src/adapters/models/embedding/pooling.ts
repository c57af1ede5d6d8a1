import { AppError } from '../../../base/error.ts'
import type { Pooling } from '../store/catalogue.ts'

/** One unit vector out of what the model gives for one text: a vector a token, or already one vector. */
export const pool = (values: Float32Array, dims: readonly number[], pooling: Pooling): Float32Array => {
  if (dims[0] !== 1 || (dims.length !== 2 && dims.length !== 3)) {
    throw new AppError('unavailable', `The model's output has the shape [${dims.join(', ')}]: not an embedding model that we can use.`)
  }
  if (dims.length === 2) return toUnit(values.slice())
  return toUnit(poolTokens[pooling](values, dims[1]!, dims[2]!))
}

const poolTokens: Record<Pooling, (values: Float32Array, tokens: number, width: number) => Float32Array> = {
  cls: (values, _, width) => values.slice(0, width),
  last: (values, tokens, width) => values.slice((tokens - 1) * width, tokens * width),
  mean: (values, tokens, width) => {
    const sums = new Float64Array(width)
    for (let at = 0; at < tokens * width; at++) sums[at % width]! += values[at]!
    return Float32Array.from(sums, (sum) => sum / tokens)
  },
}

/** Scales to length 1, so that a dot product is the cosine. A vector of zeros stays as it is. */
export const toUnit = (vector: Float32Array): Float32Array => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length === 0 ? vector : vector.map((value) => value / length)
}
