import { throwIfAborted } from '../../base/async.ts'
import type { InventoryEntry } from '../../domain/document.ts'
import type { SiteProgress, SiteRequest } from '../../domain/site.ts'
import { openSite } from './open-site.ts'
import { siteFrontier, type Visit } from './site-frontier.ts'
import { pageKey, siteScope } from './site-scope.ts'
import { pagesOfSitemaps } from './site-sitemap.ts'
import { readStamp } from './site-stamp.ts'
import { newTally } from '../tally.ts'
import { visitPage, type Crawl, type SiteParts, type Visited } from './visit-page.ts'

/** Brings the store in step with a site. Yields before and after each page; returns the last of what it yielded. */
export type SyncSite = (request: SiteRequest, signal?: AbortSignal) => AsyncGenerator<SiteProgress, SiteProgress>

/** One is asked for while the other is parsed; more would be a burden for small servers. */
const pagesInFlight = 2
/** Some books name only their next page; what has more of them in a row has no end. */
const maxDepth = 1000
/** Of one crawl, unpacked. A book of 2,000 pages has a tenth of it. */
const totalBytes = 1024 ** 3

/**
 * Reads the start page and the pages below it, breadth first: first those that are linked, then those that are known from before, then those
 * that only a sitemap names. Pages that have gone (404, 410) are removed; a page that cannot be read keeps its last version. Each document is
 * a transaction of its own. Fails as a whole only when the start page cannot be read or the store cannot be written.
 */
export const syncSite = (parts: SiteParts): SyncSite =>
  async function* (request, signal) {
    const known = await parts.store.inventory(request.collection, request.start.href)
    const inventory = new Map(known.map((entry) => [keyOf(entry), entry]))
    const validatorsOf = (url: URL) => {
      const entry = inventory.get(pageKey(url))
      return entry?.pipeline === parts.parser.pipeline ? (readStamp(entry.stamp) ?? undefined) : undefined
    }
    const { start, first, robots } = await openSite(parts.web, request.start, validatorsOf, signal)
    const scope = siteScope(start)
    const frontier = siteFrontier({ maxPages: request.maxPages, maxDepth })
    const texts = new Map(known.map(({ version, source }) => [version, source]))
    const crawl: Crawl = { request, scope, robots, start, frontier, inventory, texts }

    const tally = newTally()
    const progress = (current: string | null): SiteProgress => ({ ...tally.progress(frontier.total()), current })
    const settle = async ({ visit, visited }: Settled): Promise<void> => {
      if (visited.outcome.type === 'unwanted') tally.skipKind(visited.outcome.kind)
      tally.count(visited.outcome.type === 'unwanted' ? { type: 'passed' } : visited.outcome)
      const entry = visited.gone ? inventory.get(pageKey(visit.url)) : undefined
      if (entry && (await parts.store.remove(entry.documentId))) tally.remove()
    }

    let bytes = 0
    let answered: typeof first | null = first
    frontier.begin(start)
    const hints = laterHints(() => pagesOfSitemaps(parts.web, scope, start, robots.sitemaps, signal), known, scope)
    const running = new Set<Promise<Settled>>()
    try {
      for (;;) {
        throwIfAborted(signal)
        const visit = running.size < pagesInFlight && bytes < totalBytes ? frontier.take() : undefined
        if (visit) {
          yield progress(visit.url.href)
          running.add(settled(visit, visitPage(parts, crawl, visit, answered, signal)))
          answered = null
        } else if (running.size > 0) {
          const done = await Promise.race(running)
          running.delete(done.self)
          bytes += done.visited.bytes
          await settle(done)
          yield progress(done.visit.url.href)
        } else if (frontier.isFull() || bytes >= totalBytes || !(await nameMore(hints, frontier.add))) break
      }
    } finally {
      await Promise.allSettled(running)
    }
    for (const note of frontier.notes(start.href)) tally.note(note)
    if (bytes >= totalBytes)
      tally.note({ source: start.href, reason: `Reading stopped after ${totalBytes / 1024 ** 3} GiB. Ingest parts of the site one by one.` })
    const last = progress(null)
    yield last
    return last
  }

interface Settled {
  readonly visit: Visit
  readonly visited: Visited
  readonly self: Promise<Settled>
}

const settled = (visit: Visit, visiting: Promise<Visited>): Promise<Settled> => {
  const self: Promise<Settled> = visiting.then((visited) => ({ visit, visited, self }))
  // It may fail while nobody waits for it yet.
  self.catch(() => {})
  return self
}

const keyOf = ({ source }: InventoryEntry): string => (URL.canParse(source) ? pageKey(new URL(source)) : source)

/** Where more pages may be known from once no link leads on. */
async function* laterHints(
  ofSitemaps: () => Promise<URL[]>,
  known: readonly InventoryEntry[],
  scope: ReturnType<typeof siteScope>,
): AsyncGenerator<URL[], void> {
  yield known.flatMap(({ source }) => (URL.canParse(source) && scope.includes(new URL(source)) ? [new URL(source)] : []))
  yield await ofSitemaps()
}

/** False when nobody knows another page. */
const nameMore = async (hints: AsyncGenerator<URL[], void>, add: (visit: Visit) => boolean): Promise<boolean> => {
  for (;;) {
    const { value, done } = await hints.next()
    if (done) return false
    const added = value.filter((url) => add({ url, depth: 1, hops: 0, from: null }))
    if (added.length > 0) return true
  }
}
