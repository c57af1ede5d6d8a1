import type { Span } from '../domain/document.ts'

/** Of spans that overlap the first that was given stands; empty ones go. In the order of the text. */
export const withoutOverlap = <Found extends Span>(spans: Iterable<Found>): Found[] => {
  const kept: Found[] = []
  for (const one of spans) if (one.end > one.start && !kept.some(({ start, end }) => start < one.end && one.start < end)) kept.push(one)
  return kept.toSorted((one, other) => one.start - other.start)
}

/** Of spans that overlap all that they cover, as one of the kind that begins first. In the order of the text. */
export const united = <Found extends Span>(spans: readonly Found[]): Found[] => {
  const whole: Found[] = []
  for (const one of spans.toSorted((one, other) => one.start - other.start)) {
    const last = whole.at(-1)
    if (last && one.start < last.end) whole[whole.length - 1] = { ...last, end: Math.max(last.end, one.end) }
    else whole.push(one)
  }
  return whole
}
