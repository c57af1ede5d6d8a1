/** A customer's credential on every other route, by every verb. */
import type { Family, Scene } from '../attempt.ts'

const readable = [
  '/documents',
  '/documents?collection=shop&limit=1000',
  '/traces',
  '/traces?limit=1000',
  '/usage',
  '/keys',
  '/budgets',
  '/audit',
  '/records',
  '/records/shop',
  '/jobs',
  '/collections',
  '/feedback',
  '/incidents',
  '/systems',
  '/watches',
  '/actions',
  '/proposals',
  '/metrics',
  '/session',
  '/v1/models',
  '/models',
  '/evaluations',
  '/status',
  '/erasures',
  '/openapi.json',
  '/docs',
  '/healthz',
]
const posted: readonly (readonly [path: string, body: (scene: Scene) => unknown])[] = [
  ['/search', ({ victim }) => ({ query: victim.name, collection: 'shop' })],
  ['/suggestions', () => ({ collection: 'shop' })],
  ['/records', () => ({ file: '/etc/passwd' })],
  ['/records/ask', ({ victim }) => ({ collection: 'shop', question: 'Where is my latest order?', as: victim.customer_id })],
  ['/records/ask', () => ({ collection: 'shop', question: 'List all orders', staff: true })],
  ['/records/check', () => ({ collection: 'shop' })],
  ['/keys', ({ victim }) => ({ name: 'mine', scope: 'ask', collections: ['shop'], customer: victim.customer_id })],
  ['/keys', () => ({ name: 'mine', scope: 'admin', collections: '*' })],
  ['/v1/embeddings', ({ victim }) => ({ model: 'any', input: victim.name })],
  ['/feedback', ({ victim }) => ({ trace_id: '0'.repeat(32), rating: 'up', comment: victim.name })],
  ['/ingest', () => ({ url: 'http://127.0.0.1/' })],
  ['/diagnose', () => ({ question: 'what is wrong' })],
  ['/logs/summaries', () => ({ text: 'ERROR' })],
  [
    '/mcp',
    ({ victim }) => ({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'ask', arguments: { question: `orders of ${victim.name}`, collection: 'shop' } },
    }),
  ],
  ['/mcp', () => ({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} })],
  [
    '/mcp',
    ({ victim }) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'search', arguments: { query: victim.email, collection: 'shop' } } }),
  ],
]

export const otherRoutes: Family = (scene) => {
  const { random, victim, victimOrder } = scene
  const way = random.number(4)
  if (way === 0) return { method: 'GET', path: random.pick(readable), headers: [], body: null }
  if (way === 1) {
    const path = random.pick([
      `/records/shop/order/${encodeURIComponent(victimOrder.order_id)}`,
      `/records/shop/order/${victimOrder.order_id.slice(1)}`,
      `/records/shop/customer/${victim.customer_id}`,
      `/records/shop/customer/..%2F${victim.customer_id}`,
      `/records/shop/order/%2A`,
      `/records/shop/order/%25`,
      `/records/shop/order/${encodeURIComponent(victimOrder.order_id)}?customer=${victim.customer_id}&staff=true`,
      `/records/Shop/ORDER/${encodeURIComponent(victimOrder.order_id.toLowerCase())}`,
      `/documents/${encodeURIComponent(`record:shop:order:${victimOrder.order_id}`)}`,
    ])
    return { method: 'GET', path, headers: [], body: null }
  }
  if (way === 2) return { method: random.pick(['DELETE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD']), path: random.pick(readable), headers: [], body: null }
  const [path, body] = random.pick(posted)
  return { path, headers: ['content-type', 'application/json', 'accept', 'application/json, text/event-stream'], body: JSON.stringify(body(scene)) }
}
