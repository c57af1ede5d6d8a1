/** nginx, names, and what depends on what. */
import { freePort } from '../../../test/support/free-port.ts'
import { startNginx } from '../programs/nginx.ts'
import { until } from '../workshop.ts'
import { logReaders as logs, services, unwell, type Family } from './family.ts'
import { address, asWritten, healthOf, healthyService, joined, probeHolds, traffic } from './parts.ts'

const proxyTo = (port: number): string => `location / { proxy_pass http://127.0.0.1:${port}; proxy_connect_timeout 1s; proxy_read_timeout 2s; }`

const frontWritten = (front: string, { port, errorLog, config }: { port: number; errorLog: string; config: string }) => ({
  probes: [{ name: `${front}-front`, url: address(port, '/'), service: front }],
  logs: [{ name: `${front}-errors`, file: errorLog, service: front }],
  endpoints: [{ name: `${front}-port`, host: '127.0.0.1', port, service: front }],
  files: [{ name: `${front}-config`, path: config, service: front }],
})

export const upstreamDown: Family = {
  name: 'upstream_unreachable',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of(['Visitors of the site get 502. Why?', `What is wrong with ${service}?`, 'What is wrong with the front?']),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['upstream_unreachable', 'service_down'],
    evidence: [{ from: ['http_probe', 'tcp_connect', 'process_state', 'process_table', 'open_ports', ...logs] }],
    heal: `start-${service}`,
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const nginx = await startNginx(workshop, { name: 'front', server: proxyTo(it.port) })
    await traffic(address(nginx.port, '/'), 5)
    await it.end()
    await traffic(address(nginx.port, '/'), 6)
    return {
      systems: {
        ...joined(frontWritten('front', nginx), asWritten(name, it)),
        actions: [
          workshop.action({
            name: `start-${name}`,
            description: `Start ${name}, which the front asks`,
            heals: ['upstream_unreachable', 'service_down'],
            service: name,
            check: probeHolds('front-front'),
            manager: () => it.restart(),
          }),
        ],
      },
      health: () => healthOf(address(nginx.port, '/')),
    }
  },
}

export const wrongUpstream: Family = {
  name: 'wrong_upstream',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services) }),
  question: (_, it) => it.of(['Since the last change of its configuration the front answers 502. Why?', 'What is wrong with the front?']),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['upstream_unreachable', 'config_invalid'],
    services: ['front'],
    evidence: [{ from: logs, about: 'refused' }],
    heal: 'restore-front',
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const nginx = await startNginx(workshop, { name: 'front', server: proxyTo(await freePort()) })
    await traffic(address(nginx.port, '/'), 6)
    return {
      systems: {
        ...joined(frontWritten('front', nginx), asWritten(name, it)),
        actions: [
          workshop.action({
            name: 'restore-front',
            description: 'Put the configuration of the front before its last change back',
            heals: ['config_invalid', 'upstream_unreachable'],
            service: 'front',
            check: probeHolds('front-front'),
            manager: () => nginx.restart(proxyTo(it.port)),
          }),
        ],
      },
      health: () => healthOf(address(nginx.port, '/')),
    }
  },
}

export const brokenConfig: Family = {
  name: 'config_typo',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), typo: it.of(['proxy_pas http://127.0.0.1:9;', 'locaton / { return 200; }', 'client_max_body_size 10q;']) }),
  question: (_, it) => it.of(['The front did not come back after its restart. Why?', 'What is wrong with the front?']),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['config_invalid'],
    services: ['front'],
    evidence: [{ from: [...logs, 'config_file', 'file_state', 'file_facts', 'file_syntax'] }],
    heal: 'restore-front',
  }),
  start: async ({ service, typo }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const nginx = await startNginx(workshop, { name: 'front', server: String(typo) })
    return {
      systems: {
        ...joined(frontWritten('front', nginx), asWritten(name, it)),
        actions: [
          workshop.action({
            name: 'restore-front',
            description: 'Put the configuration of the front before its last change back, and start it',
            heals: ['config_invalid'],
            service: 'front',
            check: probeHolds('front-front'),
            manager: () => nginx.restart(proxyTo(it.port)),
          }),
        ],
      },
      health: () => healthOf(address(nginx.port, '/')),
    }
  },
}

export const brokenJson: Family = {
  name: 'config_json',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), text: it.of(['{ "pool": 8, "retries": }', '{ "pool": 8', "{ 'pool': 8 }"]) }),
  question: ({ service }, it) => it.of([`${service} does not come up. Why?`, `What is wrong with ${service}?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['config_invalid'],
    services: [String(service)],
    evidence: [{ from: [...logs, 'config_file', 'file_state', 'file_facts', 'file_syntax'] }],
    heal: `restore-${service}`,
  }),
  start: async ({ service, text }, workshop) => {
    const name = String(service)
    const config = workshop.write(`etc/${name}.json`, String(text))
    const it = await workshop.service(name, { config }, { restarts: true })
    await until(async () => !it.isRunning(), 3000)
    return {
      systems: {
        ...joined(asWritten(name, it), { files: [{ name: `${name}-config`, path: config, service: name }] }),
        actions: [
          workshop.action({
            name: `restore-${name}`,
            description: `Put the last good configuration of ${name} back`,
            heals: ['config_invalid'],
            service: name,
            check: probeHolds(`${name}-health`),
            manager: async () => {
              workshop.write(`etc/${name}.json`, '{ "pool": 8 }')
              await it.restart()
            },
          }),
        ],
      },
      health: async () => (it.isRunning() ? healthOf(address(it.port)) : unwell(`${name} does not run.`)),
    }
  },
}

export const dependencyDown: Family = {
  name: 'dependency_down',
  kind: 'fault',
  vary: (it) => {
    const service = it.of(services)
    return { service, dependency: it.of(services.filter((name) => name !== service)) }
  },
  question: ({ service }, it) => it.of([`What is wrong with ${service}?`, `${service} answers 503. Why?`]),
  truth: ({ dependency }) => ({
    verdict: 'cause_found',
    categories: ['service_down', 'upstream_unreachable'],
    evidence: [{ from: ['http_probe', 'tcp_connect', 'process_state', 'process_table', 'open_ports', ...logs] }],
    heal: `start-${dependency}`,
  }),
  start: async ({ service, dependency }, workshop) => {
    const [name, other] = [String(service), String(dependency)]
    const behind = await healthyService(workshop, other)
    const it = await workshop.service(name, { dependsOn: address(behind.port) })
    await traffic(address(it.port), 5)
    await behind.end()
    await traffic(address(it.port), 6)
    return {
      systems: {
        ...joined(asWritten(name, it), asWritten(other, behind)),
        actions: [
          workshop.action({
            name: `start-${other}`,
            description: `Start ${other}`,
            heals: ['service_down', 'upstream_unreachable'],
            service: other,
            check: probeHolds(`${name}-health`),
            manager: () => behind.restart(),
          }),
        ],
      },
      health: () => healthOf(address(it.port)),
    }
  },
}

export const dnsFailure: Family = {
  name: 'dns_failure',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), host: it.of(['db.internal.invalid', 'cache-2.internal.invalid', 'queue.internal.invalid']) }),
  question: ({ service }, it) => it.of([`What is wrong with ${service}?`, `${service} cannot reach what it needs. Why?`]),
  truth: ({ host }) => ({
    verdict: 'cause_found',
    categories: ['dns_failure'],
    evidence: [{ from: ['dns_lookup', 'dns', 'tcp_connect', ...logs], about: 'invalid' }],
    says: [[String(host), 'resolve', 'name']],
  }),
  start: async ({ service, host }, workshop) => {
    const name = String(service)
    const it = await workshop.service(name, { dependsOn: `http://${host}:5000/` })
    await traffic(address(it.port), 6)
    return {
      systems: joined(asWritten(name, it), { endpoints: [{ name: `${name}-backend`, host, port: 5000, service: name }] }),
      health: () => healthOf(address(it.port)),
    }
  },
}

export const webFamilies: readonly Family[] = [upstreamDown, wrongUpstream, brokenConfig, brokenJson, dependencyDown, dnsFailure]
