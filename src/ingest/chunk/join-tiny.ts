import type { Span } from '../../domain/document.ts'
import type { Section } from './sections.ts'
import type { ChunkSettings } from './chunk-settings.ts'

/** A span of a section, and what it and its heading path weigh. */
export interface Cut extends Span {
  readonly section: Section
  readonly tokens: number
}

export interface Joined extends Span {
  readonly headingPath: readonly string[]
  /** Of the text alone. */
  readonly tokens: number
  /** Holds sections side by side: its path may only grow shorter. */
  readonly mixed?: boolean
  /** Of a mixed one: the symbols of source code that stand in it side by side, below the path. */
  readonly symbols?: readonly string[]
}

type CountPath = (path: readonly string[]) => number

/**
 * A section of a few words joins another: a lone heading the section below it, whatever else is tiny its neighbour.
 * The heading path is then what both have in common, or the deeper one where one lies inside the other; symbols of source code stay named.
 */
export const joinTinySections = (cuts: readonly Cut[], settings: ChunkSettings, prefixTokens: CountPath): Joined[] =>
  joinNeighbours(joinHeadings(cuts, settings, prefixTokens), settings, prefixTokens).map((joined) => ({ ...joined, headingPath: fullPath(joined) }))

/** `class Ledger › method add, method take` */
const fullPath = ({ headingPath, symbols = [] }: Joined): readonly string[] => (symbols.length > 0 ? [...headingPath, symbols.join(', ')] : headingPath)

/** From the end, because a heading may stand over a heading. A lone heading never ends a chunk unless it ends the document. */
const joinHeadings = (cuts: readonly Cut[], settings: ChunkSettings, prefixTokens: CountPath): Joined[] => {
  const reversed: Joined[] = []
  for (const { start, end, tokens, section } of cuts.toReversed()) {
    const next = reversed.at(-1)
    const cut = { start, end, tokens, headingPath: section.headingPath, ...(section.blocks[0]?.symbol && { symbols: [] }) }
    const both = next && section.blocks.length === 1 && section.blocks[0]!.kind === 'heading' ? join(cut, next) : null
    if (both && prefixTokens(fullPath(both)) + both.tokens <= settings.maxTokens) reversed[reversed.length - 1] = both
    else reversed.push(cut)
  }
  return reversed.reverse()
}

const joinNeighbours = (cuts: readonly Joined[], settings: ChunkSettings, prefixTokens: CountPath): Joined[] => {
  const joined: Joined[] = []
  for (const cut of cuts) {
    const last = joined.at(-1)
    const both = last && (last.tokens < settings.minTokens || cut.tokens < settings.minTokens) ? join(last, cut) : null
    if (both && prefixTokens(fullPath(both)) + both.tokens <= settings.targetTokens) joined[joined.length - 1] = both
    else joined.push(cut)
  }
  return joined
}

const join = (left: Joined, right: Joined): Joined => ({
  start: left.start,
  end: right.end,
  tokens: left.tokens + right.tokens,
  ...sharedPath(left, right),
})

const sharedPath = (left: Joined, right: Joined): Pick<Joined, 'headingPath' | 'mixed' | 'symbols'> => {
  const differs = left.headingPath.findIndex((heading, level) => heading !== right.headingPath[level])
  const isInside = differs < 0 && !left.mixed
  const headingPath = isInside ? right.headingPath : differs < 0 ? left.headingPath : left.headingPath.slice(0, differs)
  if (!left.symbols && !right.symbols) return isInside ? { headingPath } : { headingPath, mixed: true }
  if (isInside) return { headingPath, ...(right.mixed && { mixed: true }), symbols: right.symbols ?? [] }
  return { headingPath, mixed: true, symbols: [...new Set([left, right].flatMap((it) => namesBelow(it, headingPath.length)))] }
}

/** What of a joined one stands at this level of its path. */
const namesBelow = ({ headingPath, symbols = [] }: Joined, level: number): readonly string[] => (headingPath.length > level ? [headingPath[level]!] : symbols)
