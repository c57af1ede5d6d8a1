/** Prometheus: what it sees, and when it is itself what is wrong. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../../test/support/free-port.ts'
import { prometheusMissing, startPrometheus, type TestPrometheus } from '../../../test/support/prometheus.ts'
import { Missing } from '../protocol.ts'
import { until, type Workshop } from '../workshop.ts'
import { healthy, services, unwell, type Family } from './family.ts'
import { address, asWritten, healthyService, joined, probeHolds } from './parts.ts'

/** Looks each second at these targets, by job. */
export const scraping = async (workshop: Workshop, targets: Readonly<Record<string, number>>): Promise<TestPrometheus> => {
  if (prometheusMissing) throw new Missing(prometheusMissing)
  const jobs = Object.entries(targets).map(([job, port]) => `  - job_name: ${job}\n    static_configs: [{ targets: ['127.0.0.1:${port}'] }]\n`)
  const config = workshop.write('prometheus.yml', `global: { scrape_interval: 1s, scrape_timeout: 900ms }\nscrape_configs:\n${jobs.join('')}`)
  const it = await startPrometheus(config)
  workshop.later(() => it[Symbol.asyncDispose]())
  return it
}

const upOf = async (prometheus: TestPrometheus, job: string): Promise<string | null> => {
  const { result } = await prometheus.api<{ result: { value: [number, string] }[] }>(`query?query=${encodeURIComponent(`up{job="${job}"}`)}`)
  return result[0]?.value[1] ?? null
}

export const targetDown: Family = {
  name: 'target_down',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`The graphs of ${service} have stopped. Why?`, `What is wrong with ${service}?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['target_down', 'service_down'],
    evidence: [{ from: ['prometheus_targets', 'prometheus_query', 'prometheus_metric', 'prometheus_range', 'http_probe'], about: String(service) }],
    heal: `start-${service}`,
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const other = await healthyService(workshop, 'side')
    const prometheus = await scraping(workshop, { [name]: it.port, side: other.port })
    await until(async () => (await upOf(prometheus, name)) === '1', 8000)
    await it.end()
    await until(async () => (await upOf(prometheus, name)) === '0', 8000)
    const { probes: _none, ...written } = asWritten(name, it)
    return {
      systems: {
        ...joined(written, { prometheus: [{ name: 'metrics', url: prometheus.url, queries: { up: 'up' } }] }),
        actions: [
          workshop.action({
            name: `start-${name}`,
            description: `Start ${name}`,
            heals: ['target_down', 'service_down'],
            service: name,
            manager: () => it.restart(),
          }),
        ],
      },
      health: async () => ((await until(async () => (await upOf(prometheus, name)) === '1', 4000)) ? healthy('It is scraped.') : unwell('It is not scraped.')),
    }
  },
}

export const prometheusDown: Family = {
  name: 'monitoring_down',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services) }),
  question: (_, it) => it.of(['No graph shows anything any more. Why?', 'Is anything wrong?']),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['monitoring_down'],
    evidence: [{ from: ['prometheus_targets', 'prometheus_query', 'prometheus_metric', 'prometheus_range', 'prometheus_alerts'] }],
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const port = await freePort()
    return {
      systems: joined(asWritten(name, it), { prometheus: [{ name: 'metrics', url: `http://127.0.0.1:${port}`, queries: { up: 'up' } }] }),
      health: async () => unwell('Nothing listens where Prometheus should be.'),
    }
  },
}

const lies: Readonly<Record<string, (now: number) => string>> = {
  html: () => '<html><body>502 Bad Gateway</body></html>',
  error: () => JSON.stringify({ status: 'error', errorType: 'internal', error: 'TSDB: chunk corrupted' }),
  half: () => '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"job":"side"},"val',
}

export const prometheusLies: Family = {
  name: 'monitoring_lies',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), lie: it.of(Object.keys(lies)) }),
  question: (_, it) => it.of(['Can the metrics be trusted now?', 'Is anything wrong with the monitoring?']),
  truth: () => ({
    verdict: 'cause_found',
    categories: ['monitoring_down'],
    evidence: [{ from: ['prometheus_targets', 'prometheus_query', 'prometheus_metric', 'prometheus_range', 'prometheus_alerts'] }],
  }),
  start: async ({ service, lie }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const server = createServer((_, response) => response.end(lies[String(lie)]!(Date.now()))).listen(0, '127.0.0.1')
    await once(server, 'listening')
    workshop.later(() => server.close())
    const { port } = server.address() as AddressInfo
    return {
      systems: joined(asWritten(name, it), { prometheus: [{ name: 'metrics', url: `http://127.0.0.1:${port}`, queries: { up: 'up' } }] }),
      health: async () => unwell('What answers there is no Prometheus.'),
    }
  },
}

export const memoryLeak: Family = {
  name: 'memory_leak',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), pace: it.between(10, 20) }),
  question: ({ service }, it) => it.of([`The memory of ${service} grows. Why?`, `${service} needs more and more memory. What is wrong?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['memory_leak'],
    services: [String(service)],
    evidence: [{ from: ['prometheus_range', 'prometheus_query', 'prometheus_metric', 'process_state', 'process_table', 'processes'] }],
    heal: `restart-${service}`,
  }),
  start: async ({ service, pace }, workshop) => {
    const name = String(service)
    const it = await workshop.service(name, { leakMbPerSecond: Number(pace) })
    const prometheus = await scraping(workshop, { [name]: it.port })
    await delay(11_000)
    const resident = async (): Promise<number> => {
      const text = await (await fetch(address(it.port, '/metrics'))).text()
      return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]) / 1048576
    }
    return {
      systems: {
        ...joined(asWritten(name, it), {
          prometheus: [{ name: 'metrics', url: prometheus.url, queries: { memory: 'process_resident_memory_bytes', up: 'up' } }],
        }),
        actions: [
          workshop.action({
            name: `restart-${name}`,
            description: `Restart ${name}, which gives its memory back`,
            heals: ['memory_leak'],
            service: name,
            check: probeHolds(`${name}-health`),
            manager: () => it.restart({ leakMbPerSecond: 0 }),
          }),
        ],
      },
      health: async () => ((await resident()) < 120 ? healthy('It holds little memory.') : unwell(`It holds ${Math.round(await resident())} MB.`)),
    }
  },
}

export const monitoringFamilies: readonly Family[] = [targetDown, prometheusDown, prometheusLies, memoryLeak]
