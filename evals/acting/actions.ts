/** Actions of a shop that does not exist: what requests in plain words are mapped to. Written before the requests, and not changed for them. */
import type { ActionDefinition, ActionParameter } from '../../src/domain/action.ts'

const choice = (name: string, values: readonly string[], description = ''): ActionParameter => ({ name, kind: 'enum', values, description })
const integer = (name: string, min: number, max: number, description: string): ActionParameter => ({ name, kind: 'integer', min, max, description })

const action = (name: string, description: string, parameters: readonly ActionParameter[] = [], phrases: readonly string[] = []): ActionDefinition => ({
  name,
  description,
  phrases,
  parameters,
  argv: ['/usr/bin/true', ...parameters.map((it) => `{${it.name}}`)],
  access: { reads: [], writes: [], network: 'none', environment: [] },
  limitSeconds: 60,
  check: null,
  undo: null,
  heals: [],
  service: null,
})

export const units = ['nginx.service', 'postgresql.service', 'mail-queue.service', 'thumbnailer.service']
export const hosts = ['web-1', 'web-2', 'db-1']
export const databases = ['orders', 'customers']

export const shopActions: readonly ActionDefinition[] = [
  action('restart_unit', 'Restart a unit of systemd', [choice('unit', units)]),
  action('reload_nginx', 'Reload the configuration of nginx without dropping connections'),
  action('clear_image_cache', 'Clear the cache of resized images', [], ['free the space that thumbnails take']),
  action('clear_page_cache', 'Clear the cache of rendered pages'),
  action('scale_workers', 'Scale the workers of the checkout', [integer('replicas', 1, 12, 'How many workers')]),
  action('rotate_logs', 'Rotate the logs of a host', [choice('host', hosts)]),
  action('renew_certificate', 'Renew the certificate of a domain', [choice('domain', ['shop.example', 'api.shop.example'])], ['renew the TLS certificate']),
  action('vacuum_database', 'Vacuum a database', [choice('database', databases)]),
  action('end_idle_sessions', 'Terminate idle sessions of a database', [choice('database', databases), integer('minutes', 5, 120, 'Idle for so many minutes')]),
  action('pause_imports', 'Pause the imports of suppliers'),
  action('resume_imports', 'Resume the imports of suppliers'),
  action('failover_database', 'Fail over to the standby of a database', [choice('database', databases)]),
  action('drain_host', 'Drain a host of traffic', [choice('host', hosts)], ['take a host out of rotation']),
  action('retry_payments', 'Retry the payments that failed'),
]
