import { AppError } from '../../base/error.ts'

/** A document that was found, with the score that its ranking gave it. */
export interface ScoredId {
  readonly id: string
  readonly score: number
}

/**
 * Best first in the order that trec_eval reads a run in, whatever order it is written in: by score as a 32-bit float, descending; equal ones by
 * id, descending, byte by byte in UTF-8. Fails with `invalid` for an id that stands there twice and for a score that is no number.
 */
export const trecOrder = (found: readonly ScoredId[]): string[] => {
  const seen = new Set<string>()
  for (const { id, score } of found) {
    if (seen.has(id)) throw new AppError('invalid', `"${id}" stands twice in one ranking. Leave it in once, at its best place.`)
    if (Number.isNaN(score)) throw new AppError('invalid', `The score of "${id}" is no number, so it has no place in a ranking.`)
    seen.add(id)
  }
  return found
    .map(({ id, score }) => ({ id, score: Math.fround(score) }))
    .sort((a, b) => (a.score === b.score ? compareBytes(b.id, a.id) : b.score > a.score ? 1 : -1))
    .map(({ id }) => id)
}

/**
 * The same ranking with scores that trec_eval cannot read in another order: a score that would tie as a 32-bit float becomes the next lower one.
 * `ranked` is best first.
 */
export const strictlyFalling = (ranked: readonly ScoredId[]): ScoredId[] => {
  let last = Infinity
  return ranked.map(({ id, score }) => {
    last = Math.min(Math.fround(score), nextBelow(last))
    return { id, score: last }
  })
}

const float = new Float32Array(1)
const bits = new Int32Array(float.buffer)

/** The greatest 32-bit float below this one: neighbours have neighbouring bit patterns. */
const nextBelow = (value: number): number => {
  if (value === Infinity) return Infinity
  float[0] = value
  // Below zero lies the smallest negative one, whose pattern is that of the smallest positive one with the sign set.
  if (float[0] === 0) bits[0] = -0x7fff_ffff
  else bits[0]! += float[0] > 0 ? -1 : 1
  return float[0]
}

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
