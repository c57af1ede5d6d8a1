/** A Uint32Array that grows by half when full: 4 bytes a number, where a plain array takes 8. */
export class Growing {
  values = new Uint32Array(64)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) this.#reserve(this.length + 1)
    this.values[this.length++] = value
  }

  /** Opens `count` places at the end, holding zeros or leftovers, and tells where they begin. */
  extend(count: number): number {
    const start = this.length
    this.length += count
    this.#reserve(this.length)
    return start
  }

  #reserve(count: number): void {
    if (count <= this.values.length) return
    const grown = new Uint32Array(Math.max(count, Math.ceil(this.values.length * 1.5)))
    grown.set(this.values)
    this.values = grown
  }
}
