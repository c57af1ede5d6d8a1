import type { Leaf } from './reading-tree.ts'

/** A run of text that is told apart: the cited quote, or a sentence that is only partly supported. */
export interface Range {
  readonly start: number
  readonly end: number
  readonly kind: 'quote' | 'partly' | 'pointed'
}

/** A piece of a leaf, with the range that it lies in. */
export interface Piece extends Leaf {
  readonly range: Range | null
}

/** Cuts a leaf where ranges begin and end and at each of `stops`; the pieces joined are the leaf. Where ranges overlap the first one wins. */
export const cutLeaf = (leaf: Leaf, ranges: readonly Range[], stops: readonly number[]): Piece[] => {
  const touching = ranges.filter((range) => range.start < leaf.end && range.end > leaf.start)
  const inner = [...touching.flatMap(({ start, end }) => [start, end]), ...stops].filter((at) => at > leaf.start && at < leaf.end)
  const cuts = [leaf.start, ...new Set(inner.sort((a, b) => a - b)), leaf.end]
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index]!
    return { kind: leaf.kind, start, end, range: touching.find((range) => range.start <= start && range.end >= end) ?? null }
  })
}
