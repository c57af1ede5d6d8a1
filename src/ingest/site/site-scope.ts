import { parseWebAddress } from '../../base/web-address.ts'

/** Which addresses belong to the site of a start page, and how one page is told from another. docs/decisions/0012 has the reasons. */
export interface SiteScope {
  /** The directory below which pages belong to the site, for sentences. */
  readonly directory: string
  /** The address that a link leads to, without what does not tell pages apart; null when it leads out of the site or to no page. */
  resolve(href: string, base: URL): URL | null
  includes(url: URL): boolean
}

export const siteScope = (start: URL): SiteScope => {
  const directory = directoryOf(start.pathname)
  const keepsQuery = start.search !== ''
  const includes = ({ origin, pathname }: URL): boolean =>
    origin === start.origin && (pathname.startsWith(directory) || `${pathname}/` === directory || pathname === start.pathname)
  return {
    directory: start.origin + directory,
    includes,
    resolve: (href, base) => {
      const url = resolved(href, base)
      if (!url) return null
      const page = withoutNoise(url, keepsQuery)
      return includes(page) ? page : null
    },
  }
}

/** The same for all spellings of one page: `/guide`, `/guide/` and `/guide/index.html`. */
export const pageKey = (url: URL): string => `${url.origin}${url.pathname.replace(/\/(?:index\.(?:html?|php|md))?$/i, '')}${url.search}`

/** May the site move there with the redirect of its start page? The same host, with or without www, or a host below or above it. */
export const isSameSite = (from: URL, to: URL): boolean => {
  const [one, other] = [bareHost(from), bareHost(to)]
  const hostsAgree = one === other || isBelow(one, other) || isBelow(other, one)
  return hostsAgree && (to.port === '' || to.port === from.port)
}

const bareHost = ({ hostname }: URL): string => hostname.replace(/^www\./, '')

/** A top-level domain alone is above everything. */
const isBelow = (host: string, above: string): boolean => above.includes('.') && host.endsWith(`.${above}`)

/** `/docs/` and `/docs/start.html` lie in `/docs/`; `/docs` of its own at the top means `/docs/` too, not the whole host. */
const directoryOf = (path: string): string => {
  const parent = path.slice(0, path.lastIndexOf('/') + 1)
  const isNamedDirectory = parent === '/' && path !== '/' && !/\.[^./]+$/.test(path)
  return isNamedDirectory ? `${path}/` : parent
}

const resolved = (href: string, base: URL): URL | null => {
  const trimmed = href.trim()
  if (trimmed === '' || trimmed.startsWith('#') || !URL.canParse(trimmed, base.href)) return null
  try {
    return parseWebAddress(new URL(trimmed, base.href).href)
  } catch {
    return null // mailto:, javascript:, a password in the address
  }
}

/** Queries are dropped unless the start page itself has one: else sorting, sharing and versions of one page are taken for pages. */
const withoutNoise = (url: URL, keepsQuery: boolean): URL => {
  const page = new URL(url.href)
  page.pathname = page.pathname.replace(/;(?:jsessionid|sid|phpsessid)=[^/]*/gi, '').replace(/(?<=.)\/{2,}/g, '/')
  if (!keepsQuery) page.search = ''
  page.search = new URLSearchParams([...page.searchParams].filter(([name]) => !isNoise.test(name))).toString()
  page.searchParams.sort()
  return page
}

/** Campaigns, clicks and sessions: they tell visitors apart, not pages. */
const isNoise = /^(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|ref|referrer|source|sid|session_?id|phpsessid|jsessionid|_ga|_gl)$/i
