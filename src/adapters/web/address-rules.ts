import ipaddr from 'ipaddr.js'
import { AppError } from '../../base/error.ts'

/** Private networks whose addresses may be connected to: `10.1.0.0/16`, `127.0.0.1`. */
export type AllowedNetworks = readonly string[]

/** What an address that must not be connected to is, and how the setting that allows it spells it; null when it may. Fails with `invalid` when the allowed networks cannot be read. */
export type RefuseAddress = (address: string) => { readonly plain: string; readonly kind: string } | null

type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * Only addresses of the public internet are let through: everything with a meaning of its own (private, loopback, link-local, shared,
 * multicast, reserved, tunnels) is refused, so that an unknown range is refused as well.
 */
export const addressRules = (allowed: AllowedNetworks): RefuseAddress => {
  const networks = allowed.map(parseNetwork)
  return (text) => {
    const address = carried(ipaddr.parse(text.replace(/%.*$/, '')))
    if (networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network as never, bits))) return null
    if (isPublic(address)) return null
    return { plain: address.toString(), kind: kindOf(address) }
  }
}

/** The IPv4 address within, where a mapped or translated (NAT64) IPv6 address carries one. */
const carried = (address: Address): Address => {
  if (address.kind() === 'ipv4') return address
  const ipv6 = address as ipaddr.IPv6
  if (ipv6.isIPv4MappedAddress()) return ipv6.toIPv4Address()
  if (ipv6.match(translated, 96)) return new ipaddr.IPv4(ipv6.toByteArray().slice(12))
  return ipv6
}

const isPublic = (address: Address): boolean =>
  address.range() === 'unicast' &&
  !publicButInternal.has(address.toString()) &&
  // Of IPv6 nothing else is given out (IANA); `::127.0.0.1` lies outside.
  (address.kind() === 'ipv4' || address.match(globalUnicast as never, 3))

const globalUnicast = ipaddr.IPv6.parse('2000::')

/** RFC 6052: networks without IPv4 reach public IPv4 hosts by it. */
const translated = ipaddr.IPv6.parse('64:ff9b::')

/** Azure's host agent answers here, for machines of its cloud only. */
const publicButInternal = new Set(['168.63.129.16'])

const kinds: Readonly<Record<string, string>> = {
  private: 'a private address',
  uniqueLocal: 'a private address',
  loopback: 'this machine itself',
  unspecified: 'this machine itself',
  linkLocal: 'a link-local address',
  carrierGradeNat: 'an address of a shared network',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
}

const kindOf = (address: Address): string => kinds[address.range()] ?? 'not an address of the public internet'

const parseNetwork = (text: string): [Address, number] => {
  try {
    const [network, bits] = ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`)
    const plain = carried(network)
    return [plain, plain.kind() === network.kind() ? bits : Math.max(0, bits - 96)]
  } catch (cause) {
    throw new AppError(
      'invalid',
      `ANSWERABLE_ALLOW_PRIVATE_ADDRESSES names "${text}", which is neither an address nor a network. Write them like 10.1.0.0/16 or 127.0.0.1.`,
      { cause },
    )
  }
}
