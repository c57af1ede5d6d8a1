import { inverseDocumentFrequency, lengthNorm } from '../../base/bm25.ts'
import { nearTerms } from '../../base/near-terms.ts'
import { Growing } from './growing.ts'
import { roundScore, Top } from '../../base/top.ts'

/**
 * BM25 over numbered chunks, in flat number arrays. Postings and the terms of each chunk are packed as `number << 8 | count`,
 * so counts stop at 255 and there is room for 16 million chunks and as many terms.
 * A removed chunk stays in the lists with an infinite length, which scores zero, until its owner builds the index anew.
 */
export class WordIndex {
  readonly #terms = new Map<string, number>()
  readonly #names: string[] = []
  // Of each term: where its postings begin, how many there are, how many fit, and how many of them are alive.
  readonly #starts = new Growing()
  readonly #lengths = new Growing()
  readonly #room = new Growing()
  readonly #alive = new Growing()
  readonly #postings = new Growing()
  // Of each chunk: where its terms begin and end in #forward, and the sum of its counts.
  readonly #forward = new Growing()
  readonly #forwardStarts = new Growing()
  readonly #chunkLengths = new Growing()
  #removed = new Set<number>()
  #totalLength = 0
  #norms = new Float64Array(0)
  #scores = new Float64Array(0)
  #stale = true

  /** Chunks are numbered in the order in which they are added, from 0. */
  add(counts: ReadonlyMap<string, number>): number {
    const chunk = this.#chunkLengths.length
    let length = 0
    this.#forwardStarts.push(this.#forward.length)
    for (const [name, occurrences] of counts) {
      const count = Math.min(occurrences, 255)
      const term = this.#termOf(name)
      this.#post(term, (chunk << 8) | count)
      this.#forward.push((term << 8) | count)
      length += count
    }
    this.#chunkLengths.push(length)
    this.#totalLength += length
    this.#stale = true
    return chunk
  }

  remove(chunk: number): void {
    if (this.#removed.has(chunk)) return
    this.#removed.add(chunk)
    this.#totalLength -= this.#chunkLengths.values[chunk]!
    for (const packed of this.#termsOf(chunk)) this.#alive.values[packed >>> 8]!--
    this.#stale = true
  }

  /** The counts of a chunk, as they were added. */
  countsOf(chunk: number): Map<string, number> {
    const counts = new Map<string, number>()
    for (const packed of this.#termsOf(chunk)) counts.set(this.#names[packed >>> 8]!, packed & 255)
    return counts
  }

  knows(name: string): boolean {
    const term = this.#terms.get(name)
    return term !== undefined && this.#alive.values[term]! > 0
  }

  /** What a term that is not known may stand for, the most frequent of those nearest; null when nothing is near. */
  nearest(name: string): string | null {
    const near = nearTerms(name, this.#names).filter((one) => this.knows(one))
    const frequency = (one: string): number => this.#alive.values[this.#terms.get(one)!]!
    return near.sort((one, other) => frequency(other) - frequency(one) || (one < other ? -1 : 1))[0] ?? null
  }

  search(terms: readonly string[], limit: number, idOf: (chunk: number) => string): Top {
    if (this.#stale) this.#refresh()
    for (const name of terms) this.#addScores(name)
    const top = new Top(limit, idOf)
    const scores = this.#scores
    for (let chunk = 0; chunk < scores.length; chunk++) {
      const score = scores[chunk]!
      if (score > 0 && roundScore(score) >= top.floor) top.offer(chunk, roundScore(score))
    }
    scores.fill(0)
    return top
  }

  #addScores(name: string): void {
    const term = this.#terms.get(name)
    if (term === undefined) return
    const idf = inverseDocumentFrequency(this.#norms.length - this.#removed.size, this.#alive.values[term]!)
    const start = this.#starts.values[term]!
    const end = start + this.#lengths.values[term]!
    const { values } = this.#postings
    for (let at = start; at < end; at++) {
      const packed = values[at]!
      const chunk = packed >>> 8
      const count = packed & 255
      this.#scores[chunk]! += (idf * count) / (count + this.#norms[chunk]!)
    }
  }

  #termsOf(chunk: number): Uint32Array {
    const end = chunk + 1 < this.#forwardStarts.length ? this.#forwardStarts.values[chunk + 1]! : this.#forward.length
    return this.#forward.values.subarray(this.#forwardStarts.values[chunk], end)
  }

  #termOf(name: string): number {
    let term = this.#terms.get(name)
    if (term === undefined) {
      term = this.#names.push(name) - 1
      this.#terms.set(name, term)
      for (const column of [this.#lengths, this.#room, this.#alive]) column.push(0)
      this.#starts.push(0)
    }
    return term
  }

  /** A list that is full moves to the end with twice the room; its old place is lost until the index is built anew. */
  #post(term: number, packed: number): void {
    const length = this.#lengths.values[term]!
    if (length === this.#room.values[term]) {
      const room = Math.max(1, length * 2)
      const start = this.#postings.extend(room)
      this.#postings.values.copyWithin(start, this.#starts.values[term]!, this.#starts.values[term]! + length)
      this.#starts.values[term] = start
      this.#room.values[term] = room
    }
    this.#postings.values[this.#starts.values[term]! + length] = packed
    this.#lengths.values[term] = length + 1
    this.#alive.values[term]!++
  }

  #refresh(): void {
    const chunks = this.#chunkLengths.length
    const mean = this.#totalLength / (chunks - this.#removed.size)
    this.#norms = new Float64Array(chunks)
    for (let chunk = 0; chunk < chunks; chunk++) this.#norms[chunk] = lengthNorm(this.#chunkLengths.values[chunk]!, mean)
    for (const chunk of this.#removed) this.#norms[chunk] = Infinity
    if (this.#scores.length !== chunks) this.#scores = new Float64Array(chunks)
    this.#stale = false
  }
}
