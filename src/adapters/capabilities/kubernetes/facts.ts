/** What Kubernetes says of things, as facts. Words that people or programs wrote (messages) are lines. */
import type { Seen, SeenFact } from '../look.ts'
import type { Item } from './client.ts'
import { at, listAt, nameOf, numberAt, quantity, textAt } from './read-item.ts'

export const podsSeen = (pods: readonly Item[]): Seen => ({
  facts: [{ name: 'pods', value: pods.length }, ...pods.flatMap((pod) => shortFacts(pod))],
})

const shortFacts = (pod: Item): SeenFact[] => {
  const labels = { pod: nameOf(pod) }
  const containers = listAt(pod, 'status', 'containerStatuses')
  const why = containers.map(whyNotRunning).find((it) => it !== '') ?? ''
  return [
    { name: 'phase', value: textAt(pod, 'status', 'phase'), labels },
    { name: 'is_ready', value: conditionOf(pod, 'Ready') === 'True', labels },
    { name: 'restarts', value: containers.reduce<number>((sum, it) => sum + (numberAt(it, 'restartCount') ?? 0), 0), labels },
    ...(why ? [{ name: 'reason', value: why, labels }] : []),
    ...(textAt(pod, 'status', 'reason') ? [{ name: 'pod_reason', value: textAt(pod, 'status', 'reason'), labels }] : []),
  ]
}

const whyNotRunning = (container: unknown): string =>
  textAt(container, 'state', 'waiting', 'reason') || textAt(container, 'state', 'terminated', 'reason') || ''

export const podSeen = (pod: Item): Seen => {
  const specs = new Map(listAt(pod, 'spec', 'containers').map((it) => [textAt(it, 'name'), it]))
  const containers = [...listAt(pod, 'status', 'initContainerStatuses'), ...listAt(pod, 'status', 'containerStatuses')]
  const conditions = listAt(pod, 'status', 'conditions')
  return {
    facts: [
      ...shortFacts(pod),
      { name: 'node', value: textAt(pod, 'spec', 'nodeName') || 'none', labels: { pod: nameOf(pod) } },
      ...selectorFacts(pod),
      ...containers.flatMap((it) => containerFacts(it, specs.get(textAt(it, 'name')), nameOf(pod))),
      ...conditions.map((it) => ({ name: 'condition', value: textAt(it, 'status') === 'True', labels: { pod: nameOf(pod), condition: textAt(it, 'type') } })),
    ],
    lines: [
      ...conditions.flatMap((it) => (textAt(it, 'status') === 'False' && textAt(it, 'message') ? [`${textAt(it, 'type')}: ${textAt(it, 'message')}`] : [])),
      ...containers.flatMap((it) => ['waiting', 'terminated'].flatMap((state) => textAt(it, 'state', state, 'message') || [])),
    ],
  }
}

/** Labels that a node must have for it, each as `key=value`. */
const selectorFacts = (pod: Item): SeenFact[] => {
  const selector = at(pod, 'spec', 'nodeSelector')
  const labels = Object.entries(typeof selector === 'object' && selector !== null ? selector : {}).slice(0, mostLabels)
  return labels.map(([key, value]) => ({ name: 'node_selector', value: `${key}=${String(value)}`, labels: { pod: nameOf(pod), key } }))
}
const mostLabels = 10

const containerFacts = (status: unknown, spec: unknown, pod: string): SeenFact[] => {
  const labels = { pod, container: textAt(status, 'name') }
  const state = ['running', 'waiting', 'terminated'].find((it) => at(status, 'state', it) !== undefined) ?? 'unknown'
  const exitCode = numberAt(status, 'lastState', 'terminated', 'exitCode') ?? numberAt(status, 'state', 'terminated', 'exitCode')
  const lastReason = textAt(status, 'lastState', 'terminated', 'reason')
  const memory = quantity(textAt(spec, 'resources', 'limits', 'memory'))
  return [
    { name: 'container_state', value: state, labels },
    { name: 'container_restarts', value: numberAt(status, 'restartCount'), labels },
    ...(whyNotRunning(status) ? [{ name: 'container_reason', value: whyNotRunning(status), labels }] : []),
    ...(exitCode === null ? [] : [{ name: 'last_exit_code', value: exitCode, labels }]),
    ...(lastReason ? [{ name: 'last_reason', value: lastReason, labels }] : []),
    ...(memory === null ? [] : [{ name: 'memory_limit_bytes', value: memory, labels }]),
  ]
}

const conditionOf = (item: Item, type: string): string =>
  textAt(
    listAt(item, 'status', 'conditions').find((it) => textAt(it, 'type') === type),
    'status',
  )

export const eventsSeen = (events: readonly Item[]): Seen => {
  const warnings = events.filter((it) => textAt(it, 'type') === 'Warning')
  const reasons = new Map<string, number>()
  for (const it of warnings) reasons.set(textAt(it, 'reason'), (reasons.get(textAt(it, 'reason')) ?? 0) + (numberAt(it, 'count') ?? 1))
  const newest = warnings.toSorted((a, b) => lastSeen(a).localeCompare(lastSeen(b))).slice(-100)
  return {
    facts: [
      { name: 'warnings', value: warnings.length },
      ...[...reasons].slice(0, 50).map(([reason, count]) => ({ name: 'warning_count', value: count, labels: { reason } })),
    ],
    lines: newest.map(
      (it) =>
        `${lastSeen(it)} ${textAt(it, 'reason')} ${textAt(it, 'involvedObject', 'kind')}/${textAt(it, 'involvedObject', 'name')}: ${textAt(it, 'message')}`,
    ),
  }
}

const lastSeen = (event: Item): string => textAt(event, 'lastTimestamp') || textAt(event, 'eventTime') || textAt(event, 'metadata', 'creationTimestamp')

export const nodesSeen = (nodes: readonly Item[]): Seen => ({
  facts: [
    { name: 'nodes', value: nodes.length },
    ...nodes.flatMap((node): SeenFact[] => {
      const labels = { node: nameOf(node) }
      const pressures = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
        name: 'has_pressure',
        value: conditionOf(node, type) === 'True',
        labels: { ...labels, condition: type },
      }))
      return [
        { name: 'is_ready', value: conditionOf(node, 'Ready') === 'True', labels },
        { name: 'is_schedulable', value: at(node, 'spec', 'unschedulable') !== true, labels },
        ...pressures,
      ]
    }),
  ],
})

export const workloadsSeen = (lists: readonly (readonly Item[])[]): Seen => ({
  facts: ['deployment', 'statefulset', 'daemonset'].flatMap((kind, index) =>
    (lists[index] ?? []).flatMap((it): SeenFact[] => {
      const labels = { workload: nameOf(it), kind }
      const wanted = kind === 'daemonset' ? numberAt(it, 'status', 'desiredNumberScheduled') : numberAt(it, 'spec', 'replicas')
      const ready = (kind === 'daemonset' ? numberAt(it, 'status', 'numberReady') : numberAt(it, 'status', 'readyReplicas')) ?? 0
      return [
        { name: 'wanted_replicas', value: wanted, labels },
        { name: 'ready_replicas', value: ready, labels },
        { name: 'missing_replicas', value: Math.max(0, (wanted ?? 0) - ready), labels },
      ]
    }),
  ),
})

export const jobsSeen = (jobs: readonly Item[]): Seen => ({
  facts: jobs.flatMap((it): SeenFact[] => {
    const labels = { job: nameOf(it) }
    return [
      { name: 'succeeded', value: numberAt(it, 'status', 'succeeded') ?? 0, labels },
      { name: 'failed', value: numberAt(it, 'status', 'failed') ?? 0, labels },
      { name: 'active', value: numberAt(it, 'status', 'active') ?? 0, labels },
      { name: 'has_failed', value: conditionOf(it, 'Failed') === 'True', labels },
    ]
  }),
})

export const volumesSeen = (claims: readonly Item[]): Seen => ({
  facts: claims.flatMap((it): SeenFact[] => {
    const labels = { claim: nameOf(it) }
    return [
      { name: 'phase', value: textAt(it, 'status', 'phase'), labels },
      { name: 'is_bound', value: textAt(it, 'status', 'phase') === 'Bound', labels },
      { name: 'storage_class', value: textAt(it, 'spec', 'storageClassName') || 'none', labels },
    ]
  }),
})

export const servicesSeen = (services: readonly Item[], endpoints: readonly Item[]): Seen => ({
  facts: services.flatMap((it): SeenFact[] => {
    const labels = { service: nameOf(it) }
    const behind = endpoints.find((one) => nameOf(one) === nameOf(it))
    const ready = listAt(behind, 'subsets').reduce<number>((sum, subset) => sum + listAt(subset, 'addresses').length, 0)
    const hasSelector = at(it, 'spec', 'selector') !== undefined
    return [
      { name: 'ready_addresses', value: ready, labels },
      { name: 'has_selector', value: hasSelector, labels },
    ]
  }),
})

export const topSeen = (metrics: readonly Item[]): Seen => ({
  facts: metrics.flatMap((it): SeenFact[] =>
    listAt(it, 'containers').flatMap((container): SeenFact[] => {
      const labels = { pod: nameOf(it), container: textAt(container, 'name') }
      return [
        { name: 'cpu_cores', value: quantity(textAt(container, 'usage', 'cpu')), labels },
        { name: 'memory_bytes', value: quantity(textAt(container, 'usage', 'memory')), labels },
      ]
    }),
  ),
})
