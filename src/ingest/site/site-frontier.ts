import type { SyncFailure } from '../../domain/source.ts'
import { isOtherKind } from './site-kinds.ts'
import { pageKey } from './site-scope.ts'
import { trapDetector } from './site-traps.ts'

/** A page that is to be asked for. */
export interface Visit {
  readonly url: URL
  /** Links between the start page and this one. */
  readonly depth: number
  /** Redirects that led here. */
  readonly hops: number
  /** The page that named it; null for the start page and what was known before. */
  readonly from: string | null
}

export interface FrontierLimits {
  readonly maxPages: number
  readonly maxDepth: number
}

export type Frontier = ReturnType<typeof siteFrontier>

/** The pages that wait for their turn, breadth first, each one once; what is left out is counted by its reason. */
export const siteFrontier = ({ maxPages, maxDepth }: FrontierLimits) => {
  const waiting: Visit[] = []
  const named = new Set<string>()
  const leftOut = new Map<string, { count: number; example: string }>()
  const trapOf = trapDetector()
  let asked = 0
  let beyond = 0

  const leaveOut = (reason: string, url: URL): void => {
    const before = leftOut.get(reason)
    leftOut.set(reason, { count: (before?.count ?? 0) + 1, example: before?.example ?? url.href })
  }
  return {
    /** False when the page was named before or is left out. */
    add: (visit: Visit): boolean => {
      const key = pageKey(visit.url)
      // A site that names ever more pages must not fill the memory.
      if (named.has(key) || isOtherKind(visit.url) || named.size >= mostNamed(maxPages)) return false
      named.add(key)
      const trap = trapOf(visit.url) ?? (visit.depth > maxDepth ? `it is more than ${maxDepth} links away from the start page` : null)
      if (trap !== null) leaveOut(trap, visit.url)
      else if (asked + waiting.length < maxPages) waiting.push(visit)
      else beyond++
      return trap === null
    },
    /** The start page is asked for whatever its name. */
    begin: (start: URL): void => {
      named.add(pageKey(start))
      waiting.push({ url: start, depth: 0, hops: 0, from: null })
    },
    /** Another spelling of a page whose turn it was. */
    again: (visit: Visit): void => void waiting.unshift(visit),
    take: (): Visit | undefined => {
      const next = asked < maxPages ? waiting.shift() : undefined
      if (next) asked++
      return next
    },
    isFull: (): boolean => asked + waiting.length >= maxPages,
    leaveOut,
    /** All pages that are known by now, as far as they will be asked for. */
    total: (): number => asked + waiting.length,
    notes: (root: string): SyncFailure[] => [
      ...[...leftOut].map(([reason, { count, example }]) => ({
        source: example,
        reason: count === 1 ? `This was left out: ${reason}.` : `This and ${count - 1} more were left out: ${reason}.`,
      })),
      ...(beyond > 0
        ? [{ source: root, reason: `${beyond} more pages were found and not read, because at most ${maxPages} were asked for. Raise --max-pages (max_pages).` }]
        : []),
    ],
  }
}

const mostNamed = (maxPages: number): number => 10_000 + 10 * maxPages
