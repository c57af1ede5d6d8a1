import parseRobots from 'robots-parser'

/** The name by which robots.txt may speak to us. */
export const robotsName = 'Answerable'

/** Beyond it nothing is read of a robots.txt (RFC 9309, 2.5: at least 500 KiB). */
export const robotsBytes = 512 * 1024

export interface Robots {
  allows(url: URL): boolean
  /** Milliseconds between two pages that the site asks for; null when it does not. */
  readonly delayMs: number | null
  readonly sitemaps: readonly string[]
}

/** Nothing is forbidden: what a robots.txt that is not there says. */
export const noRobots: Robots = { allows: () => true, delayMs: null, sitemaps: [] }

export const readRobots = (address: URL, text: string): Robots => {
  const rules = (parseRobots as unknown as typeof parseRobots.default)(address.href, text.slice(0, robotsBytes))
  const delay = rules.getCrawlDelay(robotsName)
  return {
    allows: (url) => rules.isAllowed(url.href, robotsName) !== false,
    delayMs: delay === undefined || !Number.isFinite(delay) ? null : delay * 1000,
    sitemaps: rules.getSitemaps(),
  }
}
