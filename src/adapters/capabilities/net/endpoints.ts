import { Resolver } from 'node:dns/promises'
import { lookup } from 'node:dns/promises'
import { connect, isIP } from 'node:net'
import type { Systems } from '../../../domain/systems.ts'
import type { Look, Seen } from '../look.ts'
import { failureCode } from './get.ts'

interface Endpoint {
  readonly name: string
  readonly host: string
  readonly port: number
}

/** All hosts of the file, by the names that the operator gave them. */
export const hostsOf = ({ endpoints, probes, certificates }: Systems): Endpoint[] => {
  const named = [...endpoints, ...certificates, ...probes.map(({ name, url }) => ({ name, ...hostAndPort(url) }))]
  return [...new Map(named.map((it) => [it.name, it])).values()]
}

const hostAndPort = (address: string): { host: string; port: number } => {
  const { hostname, port, protocol } = new URL(address)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (protocol === 'https:' ? 443 : 80)) }
}

export const tcpConnect = (hosts: readonly Endpoint[]): Look => ({
  name: 'tcp_connect',
  facts: ['is_reachable', 'connect_ms', 'failure'],
  summary: 'Connects to a configured host and port, and closes again: whether something takes connections, and how fast',
  how: 'process',
  params: { endpoint: { kind: 'name', names: hosts.map((it) => it.name), about: 'Which' } },
  see: async ({ endpoint }, signal): Promise<Seen> => {
    const { name, host, port } = hosts.find((it) => it.name === endpoint)!
    const labels = { endpoint: name, port: String(port) }
    const began = performance.now()
    const failure = await connected(host, port, signal).then(
      () => null,
      (error: unknown) => failureCode(error),
    )
    return {
      facts: [
        { name: 'is_reachable', value: failure === null, labels },
        ...(failure === null ? [{ name: 'connect_ms', value: Math.round(performance.now() - began), labels }] : [{ name: 'failure', value: failure, labels }]),
      ],
    }
  },
})

// A name that no address answers for hangs for minutes; and the limit of the look would tell nothing.
const connectMs = 3000

const connected = (host: string, port: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: connectMs })
    const end = (error?: Error): void => {
      socket.destroy()
      if (error) reject(error)
      else resolve()
    }
    signal.addEventListener('abort', () => end(signal.reason as Error), { once: true })
    socket.once('connect', () => end())
    socket.once('timeout', () => end(Object.assign(new Error('No answer.'), { code: 'ETIMEDOUT' })))
    socket.once('error', end)
  })

/** Twice: as programs of this machine resolve it, and as its name servers answer. */
export const dnsLookup = (hosts: readonly Endpoint[]): Look => ({
  name: 'dns_lookup',
  summary: 'Looks up the name of a configured host: whether it resolves, to how many addresses, and how fast',
  how: 'process',
  params: { endpoint: { kind: 'name', names: hosts.map((it) => it.name), about: 'Which' } },
  see: async ({ endpoint }, signal): Promise<Seen> => {
    const { name, host } = hosts.find((it) => it.name === endpoint)!
    const labels = { endpoint: name }
    if (isIP(host)) return { facts: [{ name: 'is_resolved', value: true, labels }], problem: 'It is configured by address and needs no name server.' }
    const began = performance.now()
    const addresses = await lookup(host, { all: true }).catch((error: unknown) => failureCode(error))
    const servers = new Resolver({ timeout: 1500, tries: 1 })
    signal.addEventListener('abort', () => servers.cancel(), { once: true })
    return {
      facts: [
        { name: 'is_resolved', value: typeof addresses !== 'string', labels },
        { name: 'lookup_ms', value: Math.round(performance.now() - began), labels },
        ...(typeof addresses === 'string' ? [{ name: 'failure', value: addresses, labels }] : [{ name: 'addresses', value: addresses.length, labels }]),
        { name: 'name_servers', value: servers.getServers().length, labels },
      ],
    }
  },
})
