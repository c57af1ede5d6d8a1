/**
 * The Kubernetes API, as far as this program may see it. There is one method, GET, and a closed table of resources: no secrets, no
 * exec, attach, portforward or proxy can be written down here, whatever is asked.
 */
import { readFile } from 'node:fs/promises'
import type { Systems } from '../../../domain/systems.ts'
import { Unseen } from '../look.ts'
import { failureCode, get } from '../net/get.ts'

export type Cluster = Systems['kubernetes'][number]

/** Path of each resource; `namespaced` ones stand below a namespace of the file. */
const resources = {
  pods: { group: 'api/v1', isNamespaced: true },
  events: { group: 'api/v1', isNamespaced: true },
  services: { group: 'api/v1', isNamespaced: true },
  endpoints: { group: 'api/v1', isNamespaced: true },
  persistentvolumeclaims: { group: 'api/v1', isNamespaced: true },
  nodes: { group: 'api/v1', isNamespaced: false },
  deployments: { group: 'apis/apps/v1', isNamespaced: true },
  statefulsets: { group: 'apis/apps/v1', isNamespaced: true },
  daemonsets: { group: 'apis/apps/v1', isNamespaced: true },
  jobs: { group: 'apis/batch/v1', isNamespaced: true },
  podMetrics: { group: 'apis/metrics.k8s.io/v1beta1', isNamespaced: true, path: 'pods' },
  nodeMetrics: { group: 'apis/metrics.k8s.io/v1beta1', isNamespaced: false, path: 'nodes' },
} as const

export type Resource = keyof typeof resources

export interface KubernetesClient {
  /** Items of a list; at most 500. Fails with `Unseen`. */
  list(resource: Resource, namespace: string | null, signal: AbortSignal): Promise<readonly Item[]>
  one(resource: Resource, namespace: string, name: string, signal: AbortSignal): Promise<Item>
  /** The last lines of a pod's containers. */
  logs(
    namespace: string,
    pod: string,
    options: { readonly lines: number; readonly container: string; readonly isPrevious: boolean },
    signal: AbortSignal,
  ): Promise<string>
}

/** Lenient: what is not there is undefined. All words in it are hostile. */
export type Item = Readonly<Record<string, unknown>>

const mostBytes = 8 * 1024 * 1024
const mostItems = 500

export const kubernetesClient = (cluster: Cluster): KubernetesClient => {
  const ask = async (path: readonly string[], query: Record<string, string>, signal: AbortSignal): Promise<Buffer> => {
    const url = new URL(`${cluster.api.replace(/\/$/, '')}/${path.map(encodeURIComponent).join('/')}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const got = await get(url.href, { ...(await credentials(cluster)), mostBytes, signal }).catch((error: unknown) => {
      if (signal.aborted) throw signal.reason
      throw new Unseen(`The API of Kubernetes "${cluster.name}" does not answer (${failureCode(error)}).`)
    })
    if (got.status === 403 || got.status === 401)
      throw new Unseen(`Kubernetes "${cluster.name}" does not let this be looked at (status ${got.status}): give its role get and list on it.`)
    if (got.status === 404) throw new Unseen(`Kubernetes "${cluster.name}" has no such thing (status 404).`)
    if (got.status !== 200) throw new Unseen(`Kubernetes "${cluster.name}" answered with status ${got.status}.`)
    if (got.isCut) throw new Unseen(`Kubernetes "${cluster.name}" sent more than 8 MiB.`)
    return got.body
  }
  return {
    list: async (resource, namespace, signal) => {
      const body = parsed(await ask(pathOf(resource, namespace), { limit: String(mostItems) }, signal), cluster)
      return Array.isArray(body['items']) ? (body['items'] as Item[]).slice(0, mostItems) : []
    },
    one: async (resource, namespace, name, signal) => parsed(await ask([...pathOf(resource, namespace), name], {}, signal), cluster),
    logs: async (namespace, pod, { lines, container, isPrevious }, signal) => {
      const query = { tailLines: String(lines), limitBytes: '262144', timestamps: 'true', container, ...(isPrevious && { previous: 'true' }) }
      return (await ask([...pathOf('pods', namespace), pod, 'log'], query, signal)).toString('utf8')
    },
  }
}

const pathOf = (resource: Resource, namespace: string | null): string[] => {
  const { group, isNamespaced, ...rest } = resources[resource]
  return [...group.split('/'), ...(isNamespaced && namespace !== null ? ['namespaces', namespace] : []), 'path' in rest ? rest.path : resource]
}

/** Read anew each time: both are replaced while the program runs. */
const credentials = async ({ name, tokenFile, caFile }: Cluster): Promise<{ headers: Record<string, string>; ca?: string }> => {
  const read = (path: string): Promise<string> =>
    readFile(path, 'utf8').catch(() => {
      throw new Unseen(`A file that systems.yaml names for Kubernetes "${name}" cannot be read (token_file, ca_file).`)
    })
  const token = tokenFile === null ? null : (await read(tokenFile)).trim()
  return {
    headers: { accept: 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
    ...(caFile !== null && { ca: await read(caFile) }),
  }
}

const parsed = (body: Buffer, { name }: Cluster): Item => {
  try {
    const value = JSON.parse(body.toString('utf8')) as unknown
    if (typeof value === 'object' && value !== null) return value as Item
  } catch {
    // Told below.
  }
  throw new Unseen(`Kubernetes "${name}" answered with something that is not its API.`)
}
