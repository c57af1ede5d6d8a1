/** Who sits at the machine needs no key there, as long as nobody else can come. */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

export interface Peer {
  readonly remoteAddress: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** Another site's page in a browser on this machine is kept out by `same-origin.ts`. */
export const isFromThisMachine = ({ remoteAddress, headers }: Peer): boolean => isLoopback(remoteAddress) && !isForwarded(headers)

/** An address to listen on that other machines do not reach. */
export const isLoopbackHost = (host: string): boolean => host === 'localhost' || isLoopback(host)

const isLoopback = (address: string | undefined): boolean => {
  const plain = (address ?? '').replace(/^::ffff:/i, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}

/** A reverse proxy on this machine speaks for someone who may be anywhere; which of these names it uses is its own affair. */
const isForwarded = (headers: IncomingHttpHeaders): boolean => Object.keys(headers).some((name) => name.startsWith('x-forwarded') || proxyHeaders.has(name))

const proxyHeaders = new Set(['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip', 'fly-client-ip'])
