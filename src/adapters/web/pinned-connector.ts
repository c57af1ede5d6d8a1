import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import { AppError, isAppError } from '../../base/error.ts'
import type { RefuseAddress } from './address-rules.ts'

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>

export const resolveBySystem: Resolve = async (hostname) => (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address)

/**
 * Connects to an address that was checked, never to a name: a name that resolves to something else a moment later (DNS rebinding)
 * changes nothing, because it is resolved once. TLS and the Host header keep the name.
 */
export const pinnedConnector = (refuse: RefuseAddress, resolve: Resolve, timeoutMs: number): buildConnector.connector => {
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false })
  const connectTo = (options: buildConnector.Options, address: string) =>
    new Promise<Parameters<buildConnector.Callback>[1]>((resolvePromise, reject) => {
      const servername = isIP(plainHost(options.hostname)) ? undefined : options.hostname
      connect({ ...options, hostname: address, ...(servername && { servername }) }, (error, socket) => (error ? reject(error) : resolvePromise(socket)))
    })

  return (options, callback) => {
    const host = plainHost(options.hostname)
    void (async () => {
      const addresses = await addressesOf(host, resolve)
      for (const address of addresses) {
        const refusal = refuse(address)
        if (refusal) throw refused(host, address, refusal)
      }
      return firstThatAnswers(addresses, (address) => connectTo(options, address))
    })().then(
      (socket) => callback(null, socket as never),
      (error: unknown) => callback(error as Error, null),
    )
  }
}

/** IPv6 addresses stand in brackets in a URL. */
const plainHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

const addressesOf = async (host: string, resolve: Resolve): Promise<readonly string[]> => {
  if (isIP(host)) return [host]
  const addresses = await resolve(host).catch((cause: unknown) => {
    throw new AppError('upstream', `The name ${host} cannot be resolved. Check its spelling, and that this machine reaches a name server.`, { cause })
  })
  if (addresses.length === 0) throw new AppError('upstream', `The name ${host} has no address. Check its spelling.`)
  return addresses
}

const refused = (host: string, address: string, { plain, kind }: NonNullable<ReturnType<RefuseAddress>>): AppError =>
  new AppError(
    'forbidden',
    `${host === address ? `${plain} is` : `${host} leads to ${plain},`} ${kind}, and is not read. If you mean it, set ANSWERABLE_ALLOW_PRIVATE_ADDRESSES=${plain}.`,
  )

const firstThatAnswers = async <Socket>(addresses: readonly string[], connectTo: (address: string) => Promise<Socket>): Promise<Socket> => {
  let last: unknown
  for (const address of addresses) {
    try {
      return await connectTo(address)
    } catch (error) {
      if (isAppError(error)) throw error
      last = error
    }
  }
  throw last
}
