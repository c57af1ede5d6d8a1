import { throwIfAborted } from '../../base/async.ts'
import type { PacedClient } from '../../domain/site.ts'
import { readSitemap } from './sitemap.ts'
import type { SiteScope } from './site-scope.ts'

const mostSitemaps = 10
const sitemapBytes = 10 * 1024 * 1024

/** Pages of the site that its sitemaps name. A sitemap is a hint: one that cannot be read names nothing. */
export const pagesOfSitemaps = async (web: PacedClient, scope: SiteScope, start: URL, stated: readonly string[], signal?: AbortSignal): Promise<URL[]> => {
  const waiting = [...new Set([...stated, `${scope.directory}sitemap.xml`, `${start.origin}/sitemap.xml`])]
  const pages: URL[] = []
  const seen = new Set<string>()
  for (let address = waiting.shift(); address !== undefined && seen.size < mostSitemaps; address = waiting.shift()) {
    if (seen.has(address) || !URL.canParse(address) || new URL(address).origin !== start.origin) continue
    seen.add(address)
    const { pages: found, sitemaps } = readSitemap(await textOf(web, new URL(address), signal))
    for (const href of found) {
      const page = scope.resolve(href, start)
      if (page) pages.push(page)
    }
    waiting.push(...sitemaps)
  }
  return pages
}

const textOf = async (web: PacedClient, url: URL, signal?: AbortSignal): Promise<string> => {
  try {
    const fetched = await web.get(url, { limitOf: (mediaType) => (/xml|text\/plain/.test(mediaType) ? sitemapBytes : 0) }, signal)
    return fetched.type === 'page' ? new TextDecoder().decode(fetched.bytes) : ''
  } catch {
    throwIfAborted(signal)
    return ''
  }
}
