import type { Span } from '../domain/document.ts'
import type { ChunkSettings, Cut } from './chunk.ts'

export interface Joined extends Span {
  readonly headingPath: readonly string[]
  /** Of the text alone. */
  readonly tokens: number
}

/**
 * A section of a few words (a lone heading, a one-line answer) joins the one after it, or before it where it is the last.
 * The heading path is then what both have in common, or the deeper one where one lies inside the other.
 */
export const joinTinySections = (cuts: readonly Cut[], settings: ChunkSettings, prefixTokens: (path: readonly string[]) => number): Joined[] => {
  const joined: Joined[] = []
  for (const { start, end, tokens, section } of cuts) {
    const last = joined.at(-1)
    const next = { start, end, tokens, headingPath: section.headingPath }
    const both = last && (last.tokens < settings.minTokens || tokens < settings.minTokens) ? join(last, next) : null
    if (both && prefixTokens(both.headingPath) + both.tokens <= settings.targetTokens) joined[joined.length - 1] = both
    else joined.push(next)
  }
  return joined
}

const join = (left: Joined, right: Joined): Joined => ({
  start: left.start,
  end: right.end,
  tokens: left.tokens + right.tokens,
  headingPath: sharedPath(left.headingPath, right.headingPath),
})

const sharedPath = (left: readonly string[], right: readonly string[]): readonly string[] => {
  const differs = left.findIndex((heading, level) => heading !== right[level])
  return differs < 0 ? right : left.slice(0, differs)
}
