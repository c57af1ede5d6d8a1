import type { Span } from '../../domain/document.ts'
import type { SourceSpan } from '../../domain/retrieval-eval.ts'
import { sum } from '../statistics/clusters.ts'

/** Recall, precision and intersection over union of retrieved text, token by token, as Chroma's chunking evaluation defines them (Smith and Troynikov, 2024). */
export interface SpanFigures {
  /** Share of the evidence that was retrieved. */
  readonly recall: number
  /** Share of what was retrieved that is evidence; text retrieved twice counts twice. */
  readonly precision: number
  /** Evidence retrieved, over evidence and all that was retrieved; text retrieved twice counts twice below the line. */
  readonly iou: number
}

/** Words and single marks of a text, as positions at which they begin: what figures are counted in. */
export const tokenStarts = (text: string): Int32Array =>
  Int32Array.from([...text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu)].map(({ index }) => index))

/** Where the tokens of each document begin. */
export type StartsOf = (source: string) => Int32Array

/** `retrieved` may overlap itself and lie in any document; `evidence` is merged before it is counted. */
export const spanFigures = (retrieved: readonly SourceSpan[], evidence: readonly SourceSpan[], startsOf: StartsOf): SpanFigures => {
  const count = ({ source, start, end }: SourceSpan): number => tokensIn(startsOf(source), start, end)
  const wanted = merged(evidence)
  const found = merged(retrieved)
  const shared = sum(found.flatMap((one) => wanted.filter((other) => other.source === one.source).map((other) => count(overlap(one, other)))))
  const ofEvidence = sum(wanted.map(count))
  const ofRetrieved = sum(retrieved.map(count))
  return {
    recall: ofEvidence === 0 ? 0 : shared / ofEvidence,
    precision: ofRetrieved === 0 ? 0 : shared / ofRetrieved,
    iou: ofEvidence + ofRetrieved === 0 ? 0 : shared / (ofEvidence + ofRetrieved - shared),
  }
}

export const tokensIn = (starts: Int32Array, start: number, end: number): number => Math.max(0, firstAtOrAfter(starts, end) - firstAtOrAfter(starts, start))

/** A chunk answers when it shares at least half of the evidence, or half of itself, with the evidence. */
export const holdsEvidence = (chunk: SourceSpan, evidence: readonly SourceSpan[]): boolean =>
  evidence.some((one) => one.source === chunk.source && 2 * length(overlap(chunk, one)) >= Math.min(length(chunk), length(one)))

/** Of no length, or less, where they do not meet. */
const overlap = (one: SourceSpan, other: SourceSpan): SourceSpan => ({
  source: one.source,
  start: Math.max(one.start, other.start),
  end: Math.min(one.end, other.end),
})

const length = ({ start, end }: Span): number => end - start

const firstAtOrAfter = (starts: Int32Array, offset: number): number => {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! < offset) low = middle + 1
    else high = middle
  }
  return low
}

const merged = (spans: readonly SourceSpan[]): SourceSpan[] =>
  [...Map.groupBy(spans, ({ source }) => source).values()].flatMap((ofOne) => {
    const joined: SourceSpan[] = []
    for (const span of ofOne.toSorted((a, b) => a.start - b.start)) {
      const last = joined.at(-1)
      if (last && span.start <= last.end) joined[joined.length - 1] = { ...last, end: Math.max(last.end, span.end) }
      else joined.push(span)
    }
    return joined
  })
