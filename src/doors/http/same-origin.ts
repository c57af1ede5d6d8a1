/**
 * A page of another site that a user happens to visit must not reach a server on their own machine. Two ways in are closed:
 * requests that say they come from another origin (CSRF), and names that resolve to this machine but are not its own (DNS rebinding).
 */
import { isIP } from 'node:net'
import { AppError } from '../../base/error.ts'

export interface RequestHeaders {
  readonly host?: string | undefined
  readonly origin?: string | undefined
  readonly 'sec-fetch-site'?: string | undefined
}

/**
 * @param allowedHosts names beside localhost and addresses under which this server is known, e.g. `answers.example.com`; '*' for a request with a
 * key in a header, which no page of another site can send.
 */
export const assertSameOrigin = (headers: RequestHeaders, method: string, allowedHosts: readonly string[] | '*'): void => {
  const host = hostName(headers.host)
  if (host !== null && allowedHosts !== '*' && !isOwnName(host, allowedHosts)) {
    throw new AppError('forbidden', `This server does not answer to the name "${host}". If it should, start it with ANSWERABLE_ALLOWED_HOSTS=${host}.`)
  }
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return
  const foreign = headers.origin !== undefined && headers.origin !== 'null' ? originHost(headers.origin) !== headers.host : headers.origin === 'null'
  if (foreign || headers['sec-fetch-site'] === 'cross-site') {
    throw new AppError('forbidden', 'A page of another site may not change or ask anything here. Call the API from a program, or from the page of this server.')
  }
}

/** Of two names a proxy may believe one and this server the other. @param rawHeaders names and values in turn, as they came */
export const assertOneName = (rawHeaders: readonly string[]): void => {
  const names = rawHeaders.filter((header, at) => at % 2 === 0 && header.toLowerCase() === 'host')
  if (names.length > 1) throw new AppError('forbidden', 'The request has more than one Host header. Send one.')
}

const hostName = (host: string | undefined): string | null => {
  if (!host) return null
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(host)
  return bracketed ? bracketed[1]! : host.replace(/:\d+$/, '').toLowerCase()
}

const isOwnName = (host: string, allowed: readonly string[]): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || isIP(host) !== 0 || allowed.includes(host)

const originHost = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)
