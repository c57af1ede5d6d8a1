import type { Systems } from '../../../domain/systems.ts'
import type { Family } from '../look.ts'
import { certificateLook } from './certificate.ts'
import { dnsLookup, hostsOf, tcpConnect } from './endpoints.ts'
import { clockSkew, httpProbe } from './http-probe.ts'

export const netFamily = (systems: Systems): Family => {
  const hosts = hostsOf(systems)
  const unnamed = (names: readonly string[], what: string): Family => ({
    looks: [],
    missing: names.map((name) => ({ name, why: `systems.yaml names no ${what}.` })),
  })
  const parts: Family[] = [
    systems.probes.length > 0 ? { looks: [httpProbe(systems), clockSkew(systems)], missing: [] } : unnamed(['http_probe', 'clock_skew'], 'probes'),
    systems.certificates.length > 0 ? { looks: [certificateLook(systems)], missing: [] } : unnamed(['certificate'], 'certificates'),
    hosts.length > 0
      ? { looks: [tcpConnect(hosts), dnsLookup(hosts)], missing: [] }
      : unnamed(['tcp_connect', 'dns_lookup'], 'endpoints, probes or certificates'),
  ]
  return { looks: parts.flatMap((it) => it.looks), missing: parts.flatMap((it) => it.missing) }
}
