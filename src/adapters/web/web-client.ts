import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request, type Dispatcher } from 'undici'
import { throwIfAborted } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import { parseWebAddress } from '../../base/web-address.ts'
import type { Fetched, FetchOptions, Validators, WebClient } from '../../domain/site.ts'
import { addressRules, type AllowedNetworks } from './address-rules.ts'
import { explainFailure } from './explain-failure.ts'
import { pinnedConnector, resolveBySystem, type Resolve } from './pinned-connector.ts'
import { acceptedEncodings, readBody, tooLarge } from './read-body.ts'
import { retryAfter } from './retry-after.ts'

export interface WebClientOptions {
  readonly userAgent: string
  readonly allowed?: AllowedNetworks
  /** Replaced by tests of names that change their address. */
  readonly resolve?: Resolve
  readonly timeouts?: Partial<WebTimeouts>
}

export interface WebTimeouts {
  readonly connectMs: number
  /** Until the head of the answer is complete. */
  readonly headMs: number
  /** Between two pieces of the body. */
  readonly idleMs: number
  /** A server that sends a byte now and then is never idle. */
  readonly totalMs: number
}

const defaultTimeouts: WebTimeouts = { connectMs: 10_000, headMs: 20_000, idleMs: 15_000, totalMs: 120_000 }

/** Without cookies, credentials or the proxies of the environment; HTTP/1.1, so that each connection has one checked address. */
export const openWebClient = ({ userAgent, allowed = [], resolve = resolveBySystem, timeouts }: WebClientOptions): WebClient => {
  const limits = { ...defaultTimeouts, ...timeouts }
  const dispatcher = new Agent({
    connect: pinnedConnector(addressRules(allowed), resolve, limits.connectMs),
    connections: 2,
    maxHeaderSize: 32 * 1024,
    headersTimeout: limits.headMs,
    bodyTimeout: limits.idleMs,
  })
  return {
    get: (url, options, signal) => getPage({ dispatcher, userAgent, limits }, url, options, signal),
    close: () => dispatcher.destroy(),
  }
}

interface Parts {
  readonly dispatcher: Dispatcher
  readonly userAgent: string
  readonly limits: WebTimeouts
}

const getPage = async ({ dispatcher, userAgent, limits }: Parts, url: URL, options: FetchOptions, signal?: AbortSignal): Promise<Fetched> => {
  const total = AbortSignal.timeout(limits.totalMs)
  try {
    const response = await request(url, {
      dispatcher,
      signal: signal ? AbortSignal.any([signal, total]) : total,
      headers: { 'user-agent': userAgent, accept: acceptedKinds, 'accept-encoding': acceptedEncodings, ...conditions(options.validators) },
    })
    // What is not read to its end takes its connection with it.
    const drop = (): void => void response.body.on('error', () => {}).destroy()
    const early = withoutBody(url, response)
    if (early) {
      drop()
      return early
    }
    return await readPage(response, options).finally(drop)
  } catch (error) {
    throwIfAborted(signal)
    throw explainFailure(error, url, total.aborted ? limits.totalMs : null)
  }
}

const acceptedKinds = 'text/html, application/xhtml+xml, text/markdown, text/plain;q=0.9, application/pdf;q=0.9, */*;q=0.5'

const conditions = (validators: Validators | undefined): Record<string, string> => ({
  ...(validators?.etag && { 'if-none-match': validators.etag }),
  ...(validators?.lastModified && { 'if-modified-since': validators.lastModified }),
})

/** The answer of those responses whose body says nothing to us. */
const withoutBody = (url: URL, { statusCode, headers }: Dispatcher.ResponseData): Fetched | null => {
  if (statusCode === 304) return { type: 'unchanged' }
  const location = header(headers, 'location')
  if ([301, 302, 303, 307, 308].includes(statusCode) && location !== '') {
    const to = targetOf(location, url)
    if (url.protocol === 'https:' && to.protocol === 'http:')
      throw new AppError('upstream', `${url.href} leads from https to http, which anybody on the way could change. It was not followed.`)
    return { type: 'redirect', to, permanent: statusCode === 301 || statusCode === 308 }
  }
  if (statusCode !== 200) return { type: 'failed', status: statusCode, retryAfterMs: retryAfter(header(headers, 'retry-after'), Date.now()) }
  return null
}

const targetOf = (location: string, base: URL): URL => {
  if (!URL.canParse(location, base.href)) throw new AppError('upstream', `${base.href} leads to something that is no address. It was not followed.`)
  return parseWebAddress(new URL(location, base.href).href)
}

const readPage = async ({ headers, body }: Dispatcher.ResponseData, { limitOf }: FetchOptions): Promise<Fetched> => {
  const contentType = header(headers, 'content-type')
  const mediaType = contentType.split(';')[0]!.trim().toLowerCase()
  const limitBytes = limitOf(mediaType)
  if (limitBytes === 0) return { type: 'unwanted', mediaType }
  if (Number(header(headers, 'content-length')) > limitBytes) throw tooLarge(limitBytes)
  return {
    type: 'page',
    mediaType,
    charset: /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? null,
    bytes: await readBody(body, header(headers, 'content-encoding'), limitBytes),
    etag: header(headers, 'etag') || null,
    lastModified: header(headers, 'last-modified') || null,
    robotsTag: header(headers, 'x-robots-tag'),
  }
}

const header = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : (value ?? '')
}
