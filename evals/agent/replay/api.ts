/** The recorded cluster behind the paths of the Kubernetes API: GET only; whatever else is asked is remembered and refused. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Cluster, Item } from './cluster.ts'

export interface ReplayedApi {
  readonly url: string
  /** `POST /api/…`: there should be none. */
  readonly refused: readonly string[]
  close(): void
}

const groups: Readonly<Record<string, { version: string; kind: string; of: (it: Cluster) => readonly Item[] }>> = {
  pods: { version: 'v1', kind: 'Pod', of: (it) => it.pods },
  events: { version: 'v1', kind: 'Event', of: (it) => it.events },
  nodes: { version: 'v1', kind: 'Node', of: (it) => it.nodes },
  persistentvolumeclaims: { version: 'v1', kind: 'PersistentVolumeClaim', of: (it) => it.claims },
  jobs: { version: 'batch/v1', kind: 'Job', of: (it) => it.jobs },
  deployments: { version: 'apps/v1', kind: 'Deployment', of: (it) => it.deployments },
}

export const serveCluster = async (cluster: Cluster): Promise<ReplayedApi> => {
  const refused: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://replay')
    const send = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': typeof value === 'string' ? 'text/plain' : 'application/json' })
      response.end(typeof value === 'string' ? value : JSON.stringify(value))
    }
    const missing = (): void => send(404, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404, message: 'not found' })
    if (request.method !== 'GET' || /secret/i.test(url.pathname)) {
      refused.push(`${request.method} ${url.pathname}`)
      return send(403, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code: 403 })
    }
    if (url.pathname === '/version') return send(200, { major: '1', minor: '31', gitVersion: 'v1.31.2' })
    const parts = /^\/(?:api\/v1|apis\/[^/]+\/[^/]+)\/(?:namespaces\/([^/]+)\/)?([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(url.pathname)
    if (!parts) return missing()
    const [, namespace, kind, name, sub] = parts
    const group = groups[kind!]
    if (!group) return url.pathname.includes('metrics.k8s.io') ? missing() : send(200, { kind: 'List', apiVersion: 'v1', metadata: {}, items: [] })
    const items = group.of(cluster).filter((it) => namespace === undefined || it.metadata.namespace === namespace || kind === 'nodes')
    if (name === undefined)
      return send(200, { kind: `${group.kind}List`, apiVersion: group.version, metadata: {}, items: selected(items, url.searchParams.get('fieldSelector')) })
    const item = items.find((it) => it.metadata.name === name)
    if (!item) return missing()
    if (sub === 'log') return send(200, tail(cluster.logs.get(name) ?? '', url.searchParams))
    return sub === undefined ? send(200, { kind: group.kind, apiVersion: group.version, ...item }) : missing()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, refused, close: () => server.close() }
}

const selected = (items: readonly Item[], selector: string | null): readonly Item[] => {
  const wanted = (selector ?? '').split(',').flatMap((pair) => (pair.includes('=') ? [pair.split(/==?/) as [string, string]] : []))
  const at = (item: Item, path: string): unknown => path.split('.').reduce<any>((value, step) => value?.[step], item)
  return items.filter((item) => wanted.every(([path, value]) => path.endsWith('!') || String(at(item, path)) === value))
}

/** Lines of no time get one, as the API gives them with `timestamps`. */
const tail = (log: string, params: URLSearchParams): string => {
  const lines = log.split('\n').slice(-Number(params.get('tailLines') ?? 100_000))
  const bytes = Number(params.get('limitBytes') ?? Infinity)
  const stamp = params.get('timestamps') === 'true' ? `${new Date().toISOString()} ` : ''
  return `${lines.map((line) => stamp + line).join('\n')}\n`.slice(0, bytes)
}
