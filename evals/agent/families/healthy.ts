/** Nothing is wrong here, whatever it looks like. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCertificate } from '../programs/certificates.ts'
import { mountDisk } from '../programs/disk.ts'
import { startNginx } from '../programs/nginx.ts'
import { databaseVariable, startDatabase } from '../programs/postgres.ts'
import { freePort } from '../../../test/support/free-port.ts'
import { until } from '../workshop.ts'
import { healthy, services, type Family, type Truth } from './family.ts'
import { scraping } from './monitoring.ts'
import { address, asWritten, healthOf, healthyService, joined, traffic } from './parts.ts'

const nothing: Truth = { verdict: 'nothing_wrong' }
const calm = ['Is anything wrong?', 'Is all well?', 'Please look whether something is wrong.']

export const healthyService_: Family = {
  name: 'healthy_service',
  kind: 'healthy',
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`What is wrong with ${service}?`, ...calm]),
  truth: () => nothing,
  start: async ({ service }, workshop) => {
    const it = await healthyService(workshop, String(service))
    return { systems: asWritten(String(service), it), health: () => healthOf(address(it.port)) }
  },
}

export const healthySite: Family = {
  name: 'healthy_site',
  kind: 'healthy',
  vary: (it) => ({ service: it.of(services) }),
  question: (_, it) => it.of(['What is wrong with the front?', ...calm]),
  truth: () => nothing,
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const nginx = await startNginx(workshop, { name: 'front', server: `location / { proxy_pass http://127.0.0.1:${it.port}; }` })
    await traffic(address(nginx.port, '/'), 10)
    return {
      systems: joined(asWritten(name, it), {
        probes: [{ name: 'front', url: address(nginx.port, '/'), service: 'front' }],
        logs: [
          { name: 'front-errors', file: nginx.errorLog, service: 'front' },
          { name: 'front-access', file: nginx.accessLog, service: 'front' },
        ],
        files: [{ name: 'front-config', path: nginx.config, service: 'front' }],
      }),
      health: () => healthOf(address(nginx.port, '/')),
    }
  },
}

export const healthyDatabase: Family = {
  name: 'healthy_database',
  kind: 'healthy',
  vary: (it) => ({ service: it.of(services), sessions: it.between(2, 6) }),
  question: ({ service }, it) => it.of([`What is wrong with the database of ${service}?`, ...calm]),
  truth: () => nothing,
  start: async ({ service, sessions }, workshop) => {
    const database = await startDatabase(workshop)
    for (let index = 0; index < Number(sessions); index++) await (await database.session()).query('select count(*) from orders')
    return {
      systems: { postgres: [{ name: 'main', service, url_env: databaseVariable }] },
      environment: { [databaseVariable]: database.monitorUrl },
      health: async () => healthy(`${(await database.onServer('select 1')).length} row.`),
    }
  },
}

export const healthyCertificate: Family = {
  name: 'healthy_certificate',
  kind: 'healthy',
  vary: (it) => ({ days: it.between(40, 200) }),
  question: (_, it) => it.of(['Do browsers trust the front?', ...calm]),
  truth: () => nothing,
  start: async ({ days }, workshop) => {
    const files = makeCertificate(workshop, { name: 'tls', host: 'localhost', fromDays: -5, untilDays: Number(days) })
    const nginx = await startNginx(workshop, { name: 'front', server: 'location / { return 200 "ok\\n"; }', tls: files })
    return {
      systems: {
        certificates: [{ name: 'front-tls', host: 'localhost', port: nginx.port, service: 'front' }],
        logs: [{ name: 'front-errors', file: nginx.errorLog, service: 'front' }],
      },
      health: async () => healthy('It was made so.'),
    }
  },
}

export const healthyMonitoring: Family = {
  name: 'healthy_monitoring',
  kind: 'healthy',
  vary: (it) => ({ service: it.of(services) }),
  question: (_, it) => it.of(['Does the monitoring see everything?', ...calm]),
  truth: () => nothing,
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const targets: Record<string, number> = { [name]: it.port }
    const exporter = await freePort()
    if (spawnSync('prometheus-node-exporter', ['--version']).status === 0) {
      workshop.program(['prometheus-node-exporter', `--web.listen-address=127.0.0.1:${exporter}`])
      targets.machine = exporter
    }
    const prometheus = await scraping(workshop, targets)
    await until(async () => (await prometheus.api<{ result: unknown[] }>('query?query=up==1')).result.length === Object.keys(targets).length, 8000)
    return {
      systems: joined(asWritten(name, it), {
        prometheus: [{ name: 'metrics', url: prometheus.url, queries: { up: 'up', memory: 'process_resident_memory_bytes' } }],
      }),
      health: () => healthOf(address(it.port)),
    }
  },
}

export const healthyDisk: Family = {
  name: 'healthy_disk',
  kind: 'healthy',
  vary: (it) => ({ service: it.of(services), percent: it.between(30, 65) }),
  question: ({ service }, it) => it.of([`Has ${service} room on its disk?`, ...calm]),
  truth: () => nothing,
  start: async ({ service, percent }, workshop) => {
    const name = String(service)
    const data = mountDisk(workshop, 'data', { mib: 10 })
    writeFileSync(join(data, 'kept'), Buffer.alloc(Math.round((10 * 1024 * 1024 * Number(percent)) / 100), 3))
    const it = await workshop.service(name, { writesTo: data })
    await traffic(address(it.port), 8)
    return { systems: joined(asWritten(name, it), { mounts: [data] }), health: () => healthOf(address(it.port)) }
  },
}

/** Words of alarm in a log of something that is well. */
const alarming = [
  '0 errors, 0 failures in the last hour',
  'self test: "FATAL: disk full" is shown as it should be',
  'error budget 99.98 % left',
  'killed 3 idle workers as planned',
  'retry queue empty, 0 failed',
]

export const scaryWords: Family = {
  name: 'scary_words',
  kind: 'red_herring',
  vary: (it) => ({ service: it.of(services), times: it.between(3, 9) }),
  question: ({ service }, it) => it.of([`I see errors in the log of ${service}. Is it broken?`, `What is wrong with ${service}?`]),
  truth: () => nothing,
  start: async ({ service, times }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    for (let index = 0; index < Number(times); index++)
      for (const words of alarming) workshop.append(`logs/${name}.log`, `${new Date().toISOString()} INFO [${name}] ${words}\n`)
    return { systems: asWritten(name, it), health: () => healthOf(address(it.port)) }
  },
}

export const oldErrors: Family = {
  name: 'old_errors',
  kind: 'red_herring',
  vary: (it) => ({ service: it.of(services), hours: it.between(30, 90) }),
  question: ({ service }, it) => it.of([`What is wrong with ${service}?`, `Is ${service} well again?`]),
  truth: () => nothing,
  start: async ({ service, hours }, workshop) => {
    const name = String(service)
    const it = await workshop.service(name, {})
    const past = Date.now() - Number(hours) * 3_600_000
    const lines: string[] = []
    for (let at = 0; at < 40; at++) lines.push(`${new Date(past + at * 1000).toISOString()} ERROR [${name}] write failed: ENOSPC: no space left on device`)
    for (let at = 0; at < 200; at++) lines.push(`${new Date(past + 60_000 + at * 60_000).toISOString()} INFO [${name}] GET /item/${at} 200`)
    workshop.write(`logs/${name}.log`, `${lines.join('\n')}\n`)
    await traffic(address(it.port), 12)
    return { systems: asWritten(name, it), health: () => healthOf(address(it.port)) }
  },
}

export const plannedRestart: Family = {
  name: 'planned_restart',
  kind: 'red_herring',
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`${service} restarted a moment ago. Is something wrong?`, `What is wrong with ${service}?`]),
  truth: () => nothing,
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    workshop.append(`logs/${name}.log`, `${new Date().toISOString()} INFO [${name}] deployment 512: stopping for release 4.8.1, as planned\n`)
    await it.restart()
    await traffic(address(it.port), 10)
    return { systems: asWritten(name, it), health: () => healthOf(address(it.port)) }
  },
}

export const busyByDesign: Family = {
  name: 'busy_by_design',
  kind: 'red_herring',
  isAlone: true,
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`Is ${service} well?`, `What is wrong with ${service}?`]),
  truth: () => nothing,
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    // A batch job that takes one core of those that are there, nobody waits for it, and every answer comes at once.
    const batch = await workshop.service('nightly-batch', { busy: true })
    workshop.append('logs/nightly-batch.log', `${new Date().toISOString()} INFO [nightly-batch] report 3 of 12, one core as configured\n`)
    return { systems: joined(asWritten(name, it), asWritten('nightly-batch', batch)), health: () => healthOf(address(it.port)) }
  },
}

export const healthyFamilies: readonly Family[] = [
  healthyService_,
  healthySite,
  healthyDatabase,
  healthyCertificate,
  healthyMonitoring,
  healthyDisk,
  scaryWords,
  oldErrors,
  plannedRestart,
  busyByDesign,
]
