/** Processes: what does not start, does not stay, or takes too much. */
import { spawnSync } from 'node:child_process'
import { freePort } from '../../../test/support/free-port.ts'
import { Missing } from '../protocol.ts'
import { until } from '../workshop.ts'
import { healthy, logReaders, services, unwell, vague, type Family } from './family.ts'
import { address, asWritten, healthOf, healthyService, joined, logHas, probeHolds, traffic } from './parts.ts'

export const portTaken: Family = {
  name: 'port_taken',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), squatter: it.of(['old-export', 'debug-proxy', 'report-job']) }),
  question: ({ service }, it) => it.of([`${service} does not start. Why?`, `What is wrong with ${service}?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['port_taken'],
    evidence: [{ from: logReaders, about: 'EADDRINUSE' }],
    heal: `free-port-${service}`,
  }),
  start: async ({ service, squatter }, workshop) => {
    const name = String(service)
    const port = await freePort()
    const other = await workshop.service(String(squatter), { port, failing: 100, failure: 'no such page' })
    const it = await workshop.service(name, { port }, { restarts: true })
    await until(() => logHas(it.log, 'EADDRINUSE') > 1, 4000)
    return {
      systems: {
        ...joined(asWritten(name, it), { processes: [{ name: squatter, executable: squatter, service: null }] }),
        actions: [
          workshop.action({
            name: `free-port-${name}`,
            description: `End ${squatter}, which may not use the port of ${name}, and start ${name}`,
            heals: ['port_taken'],
            service: name,
            check: probeHolds(`${name}-health`),
            manager: async () => {
              await other.end()
              await it.restart()
            },
          }),
        ],
      },
      health: async () => (it.isRunning() ? healthOf(address(port)) : unwell(`${name} does not run.`)),
    }
  },
}

export const serviceDown: Family = {
  name: 'service_down',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`Nobody reaches ${service}. What is wrong?`, ...vague]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['service_down'],
    services: [String(service)],
    evidence: [{ from: ['http_probe', 'tcp_connect', 'process_state', 'process_table', 'open_ports', ...logReaders] }],
    heal: `start-${service}`,
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    await it.end()
    return {
      systems: {
        ...asWritten(name, it),
        actions: [
          workshop.action({
            name: `start-${name}`,
            description: `Start ${name}`,
            heals: ['service_down', 'crash_loop'],
            service: name,
            check: probeHolds(`${name}-health`),
            manager: () => it.restart(),
          }),
        ],
      },
      health: () => healthOf(address(it.port)),
    }
  },
}

export const crashLoop: Family = {
  name: 'crash_loop',
  kind: 'fault',
  vary: (it) => ({
    service: it.of(services),
    word: it.of([
      "Error: Cannot find module './routes'",
      'Error: environment variable DATABASE_URL is not set',
      'AssertionError: schema version 41 expected, found 40',
    ]),
  }),
  question: ({ service }, it) => it.of([`${service} starts again and again. Why?`, `What is wrong with ${service}?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['crash_loop', 'config_missing', 'config_invalid'],
    services: [String(service)],
    evidence: [{ from: logReaders }],
    heal: `roll-back-${service}`,
  }),
  start: async ({ service, word }, workshop) => {
    const name = String(service)
    const it = await workshop.service(name, { endsAfterMs: 120, lastWord: String(word) }, { restarts: true })
    await until(() => logHas(it.log, 'FATAL') >= 4, 6000)
    return {
      systems: {
        ...asWritten(name, it),
        actions: [
          workshop.action({
            name: `roll-back-${name}`,
            description: `Put the last release of ${name} back and start it`,
            heals: ['crash_loop'],
            service: name,
            check: probeHolds(`${name}-health`),
            manager: () => it.restart({ endsAfterMs: undefined }),
          }),
        ],
      },
      health: async () => (it.isRunning() ? healthOf(address(it.port)) : unwell(`${name} does not run.`)),
    }
  },
}

export const descriptorsExhausted: Family = {
  name: 'file_descriptors_exhausted',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), limit: it.between(64, 120) }),
  question: ({ service }, it) => it.of([`${service} refuses some requests. Why?`, `What is wrong with ${service}?`, vague[0]!]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['file_descriptors_exhausted'],
    services: [String(service)],
    evidence: [{ from: ['file_descriptors', 'process_state', 'process_table', 'processes', ...logReaders] }],
    heal: `restart-${service}`,
  }),
  start: async ({ service, limit }, workshop) => {
    const name = String(service)
    if (spawnSync('prlimit', ['--version']).status !== 0) throw new Missing('prlimit is not installed (apt-get install util-linux)')
    const it = await workshop.service(name, { opensFiles: 100_000 }, { limits: ['prlimit', `--nofile=${limit}:${limit}`] })
    await traffic(address(it.port), 4)
    return {
      systems: {
        ...asWritten(name, it),
        actions: [
          workshop.action({
            name: `restart-${name}`,
            description: `Restart ${name}`,
            heals: ['file_descriptors_exhausted', 'memory_leak'],
            service: name,
            check: probeHolds(`${name}-health`),
            manager: () => it.restart({ opensFiles: 0 }),
          }),
        ],
      },
      health: () => healthOf(address(it.port)),
    }
  },
}

export const noisyNeighbour: Family = {
  name: 'noisy_neighbour',
  kind: 'fault',
  isAlone: true,
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`${service} has been slow for some minutes. Why?`, `The machine of ${service} is slow. What is it?`]),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['noisy_neighbour', 'cpu_overload'],
    evidence: [{ from: ['process_table', 'process_state', 'cpu_usage', 'cpu_load', 'pressure'] }],
    heal: 'end-stress',
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    if (spawnSync('stress-ng', ['--version']).status !== 0) throw new Missing('stress-ng is not installed (apt-get install stress-ng)')
    const it = await healthyService(workshop, name)
    const stress = workshop.program(['stress-ng', '--cpu', '3', '--timeout', '45s'])
    workshop.later(() => stress.kill('SIGTERM'))
    await new Promise((resolve) => setTimeout(resolve, 2500))
    return {
      systems: {
        ...asWritten(name, it),
        actions: [
          workshop.action({
            name: 'end-stress',
            description: 'End the load test that runs on this machine',
            heals: ['noisy_neighbour', 'cpu_overload'],
            service: null,
            check: probeHolds(`${name}-health`),
            manager: () => void stress.kill('SIGTERM'),
          }),
        ],
      },
      health: async () => (stress.exitCode === null && stress.signalCode === null ? unwell('The load test runs.') : healthy('The load test has ended.')),
    }
  },
}

export const processFamilies: readonly Family[] = [portTaken, serviceDown, crashLoop, descriptorsExhausted, noisyNeighbour]
