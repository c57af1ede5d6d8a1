import { AppError } from '../../base/error.ts'
import type { Fetched, PacedClient, Validators } from '../../domain/site.ts'
import { failureSentence } from '../parse/failure-sentence.ts'
import { noRobots, readRobots, robotsBytes, type Robots } from './robots.ts'
import { limitOfKind } from './site-kinds.ts'
import { isSameSite } from './site-scope.ts'

export interface OpenedSite {
  /** The start page, after its redirects. */
  readonly start: URL
  readonly first: Fetched
  readonly robots: Robots
}

const mostRedirects = 5

/**
 * Asks for the start page, and before it for the robots.txt of each host on the way. A redirect may move the site to another host of
 * the same name; anything else has to be asked for by its own address. Fails with a sentence: then nothing is known, and nothing removed.
 */
export const openSite = async (web: PacedClient, asked: URL, validatorsOf: (url: URL) => Validators | undefined, signal?: AbortSignal): Promise<OpenedSite> => {
  let url = asked
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const robots = await robotsOf(web, url, signal)
    if (!robots.allows(url))
      throw new AppError('forbidden', `The robots.txt of ${url.host} asks programs not to read ${url.href}. Ask its owner, or ingest a copy of your own.`)
    if (robots.delayMs !== null) web.pace(robots.delayMs)
    const first = await web.get(url, { validators: validatorsOf(url), limitOf: (mediaType) => limitOfKind(mediaType, url) }, signal)
    if (first.type !== 'redirect') return { start: url, first: assertReadable(url, first), robots }
    if (!isSameSite(asked, first.to))
      throw new AppError('invalid', `${asked.href} leads to another site, ${first.to.href}. If that is the one you mean, ingest that address.`)
    url = first.to
  }
  throw new AppError('upstream', `${asked.href} leads from redirect to redirect without an end. Nothing was read.`)
}

const assertReadable = (url: URL, first: Fetched): Fetched => {
  if (first.type === 'failed')
    throw new AppError(
      first.status === 404 || first.status === 410 ? 'not_found' : 'upstream',
      `${url.href}: ${failureSentence(first.status, null)} Nothing was removed.`,
    )
  if (first.type === 'unwanted')
    throw new AppError('invalid', `${url.href} is ${first.mediaType || 'of an unnamed kind'}, which is not read. Give the address of a page.`)
  return first
}

/** RFC 9309, 2.3.1: a robots.txt that is not there allows everything; one that cannot be asked for forbids everything. */
const robotsOf = async (web: PacedClient, page: URL, signal?: AbortSignal): Promise<Robots> => {
  let address = new URL('/robots.txt', page.origin)
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const fetched = await web.get(address, { limitOf: () => 4 * robotsBytes }, signal)
    if (fetched.type === 'page') return readRobots(new URL('/robots.txt', page.origin), new TextDecoder().decode(fetched.bytes))
    if (fetched.type !== 'redirect') return withoutRobots(page, fetched)
    address = fetched.to
  }
  return noRobots
}

const withoutRobots = ({ host }: URL, fetched: Fetched): Robots => {
  if (fetched.type !== 'failed' || (fetched.status >= 400 && fetched.status < 500 && fetched.status !== 429)) return noRobots
  throw new AppError(
    'upstream',
    `The robots.txt of ${host} could not be asked for (status ${fetched.status}), so nobody knows whether its pages may be read. Try again later.`,
  )
}
