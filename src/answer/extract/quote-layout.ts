import type { Extract } from './extractive.ts'

export interface LaidOut {
  /** White space before it, unless it opens the answer. */
  readonly gap: string
  /** What stands between the gap and the quote, and is not part of it: the header of a table. */
  readonly lead?: string
  readonly text: string
}

/** Lays out one quote after the other as Markdown: prose flows on, a list item or a block of code begins on a line of its own. */
export const quoteLayout = (): ((extract: Extract) => LaidOut) => {
  let last: Extract | null = null
  let depth = 0
  return (extract) => {
    const { dress, passage, start, end } = extract
    const body = passage.text.slice(start, end)
    const before = last
    last = extract
    if (dress.kind === 'code') return { gap: '\n\n', text: fenced(body, dress.language) }
    if (dress.kind === 'row') {
      if (before?.dress.kind === 'row' && before.passage === passage && before.dress.header === dress.header) return { gap: '\n', text: body }
      return { gap: '\n\n', text: body, ...(dress.header && { lead: `${dress.header}\n` }) }
    }
    if (dress.kind !== 'item') return { gap: before && (before.dress.kind === 'prose' || goesOn(before, extract)) ? ' ' : '\n\n', text: body }
    // Never deeper than one level below the item before it: more would be code to Markdown.
    const above = before?.dress.kind === 'item' ? before.dress : null
    depth = above ? Math.max(0, Math.min(depth + 3, depth + dress.indent - above.indent)) : 0
    return { gap: `${above ? '\n' : '\n\n'}${' '.repeat(depth)}`, text: `${dress.marker} ${body}` }
  }
}

/** The next sentence of the same list item. */
const goesOn = (before: Extract, { passage, start }: Extract): boolean =>
  before.passage === passage && start > before.end && /^[^\S\n]*$/.test(passage.text.slice(before.end, start))

const fenced = (body: string, language: string): string => {
  const longest = Math.max(2, ...[...body.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${body}\n${fence}`
}
