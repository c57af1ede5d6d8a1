import { isCodeType } from '../../base/code-sentences.ts'
import { plainView } from '../../base/plain-view.ts'
import { blocksOf } from '../../base/text-blocks.ts'
import type { Passage } from '../../domain/document.ts'

interface Heading {
  readonly start: number
  readonly level: number
  readonly text: string
}

const separator = ' › '

/** The heading path at an offset of `passage.text`: a passage of several sections has one path for all of them, a quote only those above it. */
export const headingAt = (passage: Passage, offset: number): string => {
  const headings = isCodeType(passage.mediaType) ? [] : headingsOf(passage.text)
  if (headings.length === 0) return passage.heading
  const above = headings.filter(({ start }) => start <= offset)
  const below = headings.filter(({ start }) => start > offset)
  const path = passage.heading === '' ? [] : passage.heading.split(separator)
  const levels = levelsOf(path, headings)
  const isBelow = (text: string): boolean => below.some((one) => one.text === text) && !above.some((one) => one.text === text)
  const first = path.findIndex(isBelow)
  let open = (first < 0 ? path : path.slice(0, first)).map((text, index) => ({ text, level: levels[index]! }))
  for (const { text, level } of above) {
    open = open.filter((one) => one.level < level && one.text !== text)
    // A document's title is no part of the path.
    if (text !== passage.title.replace(/\s+/g, ' ').trim()) open.push({ text, level })
  }
  return open.map(({ text }) => text).join(separator)
}

/** Where the passage does not show an element's own line: one level below the element before it, the first below the title. */
const levelsOf = (path: readonly string[], headings: readonly Heading[]): number[] => {
  const known = path.map((text) => headings.find((heading) => heading.text === text)?.level ?? null)
  const at = known.findIndex((level) => level !== null)
  const first = at < 0 ? 2 : Math.max(1, known[at]! - at)
  return path.map((_, index) => known[index] ?? first + index)
}

const headingsOf = (text: string): Heading[] =>
  blocksOf(text)
    .filter(({ kind }) => kind === 'heading')
    .map(({ start, bodyStart, end }) => ({
      start,
      level: /^#*/.exec(text.slice(start))![0].length,
      text: plainView(text.slice(bodyStart, end).replace(/\s+#+$/, ''))
        .text.replace(/\s+/g, ' ')
        .trim(),
    }))
