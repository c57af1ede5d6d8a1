import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Systems } from '../../domain/systems.ts'
import type { CauseCategory } from '../../domain/investigation.ts'
import { worldOf, type Sight } from '../world-for-tests.ts'

const systems: Partial<Systems> = {
  probes: [{ name: 'web-health', url: 'http://web/', service: 'web', expectStatus: [200], timeoutMs: 1000 }],
  processes: [{ name: 'web', executable: 'web', service: 'web' }],
  postgres: [{ name: 'main', service: 'orders', urlEnv: 'MAIN' }],
  certificates: [{ name: 'edge', host: 'edge', port: 443, service: 'edge' }],
  endpoints: [{ name: 'cache', host: 'cache.internal', port: 6379, service: 'web' }],
  files: [{ name: 'web-config', path: '/etc/web.json', service: 'web' }],
  logs: [{ name: 'web-log', service: 'web', from: { file: '/web.log' } }],
  units: ['web.service'],
}

type Values = Readonly<Record<string, number | string | boolean>>
const sight = (capability: string, params: Readonly<Record<string, string>>, values: Values, lines: readonly string[] = []): Sight => ({
  capability,
  params,
  facts: Object.entries(values).map(([name, value]) => ({ name, value, labels: params })),
  lines,
})
const labelled = (capability: string, params: Readonly<Record<string, string>>, facts: NonNullable<Sight['facts']>): Sight => ({ capability, params, facts })
const probe = (values: Values): Sight => sight('http_probe', { probe: 'web-health' }, values)
const well = probe({ is_reachable: true, is_expected: true, status: 200, total_ms: 12, connect_ms: 1 })
const pods = { namespace: 'cluster/shop' }
const pod = (values: Values): Sight =>
  labelled(
    'kubernetes_pods',
    pods,
    Object.entries(values).map(([name, value]) => ({ name, value, labels: { pod: 'web-1' } })),
  )
const table = (process: string, share: number): Sight =>
  labelled('process_table', {}, [{ name: 'process_cpu_share', value: share, labels: { process, pid: '9' } }])

const rows: readonly (readonly [string, readonly Sight[], CauseCategory | null, string?])[] = [
  ['an answer that is not expected', [probe({ is_reachable: true, is_expected: false, status: 500, total_ms: 9 })], 'http_errors'],
  ['an answer that takes seconds', [probe({ is_reachable: true, is_expected: true, status: 200, total_ms: 2400, connect_ms: 1 })], 'slow_responses'],
  ['a connection that is refused', [probe({ is_reachable: false, is_expected: false, failure: 'ECONNREFUSED' })], 'service_down'],
  ['a name that does not resolve', [sight('dns_lookup', { endpoint: 'cache' }, { is_resolved: false, failure: 'ENOTFOUND' })], 'dns_failure'],
  [
    'a certificate that has expired',
    [sight('certificate', { certificate: 'edge' }, { is_reachable: true, days_left: -3, is_yet_valid: true, matches_name: true })],
    'certificate_expired',
  ],
  [
    'a certificate for another name',
    [sight('certificate', { certificate: 'edge' }, { is_reachable: true, days_left: 60, is_yet_valid: true, matches_name: false })],
    'certificate_mismatch',
  ],
  [
    'a certificate that is good',
    [sight('certificate', { certificate: 'edge' }, { is_reachable: true, days_left: 60, is_yet_valid: true, matches_name: true })],
    null,
  ],
  ['a clock that is two hours behind', [sight('clock_skew', { probe: 'web-health' }, { is_reachable: true, skew_seconds: -7200 })], 'clock_skew'],
  ['inodes that are used up', [labelled('inode_usage', {}, [{ name: 'used_share', value: 1, labels: { mount: '/data' } }])], 'inodes_exhausted'],
  ['memory that is used up', [sight('memory_usage', {}, { used_share: 0.99 })], 'memory_exhausted'],
  ['open files at their limit', [sight('process_state', { process: 'web' }, { is_running: true, open_files_share: 0.99 })], 'file_descriptors_exhausted'],
  [
    'a kernel that ended one of ours',
    [sight('kernel_log', {}, { oom_kills: 1 }, ['Out of memory: Killed process 77 (web) total-vm:1'])],
    'out_of_memory_killed',
  ],
  ['a kernel that ended something else', [sight('kernel_log', {}, { oom_kills: 9 }, ['Memory cgroup out of memory: Killed process 77 (build)'])], null],
  [
    'connections that are all taken',
    [sight('postgres_connections', { postgres: 'main' }, { is_reachable: false, failure: '53300', is_full: true })],
    'connection_limit',
  ],
  [
    'connections that are nearly all taken',
    [sight('postgres_connections', { postgres: 'main' }, { is_reachable: true, used_share: 0.95 })],
    'connection_limit',
  ],
  ['sessions that wait for a lock', [sight('postgres_locks', { postgres: 'main' }, { is_reachable: true, waiting_sessions: 3 })], 'lock_wait'],
  [
    'a statement that has run for a minute',
    [sight('postgres_activity', { postgres: 'main' }, { is_reachable: true, longest_statement_seconds: 61, longest_idle_in_transaction_seconds: 0 })],
    'slow_query',
  ],
  [
    'a transaction that nobody works in',
    [sight('postgres_activity', { postgres: 'main' }, { is_reachable: true, longest_statement_seconds: 0, longest_idle_in_transaction_seconds: 90 })],
    'long_transaction',
  ],
  ['a database that is well', [sight('postgres_connections', { postgres: 'main' }, { is_reachable: true, used_share: 0.2 })], null],
  [
    'a configuration that cannot be read',
    [sight('file_facts', { file: 'web-config' }, { is_readable: true, syntax: 'json', is_valid: false, fault_line: 3 })],
    'config_invalid',
  ],
  ['a configuration that is not there', [sight('file_facts', { file: 'web-config' }, { is_readable: false, failure: 'ENOENT' })], 'config_missing'],
  [
    'a unit that has failed',
    [sight('unit_state', { unit: 'web.service' }, { is_loaded: true, is_active: false, state: 'failed', restarts: 0 })],
    'service_down',
  ],
  [
    'a unit that is started again and again',
    [sight('unit_state', { unit: 'web.service' }, { is_loaded: true, is_active: true, state: 'active', restarts: 12 })],
    'crash_loop',
  ],
  [
    'a target that is not reached',
    [
      labelled('prometheus_targets', { prometheus: 'metrics' }, [
        { name: 'targets_down', value: 1 },
        { name: 'is_up', value: false, labels: { job: 'web', instance: 'web:80' } },
      ]),
    ],
    'target_down',
  ],
  [
    'an alert that fires',
    [
      labelled('prometheus_alerts', { prometheus: 'metrics' }, [
        { name: 'alert_value', value: 5, labels: { alert: 'Latency', state: 'firing', severity: 'page' } },
      ]),
    ],
    'alert_firing',
  ],
  [
    'a Prometheus that does not answer',
    [{ capability: 'prometheus_targets', params: { prometheus: 'metrics' }, problem: 'Prometheus "metrics" does not answer (ECONNREFUSED).' }],
    'monitoring_down',
  ],
  ['a pod that was ended for want of memory', [pod({ phase: 'Running', is_ready: false, restarts: 4, reason: 'OOMKilled' })], 'out_of_memory_killed'],
  ['a pod without its image', [pod({ phase: 'Pending', is_ready: false, restarts: 0, reason: 'ImagePullBackOff' })], 'image_pull'],
  ['a pod that no node takes', [pod({ phase: 'Pending', is_ready: false, restarts: 0 })], 'pod_unschedulable'],
  ['a pod that is not ready', [pod({ phase: 'Running', is_ready: false, restarts: 0 })], 'readiness_failing'],
  [
    'a claim that is not bound',
    [labelled('kubernetes_volumes', pods, [{ name: 'is_bound', value: false, labels: { claim: 'data' } }])],
    'volume_claim_missing',
  ],
  ['a job that has failed', [labelled('kubernetes_jobs', pods, [{ name: 'has_failed', value: true, labels: { job: 'import' } }])], 'job_failed'],
  [
    'a node that is not ready',
    [labelled('kubernetes_nodes', { cluster: 'cluster' }, [{ name: 'is_ready', value: false, labels: { node: 'n1' } }])],
    'node_not_ready',
  ],
  [
    'pods that are well',
    [
      labelled('kubernetes_pods', pods, [
        { name: 'pods', value: 1 },
        { name: 'phase', value: 'Running', labels: { pod: 'web-1' } },
        { name: 'is_ready', value: true, labels: { pod: 'web-1' } },
      ]),
    ],
    null,
  ],
  ['a host that takes processor time away', [sight('cpu_usage', {}, { busy_share: 0.9, steal_share: 0.4 })], 'noisy_neighbour'],
  [
    'a stranger that takes the processors, where somebody says it is slow',
    [sight('cpu_load', {}, { load_1_per_processor: 4 }), table('stress-ng', 2), well],
    'noisy_neighbour',
    'Why is web slow?',
  ],
  ['a stranger that takes the processors, and nobody feels it', [sight('cpu_load', {}, { load_1_per_processor: 4 }), table('stress-ng', 2), well], null],
  ['high load of our own', [sight('cpu_load', {}, { load_1_per_processor: 4 }), table('web', 2), well], null],
]

for (const [what, sights, category, question] of rows) {
  test(`${what} is ${category ? `told as ${category}` : 'nothing wrong'}`, async () => {
    const { diagnosis } = (await worldOf(sights, systems).ask(question)).investigation
    assert.deepEqual([diagnosis!.verdict, diagnosis!.cause?.category ?? null], [category ? 'cause_found' : 'nothing_wrong', category])
    const numbers = diagnosis!.cause?.text.match(/\d+(?:\.\d+)?/g) ?? []
    const told = diagnosis!.cause?.evidence.map(({ sentence, line }) => `${sentence} ${line ?? ''}`).join(' ') ?? ''
    assert.ok(
      numbers.every((number) => told.includes(number)),
      'each number of the cause stands in its evidence',
    )
  })
}
