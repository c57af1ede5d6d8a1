/** Some routes are for whoever sits at the machine: they fetch files or name folders. Another site's page is kept out by `same-origin.ts`. */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { AppError } from '../../base/error.ts'

export interface Caller {
  readonly remoteAddress: string | undefined
  readonly headers: IncomingHttpHeaders
}

export const assertThisMachine = (caller: Caller): void => {
  if (isLoopback(caller.remoteAddress) && !isForwarded(caller.headers)) return
  throw new AppError(
    'forbidden',
    'This is only for callers on the machine that Answerable runs on. There, "answerable --help" shows the command that does the same.',
  )
}

const isLoopback = (address: string | undefined): boolean => {
  const plain = (address ?? '').replace(/^::ffff:/i, '')
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'))
}

/** A reverse proxy on this machine speaks for someone who may be anywhere; which of these names it uses is its own affair. */
const isForwarded = (headers: IncomingHttpHeaders): boolean => Object.keys(headers).some((name) => name.startsWith('x-forwarded') || proxyHeaders.has(name))

const proxyHeaders = new Set(['forwarded', 'via', 'x-real-ip', 'x-client-ip', 'true-client-ip', 'cf-connecting-ip', 'fly-client-ip'])
