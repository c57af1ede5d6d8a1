/** Keeps the `limit` best of many scored items without sorting them all: best first, equal scores by `idOf`, ascending. */
export class Top {
  readonly items: number[] = []
  readonly scores: number[] = []
  readonly #limit: number
  readonly #idOf: (item: number) => string
  /** A score below it cannot enter. */
  floor = -Infinity

  constructor(limit: number, idOf: (item: number) => string) {
    this.#limit = limit
    this.#idOf = idOf
  }

  offer(item: number, score: number): void {
    if (score < this.floor || this.#limit === 0) return
    const at = this.#placeFor(item, score)
    if (at >= this.#limit) return
    this.items.splice(at, 0, item)
    this.scores.splice(at, 0, score)
    if (this.items.length > this.#limit) {
      this.items.pop()
      this.scores.pop()
    }
    if (this.items.length === this.#limit) this.floor = this.scores[this.#limit - 1]!
  }

  #placeFor(item: number, score: number): number {
    let low = 0
    let high = this.items.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#isBefore(middle, item, score)) low = middle + 1
      else high = middle
    }
    return low
  }

  #isBefore(index: number, item: number, score: number): boolean {
    const held = this.scores[index]!
    return held === score ? this.#idOf(this.items[index]!) < this.#idOf(item) : held > score
  }
}

/** Two machines, or a database and we, add up floats in another order: beyond this, scores count as equal and ids decide. */
export const roundScore = (score: number): number => Math.round(score * 1e6) / 1e6
