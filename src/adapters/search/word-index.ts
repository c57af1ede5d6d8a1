import { inverseDocumentFrequency, lengthNorm, neighbourShare } from '../../base/bm25.ts'
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
  // 1 where the chunk goes on with the document of the one before it.
  readonly #goesOn = new Growing()
  #removed = new Set<number>()
  #totalLength = 0
  #norms = new Float64Array(0)
  #scores = new Float64Array(0)
  #counts = new Float64Array(0)
  #stale = true

  /** Chunks are numbered in the order in which they are added, from 0. `goesOn`: the chunk before it is the one before it in its document. */
  add(counts: ReadonlyMap<string, number>, goesOn = false): number {
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
    this.#goesOn.push(goesOn ? 1 : 0)
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

  goesOn(chunk: number): boolean {
    return this.#goesOn.values[chunk] === 1
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

  /** The best by their own words, twice as many as are wanted, are ranked anew with the words of their neighbours. */
  search(names: readonly string[], limit: number, idOf: (chunk: number) => string): Top {
    if (this.#stale) this.#refresh()
    const terms = names.map((name) => this.#terms.get(name)).filter((term) => term !== undefined)
    for (const term of terms) this.#addScores(term)
    const chunks = this.#takeScores(this.#norms.keys(), limit * 2, idOf).items
    for (const term of terms) this.#addScoresWithNeighbours(term, chunks)
    return this.#takeScores(chunks, limit, idOf)
  }

  /** The best of these chunks; the scores of all of them are 0 again. */
  #takeScores(chunks: Iterable<number>, limit: number, idOf: (chunk: number) => string): Top {
    const top = new Top(limit, idOf)
    for (const chunk of chunks) {
      const score = this.#scores[chunk]!
      if (score === 0) continue
      this.#scores[chunk] = 0
      if (roundScore(score) >= top.floor) top.offer(chunk, roundScore(score))
    }
    return top
  }

  #addScores(term: number): void {
    const idf = this.#idfOf(term)
    for (const packed of this.#postingsOf(term)) {
      const count = packed & 255
      this.#scores[packed >>> 8]! += (idf * count) / (count + this.#norms[packed >>> 8]!)
    }
  }

  #addScoresWithNeighbours(term: number, chunks: readonly number[]): void {
    const counts = this.#counts
    const postings = this.#postingsOf(term)
    for (const packed of postings) counts[packed >>> 8] = packed & 255
    const idf = this.#idfOf(term)
    for (const chunk of chunks) {
      const before = this.goesOn(chunk) ? counts[chunk - 1]! : 0
      const behind = this.goesOn(chunk + 1) ? counts[chunk + 1]! : 0
      const count = counts[chunk]! + neighbourShare * (before + behind)
      if (count > 0) this.#scores[chunk]! += (idf * count) / (count + this.#norms[chunk]!)
    }
    for (const packed of postings) counts[packed >>> 8] = 0
  }

  #idfOf(term: number): number {
    return inverseDocumentFrequency(this.#norms.length - this.#removed.size, this.#alive.values[term]!)
  }

  #postingsOf(term: number): Uint32Array {
    const start = this.#starts.values[term]!
    return this.#postings.values.subarray(start, start + this.#lengths.values[term]!)
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
    if (this.#scores.length !== chunks) [this.#scores, this.#counts] = [new Float64Array(chunks), new Float64Array(chunks)]
    this.#stale = false
  }
}
