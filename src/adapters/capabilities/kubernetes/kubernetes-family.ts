import type { Systems } from '../../../domain/systems.ts'
import type { Family, Look, Seen } from '../look.ts'
import type { ParamSpec, ParamSpecs, Params } from '../params.ts'
import { kubernetesClient, type KubernetesClient, type Resource } from './client.ts'
import { eventsSeen, jobsSeen, nodesSeen, podSeen, podsSeen, servicesSeen, topSeen, volumesSeen, workloadsSeen } from './facts.ts'
import { listAt, nameOf, textAt } from './read-item.ts'

const names = ['pods', 'pod', 'pod_logs', 'events', 'nodes', 'workloads', 'jobs', 'volumes', 'services', 'top'].map((it) => `kubernetes_${it}`)

export const kubernetesFamily = ({ kubernetes }: Systems): Family => {
  if (kubernetes.length === 0) return { looks: [], missing: names.map((name) => ({ name, why: 'systems.yaml names no Kubernetes.' })) }
  const clients = new Map(kubernetes.map((it) => [it.name, kubernetesClient(it)]))
  const places = kubernetes.flatMap((it) => it.namespaces.map((namespace) => ({ place: `${it.name}/${namespace}`, client: clients.get(it.name)!, namespace })))
  const placeOf = ({ namespace }: Params) => places.find((it) => it.place === namespace)!
  const where: ParamSpecs = { namespace: { kind: 'name', names: places.map((it) => it.place), about: 'Cluster and namespace' } }

  const listing = (name: string, summary: string, resources: readonly Resource[], tell: (lists: readonly (readonly never[])[]) => Seen): Look => ({
    name: `kubernetes_${name}`,
    summary,
    how: 'process',
    params: where,
    see: async (params, signal) => {
      const { client, namespace } = placeOf(params)
      return tell((await Promise.all(resources.map((resource) => client.list(resource, namespace, signal)))) as never)
    },
  })
  const pod: ParamSpec = {
    kind: 'found',
    names: async (given, signal) => {
      const asked = given['namespace'] === undefined ? [] : [placeOf(given)]
      const lists = await Promise.all(asked.map(({ client, namespace }) => client.list('pods', namespace, signal)))
      return lists.flat().map(nameOf)
    },
    about: 'Which pod',
  }

  const looks: Look[] = [
    listing('pods', 'Pods of a namespace: phase, readiness, restarts, why they wait or ended', ['pods'], ([pods]) => podsSeen(pods!)),
    {
      name: 'kubernetes_pod',
      summary: 'One pod: its containers with state, restarts, last exit, limits; its conditions',
      how: 'process',
      params: { ...where, pod },
      see: async (params, signal) => {
        const { client, namespace } = placeOf(params)
        return podSeen(await client.one('pods', namespace, String(params['pod']), signal))
      },
    },
    podLogs(where, pod, placeOf),
    listing('events', 'Warnings of a namespace, by reason', ['events'], ([events]) => eventsSeen(events!)),
    clusterNodes(kubernetes, clients),
    listing(
      'workloads',
      'Deployments, stateful and daemon sets of a namespace: wanted and ready replicas',
      ['deployments', 'statefulsets', 'daemonsets'],
      (lists) => workloadsSeen(lists),
    ),
    listing('jobs', 'Jobs of a namespace: succeeded, failed, running', ['jobs'], ([jobs]) => jobsSeen(jobs!)),
    listing('volumes', 'Claims for volumes of a namespace, and whether they are bound', ['persistentvolumeclaims'], ([claims]) => volumesSeen(claims!)),
    listing('services', 'Services of a namespace and how many addresses stand behind each', ['services', 'endpoints'], ([services, endpoints]) =>
      servicesSeen(services!, endpoints!),
    ),
    listing('top', 'Processor and memory that the pods of a namespace use (metrics API)', ['podMetrics'], ([metrics]) => topSeen(metrics!)),
  ]
  return { looks, missing: [] }
}

type PlaceOf = (params: Params) => { readonly client: KubernetesClient; readonly namespace: string }

/** Of the first container, or of each that has ended before: `previous`. */
const podLogs = (where: ParamSpecs, pod: ParamSpec, placeOf: PlaceOf): Look => ({
  name: 'kubernetes_pod_logs',
  summary: 'The last lines of a pod, or of its container before it was started again',
  how: 'process',
  params: {
    ...where,
    pod,
    which: { kind: 'name', names: ['current', 'previous'], optional: true, about: 'The container that runs, or the one before it' },
    lines: { kind: 'integer', min: 1, max: 400, fallback: 100, about: 'How many' },
  },
  see: async (params, signal): Promise<Seen> => {
    const { client, namespace } = placeOf(params)
    const name = String(params['pod'])
    const found = await client.one('pods', namespace, name, signal)
    const container = textAt(listAt(found, 'spec', 'containers')[0], 'name')
    const text = await client.logs(namespace, name, { lines: Number(params['lines']), container, isPrevious: params['which'] === 'previous' }, signal)
    const lines = text.split('\n').filter((line) => line !== '')
    return { facts: [{ name: 'lines', value: lines.length, labels: { pod: name } }], lines }
  },
})

const clusterNodes = (clusters: Systems['kubernetes'], clients: ReadonlyMap<string, KubernetesClient>): Look => ({
  name: 'kubernetes_nodes',
  summary: 'Nodes of a cluster: readiness and pressure on memory, disk and processes',
  how: 'process',
  params: { cluster: { kind: 'name', names: clusters.map((it) => it.name), about: 'Which cluster' } },
  see: async ({ cluster }, signal) => nodesSeen(await clients.get(String(cluster))!.list('nodes', null, signal)),
})
