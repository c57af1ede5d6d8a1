import { throwIfAborted } from '../../base/async.ts'
import { isAppError } from '../../base/error.ts'
import { sha256 } from '../../base/id.ts'
import type { DocumentStore, InventoryEntry, PutOutcome } from '../../domain/document.ts'
import type { Fetched, FetchedPage, PacedClient, SiteRequest } from '../../domain/site.ts'
import type { DocumentParser } from '../../domain/source.ts'
import { failureSentence } from '../parse/failure-sentence.ts'
import { readFetched, type ReadPage } from './page-links.ts'
import type { Robots } from './robots.ts'
import type { Frontier, Visit } from './site-frontier.ts'
import { isForFinding, isHtmlPage, kindOfPage, limitOfKind, nameOfPage } from './site-kinds.ts'
import { pageKey, type SiteScope } from './site-scope.ts'
import { readStamp, writeStamp, type SiteStamp } from './site-stamp.ts'
import { reasonOf, StoreFailure, toStore } from '../store-write.ts'
import type { Outcome } from '../tally.ts'
import { takenSources } from '../taken-sources.ts'

export interface SiteParts {
  readonly store: Pick<DocumentStore, 'put' | 'touch' | 'remove' | 'inventory' | 'holders'>
  readonly parser: DocumentParser
  readonly web: PacedClient
}

/** One crawl under way. */
export interface Crawl {
  readonly request: SiteRequest
  readonly scope: SiteScope
  readonly robots: Robots
  readonly start: URL
  readonly frontier: Frontier
  /** What the last crawl stored, by the key of its page. */
  readonly inventory: ReadonlyMap<string, InventoryEntry>
  /** The pages whose text is known by now, by its version. */
  readonly texts: Map<string, string>
}

/** `gone`: the document that was stored of this page is to be removed. `bytes`: what it cost. */
export interface Visited {
  readonly outcome: Outcome | { readonly type: 'unwanted'; readonly kind: string }
  readonly gone: boolean
  readonly bytes: number
}

/** Asks for one page, names the pages that it links to, and stores its text if that is new. A fault of the page is its outcome, never an error. */
export const visitPage = async (parts: SiteParts, crawl: Crawl, visit: Visit, first: Fetched | null, signal?: AbortSignal): Promise<Visited> => {
  const known = knownPage(parts.parser, crawl, visit)
  try {
    if (known.stamp?.run === crawl.request.run) {
      nameLinks(crawl, visit, known.stamp.links)
      return { outcome: { type: known.stamp.outcome, notes: [] }, gone: false, bytes: 0 }
    }
    if (!crawl.robots.allows(visit.url)) return passed(crawl, visit, 'robots.txt asks not to read it')
    const { url } = visit
    const fetched = first ?? (await parts.web.get(url, { validators: known.stamp, limitOf: (mediaType) => limitOfKind(mediaType, url) }, signal))
    return await settle(parts, crawl, visit, known, fetched, signal)
  } catch (error) {
    throwIfAborted(signal)
    if (error instanceof StoreFailure) throw error.cause
    // Menus and pages that a script fills are no fault of anybody.
    if (isAppError(error) && error.details['empty'] === true) return passed(crawl, visit, 'it holds no text')
    return failed(visit, reasonOf(error))
  }
}

interface KnownPage {
  readonly entry: InventoryEntry | undefined
  /** Undefined too when the text would be cut otherwise today: then the page is read as if it were new. */
  readonly stamp: SiteStamp | undefined
}

const knownPage = (parser: DocumentParser, crawl: Crawl, { url }: Visit): KnownPage => {
  const entry = crawl.inventory.get(pageKey(url))
  return { entry, stamp: entry?.pipeline === parser.pipeline ? (readStamp(entry.stamp) ?? undefined) : undefined }
}

const settle = async (parts: SiteParts, crawl: Crawl, visit: Visit, known: KnownPage, fetched: Fetched, signal?: AbortSignal): Promise<Visited> => {
  switch (fetched.type) {
    case 'unchanged':
      nameLinks(crawl, visit, known.stamp?.links ?? [])
      return { outcome: { type: 'unchanged', notes: [] }, gone: false, bytes: 0 }
    case 'redirect':
      return follow(crawl, visit, fetched.to, fetched.permanent)
    case 'unwanted':
      return { outcome: { type: 'unwanted', kind: fetched.mediaType || 'no media type' }, gone: false, bytes: 0 }
    case 'failed':
      if (known.entry && (fetched.status === 404 || fetched.status === 410)) return { ...nothing, gone: true }
      return failed(visit, failureSentence(fetched.status, visit.from))
    case 'page':
      return { ...(await readPage(parts, crawl, visit, known, fetched, signal)), bytes: fetched.bytes.length }
  }
}

const mostHops = 5

/** The target is a page of its own. What moved for good is known by its new address from now on. */
const follow = (crawl: Crawl, visit: Visit, to: URL, permanent: boolean): Visited => {
  const target = crawl.scope.resolve(to.href, to)
  if (!target) return { ...passed(crawl, visit, 'it leads out of the site'), gone: permanent }
  if (visit.hops >= mostHops) return failed(visit, 'It leads from redirect to redirect without an end.')
  if (pageKey(target) === pageKey(visit.url) && target.href !== visit.url.href) {
    // Only another spelling: with the slash, say. It has no key of its own, so it takes this one's place.
    crawl.frontier.again({ ...visit, url: target, hops: visit.hops + 1 })
    return nothing
  }
  crawl.frontier.add({ ...visit, url: target, hops: visit.hops + 1 })
  return { ...nothing, gone: permanent }
}

const readPage = async (parts: SiteParts, crawl: Crawl, visit: Visit, known: KnownPage, fetched: FetchedPage, signal?: AbortSignal): Promise<Visited> => {
  const page = await readFetched(fetched, visit.url)
  const base = page.base !== null && URL.canParse(page.base, visit.url.href) ? new URL(page.base, visit.url.href) : visit.url
  const links = nameLinks(crawl, visit, page.refresh === null ? page.hrefs : [...page.hrefs, page.refresh], base)
  if (page.noindex) return { ...passed(crawl, visit, 'it asks not to be kept (noindex)'), gone: true }
  if (isForFinding(visit.url) && visit.depth > 0) return nothing
  const canonical = canonicalOf(crawl, visit, page, base)
  if (canonical) {
    crawl.frontier.add({ ...visit, url: canonical, hops: visit.hops + 1 })
    return { ...passed(crawl, visit, 'it names another page as the one to read (canonical)'), gone: true }
  }
  const stamp = { etag: fetched.etag, lastModified: fetched.lastModified, hash: sha256(fetched.bytes), links, run: crawl.request.run }
  return keepText(parts, crawl, visit, known, { ...page, mediaType: kindOfPage(fetched), isHtml: isHtmlPage(fetched) }, stamp, signal)
}

/** Null for the page itself. A whole site that names its start page as the one to read means something else. */
const canonicalOf = (crawl: Crawl, visit: Visit, { canonical }: ReadPage, base: URL): URL | null => {
  const url = canonical === null ? null : crawl.scope.resolve(canonical, base)
  if (!url || pageKey(url) === pageKey(visit.url) || pageKey(url) === pageKey(crawl.start) || visit.hops >= mostHops) return null
  return url
}

/** Adds the pages that it is the first to name, and gives their paths back. */
const nameLinks = (crawl: Crawl, visit: Visit, hrefs: readonly string[], base: URL = visit.url): string[] => {
  const from = visit.url.href
  const named = hrefs.flatMap((href) => {
    const url = crawl.scope.resolve(href, base)
    return url && crawl.frontier.add({ url, depth: visit.depth + 1, hops: 0, from }) ? [url.pathname + url.search] : []
  })
  return named
}

interface Readable extends ReadPage {
  readonly mediaType: string | undefined
}

const keepText = async (
  { store, parser }: SiteParts,
  crawl: Crawl,
  visit: Visit,
  { entry, stamp: before }: KnownPage,
  page: Readable & { readonly isHtml: boolean },
  made: Omit<SiteStamp, 'outcome'>,
  signal?: AbortSignal,
): Promise<Visited> => {
  const { collection, start } = crawl.request
  const stampAs = (outcome: PutOutcome): string => writeStamp({ ...made, outcome })
  const source = entry?.source ?? visit.url.href
  const unchanged = async (): Promise<Visited> => {
    await toStore(() => store.touch(entry!.documentId, stampAs('unchanged')), signal)
    return { ...nothing, outcome: { type: 'unchanged', notes: [] } }
  }
  if (before?.hash === made.hash) return unchanged()

  const hints = { source: nameOfPage(visit.url), mediaType: page.mediaType, knownVersion: before ? entry?.version : undefined }
  const parsed = await parser.parse(Uint8Array.from(page.bytes), hints, signal)
  const { chunks, notes, version, ...fields } = parsed
  if (chunks === null) return unchanged()

  const twin = crawl.texts.get(version)
  if (!entry && twin !== undefined && twin !== source) return passed(crawl, visit, 'it has the same text as another page')
  crawl.texts.set(version, source)
  const taken = entry ? undefined : (await takenSources({ store, rootExists: async () => false }, collection, start.href, [source])).get(source)
  if (taken) return failed(visit, taken)

  const document = { ...fields, collection, source, origin: { root: start.href, stamp: stampAs(entry ? 'changed' : 'added') } }
  const { outcome } = await toStore(() => store.put({ document, chunks, pipeline: parser.pipeline, vectors: null }), signal)
  return { ...nothing, outcome: { type: outcome, notes: [...page.notes, ...notes].map((reason) => ({ source, reason })) } }
}

const nothing: Visited = { outcome: { type: 'passed' }, gone: false, bytes: 0 }

const failed = ({ url }: Visit, reason: string): Visited => ({ ...nothing, outcome: { type: 'failed', failure: { source: url.href, reason } } })

const passed = ({ frontier }: Crawl, { url }: Visit, reason: string): Visited => {
  frontier.leaveOut(reason, url)
  return nothing
}
