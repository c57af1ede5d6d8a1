/**
 * A cluster as it was recorded: the texts that `kubectl` printed, made into objects of the Kubernetes API again, as far as the texts say them.
 * What was not recorded is not there. Times are moved to now, so that an incident of then is one of today.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventsBelow, find, parseDescribe, valueOf, type Entry } from './describe.ts'

export type Item = Record<string, any>

export interface Cluster {
  readonly pods: Item[]
  readonly events: Item[]
  readonly nodes: Item[]
  readonly claims: Item[]
  readonly jobs: Item[]
  readonly deployments: Item[]
  /** By pod. */
  readonly logs: ReadonlyMap<string, string>
}

interface Recording {
  readonly file: string
  readonly tool: string
  readonly params: Readonly<Record<string, string>>
  readonly isError: boolean
  readonly text: string
}

export const readCluster = (folder: string, now: number): Cluster => {
  const recordings = readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => readRecording(join(folder, file), file))
  const cluster: Cluster = { pods: [], events: [], nodes: [], claims: [], jobs: [], deployments: [], logs: new Map() }
  for (const it of recordings) if (!it.isError && it.tool.includes('describe')) addDescribed(cluster, it, now)
  for (const it of recordings) if (!it.isError && /find_resource|get_by_kind|get_by_name/.test(it.tool)) addListed(cluster, it, now)
  for (const it of recordings) if (it.tool.includes('logs')) addLogs(cluster, it, now)
  return cluster
}

const readRecording = (path: string, file: string): Recording => {
  const [head = '{}', status = '{}', ...rest] = readFileSync(path, 'utf8').split('\n')
  const { tool_name: tool = '', match_params: params } = JSON.parse(head) as { tool_name?: string; match_params?: Record<string, string> | null }
  const outcome = JSON.parse(status) as { status?: string; params?: Record<string, string> | null }
  return { file, tool, params: { ...outcome.params, ...params }, isError: outcome.status === 'error', text: rest.join('\n') }
}

const time = (now: number, secondsAgo: number): string => new Date(now - secondsAgo * 1000).toISOString().replace(/\.\d+/, '')

const meta = (name: string, namespace: string | null, now: number, labels: Record<string, string> = {}): Item => ({
  name,
  ...(namespace === null ? {} : { namespace }),
  uid: `recorded-${name}`,
  creationTimestamp: time(now, 3600),
  labels,
})

const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries(text.split(',').flatMap((pair) => (pair.includes('=') ? [pair.trim().split(/=(.*)/s).slice(0, 2) as [string, string]] : [])))

const addDescribed = (cluster: Cluster, { params, text }: Recording, now: number): void => {
  const entries = parseDescribe(text)
  const name = valueOf(entries, 'Name')
  if (name === null) return
  const namespace = valueOf(entries, 'Namespace') ?? 'default'
  const kind = params.kind?.toLowerCase() ?? ''
  if (kind === 'pod') cluster.pods.push(describedPod(entries, name, namespace, now))
  if (kind === 'persistentvolumeclaim') once(cluster.claims, describedClaim(entries, name, namespace, now))
  if (kind === 'job') cluster.jobs.push(describedJob(entries, name, namespace, now))
  if (kind === 'deployment') cluster.deployments.push(deployment(name, namespace, valueOf(entries, 'Replicas') ?? '', now))
  const kinds: Readonly<Record<string, string>> = { pod: 'Pod', persistentvolumeclaim: 'PersistentVolumeClaim', job: 'Job', deployment: 'Deployment' }
  for (const [index, event] of eventsBelow(text.slice(Math.max(0, text.indexOf('Events:')))).entries()) {
    once(cluster.events, {
      metadata: meta(`${name}.${kind}.${index}`, namespace, now),
      involvedObject: { kind: kinds[kind] ?? kind, name, namespace },
      type: event.type,
      reason: event.reason,
      message: event.message,
      count: event.count,
      firstTimestamp: time(now, event.secondsAgo + 600),
      lastTimestamp: time(now, event.secondsAgo),
    })
  }
}

const once = (list: Item[], item: Item): void => {
  if (!list.some((it) => it.metadata.name === item.metadata.name && it.metadata.namespace === item.metadata.namespace)) list.push(item)
}

const stateOf = (entry: Entry | null, now: number): Item => {
  if (!entry || entry.value === '') return {}
  const reason = valueOf(entry.below, 'Reason')
  if (entry.value === 'Waiting') return { waiting: { reason } }
  if (entry.value === 'Running') return { running: { startedAt: time(now, 600) } }
  return { terminated: { reason, exitCode: Number(valueOf(entry.below, 'Exit Code') ?? 0), startedAt: time(now, 210), finishedAt: time(now, 200) } }
}

const describedPod = (entries: readonly Entry[], name: string, namespace: string, now: number): Item => {
  const containers = (find(entries, 'Containers')?.below ?? []).map((it) => ({
    name: it.key,
    image: valueOf(it.below, 'Image') ?? '',
    limits: Object.fromEntries((find(it.below, 'Limits')?.below ?? []).map((limit) => [limit.key, limit.value])),
    status: {
      name: it.key,
      ready: valueOf(it.below, 'Ready') === 'True',
      restartCount: Number(valueOf(it.below, 'Restart Count') ?? 0),
      image: valueOf(it.below, 'Image') ?? '',
      state: stateOf(find(it.below, 'State'), now),
      lastState: stateOf(find(it.below, 'Last State'), now),
    },
    hasStatus: find(it.below, 'State') !== null,
  }))
  const node = valueOf(entries, 'Node')?.split('/')[0] ?? null
  const selector = valueOf(entries, 'Node-Selectors')
  const claims = (find(entries, 'Volumes')?.below ?? []).flatMap((it) => valueOf(it.below, 'ClaimName') ?? [])
  return {
    metadata: meta(name, namespace, now, labelsOf(valueOf(entries, 'Labels') ?? '')),
    spec: {
      ...(node === null ? {} : { nodeName: node }),
      ...(selector === null ? {} : { nodeSelector: labelsOf(selector) }),
      containers: containers.map(({ name: container, image, limits }) => ({ name: container, image, resources: { limits } })),
      volumes: claims.map((claimName, index) => ({ name: `volume-${index}`, persistentVolumeClaim: { claimName } })),
    },
    status: {
      phase: valueOf(entries, 'Status') ?? 'Unknown',
      conditions: (find(entries, 'Conditions')?.below ?? []).flatMap(({ key }) => {
        const [type, status] = key.split(/\s+/)
        return type === 'Type' ? [] : [{ type, status }]
      }),
      containerStatuses: containers.filter((it) => it.hasStatus).map((it) => it.status),
    },
  }
}

const describedClaim = (entries: readonly Entry[], name: string, namespace: string, now: number): Item => ({
  metadata: meta(name, namespace, now),
  spec: { storageClassName: valueOf(entries, 'StorageClass'), volumeMode: 'Filesystem' },
  status: { phase: valueOf(entries, 'Status') ?? 'Unknown' },
})

const describedJob = (entries: readonly Entry[], name: string, namespace: string, now: number): Item => {
  const [, active = '0', succeeded = '0', failed = '0'] = /(\d+) Active.*?(\d+) Succeeded.*?(\d+) Failed/.exec(valueOf(entries, 'Pods Statuses') ?? '') ?? []
  const isFailed = Number(failed) > 0
  return {
    metadata: meta(name, namespace, now),
    spec: { completions: 1, parallelism: 1, backoffLimit: Number(valueOf(entries, 'Backoff Limit') ?? 6) },
    status: {
      active: Number(active),
      succeeded: Number(succeeded),
      failed: Number(failed),
      ...(isFailed
        ? { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' }] }
        : {}),
    },
  }
}

const deployment = (name: string, namespace: string, replicas: string, now: number): Item => {
  const [ready, desired] = /^\d+\/\d+$/.test(replicas)
    ? replicas.split('/').map(Number)
    : [/(\d+) available/.exec(replicas)?.[1], /(\d+) desired/.exec(replicas)?.[1]].map(Number)
  return {
    metadata: { ...meta(name, namespace, now), generation: 1 },
    spec: { replicas: desired ?? 1 },
    status: {
      replicas: desired ?? 1,
      readyReplicas: ready ?? 0,
      availableReplicas: ready ?? 0,
      updatedReplicas: desired ?? 1,
      observedGeneration: 1,
      conditions: [],
    },
  }
}

/** A row of `kubectl get`: with the namespace first where all of them were asked. */
const addListed = (cluster: Cluster, { tool, params, text }: Recording, now: number): void => {
  const kind = (params.kind ?? '').toLowerCase()
  const isEverywhere = tool.includes('find_resource')
  for (const line of text.split('\n')) {
    const cells = line.trim().split(/\s{2,}/)
    if (cells.length < 4 || cells[0] === 'NAME' || cells[0] === 'NAMESPACE' || /^(stdout|stderr):|^[Ee]rror/.test(line)) continue
    const [namespace, name, ...rest] = isEverywhere ? cells : [params.namespace ?? 'default', ...cells]
    // A describe of it says more, and from another time of the recording its namespace may differ.
    if (kind === 'pod' && name !== undefined && !cluster.pods.some((it) => it.metadata.name === name)) cluster.pods.push(listedPod(name, namespace!, rest, now))
    if (kind === 'deployment' && name !== undefined && !cluster.deployments.some((it) => it.metadata.name === name))
      cluster.deployments.push(deployment(name, namespace!, rest[0] ?? '', now))
    if (kind === 'node' && cells[0] !== undefined)
      once(cluster.nodes, {
        metadata: meta(cells[0], null, now, labelsOf(cells.at(-1) ?? '')),
        spec: {},
        status: { conditions: [{ type: 'Ready', status: cells[1] === 'Ready' ? 'True' : 'False' }] },
      })
  }
}

const phases: Readonly<Record<string, string>> = { Running: 'Running', Pending: 'Pending', Error: 'Failed', Completed: 'Succeeded' }

const listedPod = (name: string, namespace: string, [ready = '0/1', status = 'Unknown', restarts = '0']: readonly string[], now: number): Item => {
  const [up, all] = ready.split('/').map(Number) as [number, number]
  const phase = phases[status] ?? 'Running'
  return {
    metadata: meta(name, namespace, now),
    spec: { containers: Array.from({ length: all }, (_, index) => ({ name: `container-${index}` })) },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: up === all ? 'True' : 'False' }],
      containerStatuses:
        phase === 'Pending'
          ? []
          : Array.from({ length: all }, (_, index) => ({
              name: `container-${index}`,
              ready: index < up,
              // "87 (3h37m ago)": of all containers together.
              restartCount: index === 0 ? Number.parseInt(restarts, 10) || 0 : 0,
              state: status in phases && status !== 'Error' ? { running: { startedAt: time(now, 13_000) } } : { waiting: { reason: status } },
              lastState: {},
            })),
    },
  }
}

const addLogs = (cluster: Cluster, { params, text, isError }: Recording, now: number): void => {
  const pod = params.pod_name
  if (pod === undefined || /previous/.test(params.invocation ?? '') || /^(\{"kind":"Status"|[Ee]rror)/.test(text.trim())) return
  const lines = text.split('\n').filter((line) => !line.startsWith('{"kind":"Status"') && line.trim() !== '')
  const known = cluster.logs.get(pod) ?? ''
  const moved = movedToNow(lines, now).join('\n')
  // An empty recording says that there were no such lines.
  if (moved.length > known.length || (isError && !known)) (cluster.logs as Map<string, string>).set(pod, moved)
}

const stamps = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g

/** So that the last line was just written. */
const movedToNow = (lines: readonly string[], now: number): string[] => {
  const last = lines.flatMap((line) => [...line.matchAll(stamps)].map(([stamp]) => Date.parse(stamp))).reduce((latest, it) => Math.max(latest, it), 0)
  if (last === 0) return [...lines]
  return lines.map((line) => line.replace(stamps, (stamp) => new Date(Date.parse(stamp) - last + now).toISOString()))
}
