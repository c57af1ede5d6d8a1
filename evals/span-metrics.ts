/** Recall, precision and intersection over union of retrieved text, token by token, as Chroma's chunking evaluation defines them. */

export interface Range {
  readonly start: number
  readonly end: number
}

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

/** `retrieved` may overlap itself; `evidence` is merged before it is counted. */
export const spanFigures = (retrieved: readonly Range[], evidence: readonly Range[], starts: Int32Array): SpanFigures => {
  const wanted = merged(evidence)
  const found = merged(retrieved)
  const shared = sum(found.flatMap((one) => wanted.map((other) => tokensIn(starts, Math.max(one.start, other.start), Math.min(one.end, other.end)))))
  const ofEvidence = sum(wanted.map(({ start, end }) => tokensIn(starts, start, end)))
  const ofRetrieved = sum(retrieved.map(({ start, end }) => tokensIn(starts, start, end)))
  return {
    recall: ofEvidence === 0 ? 0 : shared / ofEvidence,
    precision: ofRetrieved === 0 ? 0 : shared / ofRetrieved,
    iou: ofEvidence + ofRetrieved === 0 ? 0 : shared / (ofEvidence + ofRetrieved - shared),
  }
}

export const tokensIn = (starts: Int32Array, start: number, end: number): number => Math.max(0, firstAtOrAfter(starts, end) - firstAtOrAfter(starts, start))

const firstAtOrAfter = (starts: Int32Array, offset: number): number => {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (starts[middle]! < offset) low = middle + 1
    else high = middle
  }
  return low
}

const merged = (ranges: readonly Range[]): Range[] => {
  const joined: { start: number; end: number }[] = []
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  return joined
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
