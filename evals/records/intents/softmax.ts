/** Softmax regression with a quadratic penalty (multinomial logistic regression), by gradient descent with momentum (Adam, Kingma and Ba 2015). */

export interface Softmax {
  /** A row of weights for each class. */
  readonly weights: readonly Float32Array[]
  readonly biases: Float32Array
}

export interface SoftmaxOptions {
  readonly classes: number
  readonly penalty: number
  readonly rounds: number
}

/** `labels`: the class of each vector. */
export const learnSoftmax = (vectors: readonly Float32Array[], labels: readonly number[], { classes, penalty, rounds }: SoftmaxOptions): Softmax => {
  const size = vectors[0]!.length
  const width = size + 1
  const at = new Float64Array(classes * width)
  const slope = new Float64Array(at.length)
  const first = new Float64Array(at.length)
  const second = new Float64Array(at.length)
  const chance = new Float64Array(classes)
  for (let round = 1; round <= rounds; round++) {
    slope.fill(0)
    vectors.forEach((vector, row) => {
      let most = Number.NEGATIVE_INFINITY
      for (let it = 0; it < classes; it++) {
        let score = at[it * width + size]!
        for (let index = 0; index < size; index++) score += at[it * width + index]! * vector[index]!
        chance[it] = score
        if (score > most) most = score
      }
      let sum = 0
      for (let it = 0; it < classes; it++) sum += chance[it] = Math.exp(chance[it]! - most)
      for (let it = 0; it < classes; it++) {
        const off = chance[it]! / sum - (labels[row] === it ? 1 : 0)
        if (Math.abs(off) < 1e-5) continue
        for (let index = 0; index < size; index++) slope[it * width + index] = slope[it * width + index]! + off * vector[index]!
        slope[it * width + size] = slope[it * width + size]! + off
      }
    })
    const rate = 0.2 * (1 - round / (rounds + 1))
    for (let index = 0; index < at.length; index++) {
      const own = slope[index]! / vectors.length + (index % width === size ? 0 : penalty * at[index]!)
      first[index] = 0.9 * first[index]! + 0.1 * own
      second[index] = 0.999 * second[index]! + 0.001 * own * own
      at[index] = at[index]! - (rate * (first[index]! / (1 - 0.9 ** round))) / (Math.sqrt(second[index]! / (1 - 0.999 ** round)) + 1e-8)
    }
  }
  return {
    weights: Array.from({ length: classes }, (_, it) => Float32Array.from(at.slice(it * width, it * width + size))),
    biases: Float32Array.from({ length: classes }, (_, it) => at[it * width + size]!),
  }
}
