import { AppError } from '../../base/error.ts'
import { roundScore, Top } from '../../base/top.ts'
import { dotModule } from './dot.ts'
import { Growing } from './growing.ts'

/** The vectors of one model in one WASM memory, scanned whole and exactly: nothing to build, recall 1. Rows lie in no order; a hole is filled by the last row. */
export class VectorMatrix {
  readonly dimensions: number
  readonly #rowBytes: number
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages })
  readonly #scan: Scan
  readonly #chunkOfRow = new Growing()
  readonly #rowOfChunk = new Map<number, number>()

  constructor(dimensions: number) {
    if (dimensions > maximumDimensions)
      throw new AppError('invalid', `Vectors of ${dimensions} numbers cannot be searched in memory (at most ${maximumDimensions}). Set the search to pgvector.`)
    this.dimensions = dimensions
    this.#rowBytes = Math.ceil(dimensions / 16) * 64
    this.#scan = new WebAssembly.Instance(compiled, { host: { memory: this.#memory } }).exports.scan as Scan
  }

  get size(): number {
    return this.#chunkOfRow.length
  }

  has(chunk: number): boolean {
    return this.#rowOfChunk.has(chunk)
  }

  /** Chunks have got other numbers; the rows stay where they are. */
  rename(numbers: ReadonlyMap<number, number>): void {
    this.#rowOfChunk.clear()
    for (let row = 0; row < this.size; row++) {
      const chunk = numbers.get(this.#chunkOfRow.values[row]!)!
      this.#chunkOfRow.values[row] = chunk
      this.#rowOfChunk.set(chunk, row)
    }
  }

  set(chunk: number, vector: Float32Array): void {
    let row = this.#rowOfChunk.get(chunk)
    if (row === undefined) {
      row = this.#chunkOfRow.length
      this.#reserve(row + 1)
      this.#chunkOfRow.push(chunk)
      this.#rowOfChunk.set(chunk, row)
    }
    this.#floatsAt(this.#rowAt(row)).set(unit(vector))
  }

  remove(chunk: number): void {
    const row = this.#rowOfChunk.get(chunk)
    if (row === undefined) return
    const last = --this.#chunkOfRow.length
    const moved = this.#chunkOfRow.values[last]!
    new Uint8Array(this.#memory.buffer).copyWithin(this.#rowAt(row), this.#rowAt(last), this.#rowAt(last + 1))
    this.#chunkOfRow.values[row] = moved
    this.#rowOfChunk.set(moved, row)
    this.#rowOfChunk.delete(chunk)
  }

  /** Cosines, best first. */
  search(query: Float32Array, limit: number, idOf: (chunk: number) => string): Top {
    const top = new Top(limit, idOf)
    this.#floatsAt(queryAt).set(unit(query))
    for (let first = 0; first < this.size; first += block) this.#scanBlock(first, Math.min(block, this.size - first), top)
    return top
  }

  #scanBlock(first: number, count: number, top: Top): void {
    this.#scan(queryAt, this.#rowAt(first), count, this.#rowBytes, scoresAt)
    const scores = new Float32Array(this.#memory.buffer, scoresAt, count)
    for (let index = 0; index < count; index++) {
      const score = scores[index]!
      // Rounding moves a score by half a millionth at most.
      if (score >= top.floor - 1e-6) top.offer(this.#chunkOfRow.values[first + index]!, roundScore(score))
    }
  }

  #rowAt(row: number): number {
    return rowsAt + row * this.#rowBytes
  }

  #floatsAt(at: number): Float32Array {
    return new Float32Array(this.#memory.buffer, at, this.dimensions)
  }

  /** Doubles; pages that were never written cost no memory. */
  #reserve(rows: number): void {
    const missing = Math.ceil(this.#rowAt(rows) / page) - this.#memory.buffer.byteLength / page
    if (missing <= 0) return
    const held = this.#memory.buffer.byteLength / page
    try {
      this.#memory.grow(Math.max(missing, Math.min(held, maximumPages - held)))
    } catch (cause) {
      throw new AppError('unavailable', 'The collection is too large to be searched in memory. Use a PostgreSQL server and set the search to pgvector.', {
        cause,
      })
    }
  }
}

type Scan = (query: number, row: number, count: number, rowBytes: number, out: number) => void

const page = 65_536
// 4 GiB less one page: the scan compares 32-bit addresses, which must not wrap.
const maximumPages = 65_535
// The first page holds the question and the scores of one block of rows, small enough to stay in the processor's cache.
const maximumDimensions = 8_192
const block = 4_096
const queryAt = 0
const scoresAt = maximumDimensions * 4
const rowsAt = page

const compiled = new WebAssembly.Module(Buffer.from(dotModule, 'base64'))

/** Length 1, so that the dot product is the cosine; left alone where it already is, to keep the model's bits. */
const unit = (vector: Float32Array): Float32Array => {
  let sum = 0
  for (const value of vector) sum += value * value
  if (Math.abs(sum - 1) < 1e-6 || sum === 0) return vector
  const scale = 1 / Math.sqrt(sum)
  return vector.map((value) => value * scale)
}
