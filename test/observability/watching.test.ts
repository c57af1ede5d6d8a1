import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { endChild } from '../support/end-child.ts'
import { freePort } from '../support/free-port.ts'
import { run, serve, workplace } from '../support/program.ts'
import { prometheusMissing, startPrometheus } from '../support/prometheus.ts'

const exporter = 'prometheus-node-exporter'
const exporterMissing = spawnSync(exporter, ['--version']).status === 0 ? false : 'node-exporter is not installed (apt-get install prometheus-node-exporter)'

interface Watched {
  readonly watches: readonly { readonly watch: string; readonly state: string; readonly problem: string | null }[]
  readonly incidents: readonly { readonly title: string; readonly service: string; readonly state: string }[]
}

/** Asked again until it is so; fails with what it was last. */
const eventually = async <Value>(read: () => Promise<Value>, isSo: (value: Value) => boolean): Promise<Value> => {
  let value = await read()
  for (const until = Date.now() + 60_000; !isSo(value) && Date.now() < until; value = await read()) await new Promise((resolve) => setTimeout(resolve, 250))
  assert.ok(isSo(value), JSON.stringify(value))
  return value
}

test(
  'a real exporter dies: its Prometheus tells, an incident opens, and is resolved when it is back; then Prometheus itself dies',
  {
    skip: prometheusMissing || exporterMissing,
  },
  async () => {
    using place = workplace({})
    const [port, scrape, systems] = [await freePort(), join(place.data, '../scrape.yml'), join(place.data, '../systems.yaml')]
    const startExporter = () =>
      spawn(exporter, [`--web.listen-address=127.0.0.1:${port}`, '--collector.disable-defaults', '--collector.loadavg'], { stdio: 'ignore' })
    writeFileSync(
      scrape,
      `global: { scrape_interval: 1s, scrape_timeout: 1s }\nscrape_configs:\n  - { job_name: node, static_configs: [{ targets: ['127.0.0.1:${port}'] }] }\n`,
    )
    let node = startExporter()
    const prometheus = await startPrometheus(scrape)
    writeFileSync(
      systems,
      `prometheus:
  - { name: main, url: '${prometheus.url}', queries: { up: 'up{job="node"}', load: node_load1 } }
watches:
  - { name: node-up, capability: prometheus_query, params: { prometheus: main, query: up }, fact: value, every: 1s, rule: { kind: threshold, below: 1 }, for: 1s, clear: 1s, grade: critical, service: node }
  - { name: node-load, capability: prometheus_query, params: { prometheus: main, query: load }, fact: value, every: 1s, rule: { kind: threshold, above: 100000 }, clear: 1s, service: node }
`,
    )
    const env = { ANSWERABLE_SYSTEMS: systems, ANSWERABLE_GENERATOR: 'extractive', ANSWERABLE_HANDBOOK: 'false' }
    await using server = await serve(['--data', place.data], { env })
    const read = async <Body>(path: string): Promise<Body> => (await (await fetch(`${server.url}${path}`)).json()) as Body
    const watches = async () => (await read<Watched>('/watches')).watches
    const incidents = async () => (await read<Watched>('/incidents')).incidents
    try {
      await eventually(watches, (all) => all.every(({ state }) => state === 'right'))
      await endChild(node)
      const [opened] = await eventually(incidents, (all) => all.some(({ title, state }) => state === 'open' && title.includes('node-up')))
      assert.match(opened!.title, /^node: node-up: value of .*instance 127\.0\.0\.1:\d+.* is 0, below 1/)
      node = startExporter()
      await eventually(incidents, (all) => all.every(({ state }) => state === 'resolved'))

      await prometheus[Symbol.asyncDispose]()
      const blind = await eventually(watches, (all) => all.every(({ state }) => state === 'unseen'))
      assert.ok(blind.every(({ problem }) => problem !== null))
      const once = await run(['watch', '--once', '--json', '--data', place.data], env)
      assert.equal(once.code, 1)
      assert.ok((JSON.parse(once.stdout) as Watched).watches.every(({ state }) => state === 'unseen'))
    } finally {
      await endChild(node)
    }
  },
)
