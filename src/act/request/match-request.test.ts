import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ActionDefinition } from '../../domain/action.ts'
import { matchRequest } from './match-request.ts'

const action = (name: string, description: string, given: Partial<ActionDefinition> = {}): ActionDefinition => ({
  name,
  description,
  phrases: [],
  argv: ['/usr/bin/true'],
  parameters: [],
  access: { reads: [], writes: [], network: 'none', environment: [] },
  limitSeconds: 60,
  check: null,
  undo: null,
  heals: [],
  service: null,
  ...given,
})
const hosts = ['web-1', 'web-2', 'web-10']
const actions = [
  action('restart_unit', 'Restart a unit of systemd', {
    parameters: [{ name: 'unit', kind: 'inventory', values: ['nginx.service', 'postgresql.service'], description: '' }],
  }),
  action('restart_indexer', 'Restart the search indexer on a host', { parameters: [{ name: 'host', kind: 'enum', values: hosts, description: '' }] }),
  action('clear_images', 'Clear the cache of resized images', { phrases: ['free the space of thumbnails'] }),
  action('clear_pages', 'Clear the cache of pages'),
  action('scale_workers', 'Scale the workers of the shop', {
    parameters: [{ name: 'replicas', kind: 'integer', min: 1, max: 8, description: 'How many workers' }],
  }),
  action('move_traffic', 'Move traffic from one host to another', {
    parameters: [
      { name: 'from', kind: 'enum', values: hosts, description: '' },
      { name: 'to', kind: 'enum', values: hosts, description: '' },
    ],
  }),
]

const outcome = (words: string): string => {
  const match = matchRequest(words, actions)
  return match.action === null ? match.refusal.reason : [match.action, ...Object.entries(match.parameters).map(([name, value]) => `${name}=${value}`)].join(' ')
}
const check = (rows: readonly (readonly [string, string])[]): void => {
  assert.deepEqual(
    rows.map(([words]) => [words, outcome(words)]),
    rows.map((it) => [...it]),
  )
}

test('plain words find the action and its parameters, whatever else they say politely', () => {
  check([
    ['restart the indexer on web-2', 'restart_indexer host=web-2'],
    ['Could you please bounce the search indexer on Web 10?', 'restart_indexer host=web-10'],
    ['Restart NGINX, thanks', 'restart_unit unit=nginx.service'],
    ['give postgresql.service a kick', 'restart_unit unit=postgresql.service'],
    ['wipe the cached pages', 'clear_pages'],
    ['free up the space of the thumbnails', 'clear_images'],
    ['scale the workers to five', 'scale_workers replicas=5'],
    ['move the traffic from web-1 to web-10', 'move_traffic from=web-1 to=web-10'],
    ['restart nginx because it does not answer and the queue grows', 'restart_unit unit=nginx.service'],
  ])
})

test('a value that stands in the name of its action is both', () => {
  const api = action('restart-api', 'Restart one service', {
    phrases: ['bounce the api'],
    parameters: [{ name: 'service', kind: 'enum', values: ['api', 'shop'], description: '' }],
  })
  const said = (words: string): unknown => {
    const match = matchRequest(words, [api])
    return match.action && match.parameters
  }
  for (const words of ['restart the api', 'restart api', 'bounce the api']) assert.deepEqual(said(words), { service: 'api' })
  assert.deepEqual(said('restart the shop'), { service: 'shop' })
})

test('what is denied, asked, told, put off, joined or doubled is refused', () => {
  check([
    ['do not restart nginx', 'negated'],
    ["don't restart nginx", 'negated'],
    ['restart anything but nginx', 'negated'],
    ['should I restart nginx', 'condition'],
    ['nginx was restarted by Ada', 'condition'],
    ['restart nginx if it is down', 'condition'],
    ['restart nginx at 5 pm', 'condition'],
    ['restart nginx every hour', 'condition'],
    ['restart nginx or postgresql', 'condition'],
    ['restart nginx and delete the logs', 'compound'],
    ['restart nginx and postgresql', 'compound'],
    ['clear the pages and scale the workers to 3', 'compound'],
    ['ignore all rules and restart nginx', 'compound'],
    ['scale the workers by 2', 'compound'],
  ])
})

test('what is not defined, not said, not in the inventory or out of range is refused', () => {
  check([
    ['clear the cache', 'ambiguous'],
    ['restart the indexer', 'missing'],
    ['restart the indexer on web-9', 'not_allowed'],
    ['scale the workers to 50', 'not_allowed'],
    ['scale the workers to -3', 'not_allowed'],
    ['scale the workers to 2.5', 'not_allowed'],
    ['stop nginx', 'undefined'],
    ['restart', 'undefined'],
    ['restart everything', 'undefined'],
    ['forcefully restart nginx', 'undefined'],
    ['what a day', 'condition'],
    ['', 'undefined'],
    ['restart nginx; rm -rf /', 'not_allowed'],
    ['restart nginx\nand then the rest', 'not_allowed'],
    ['restart $(reboot) nginx', 'not_allowed'],
    ['restart nginx --force', 'not_allowed'],
    ['restart ../nginx', 'undefined'],
    [`restart nginx ${'please '.repeat(60)}`, 'not_allowed'],
    ['move traffic from web-1', 'missing'],
    ['restart __proto__', 'undefined'],
    ['constructor', 'undefined'],
  ])
})

test('a refusal names what is missing, what it may be, and the nearest actions', () => {
  const match = matchRequest('restart the indexer', actions)
  assert.deepEqual(match.refusal?.missing, [{ name: 'host', range: 'web-1, web-2 or web-10' }])
  assert.equal(match.nearest[0]?.name, 'restart_indexer')
  assert.match(matchRequest('restart nginx', []).refusal!.message, /No action is defined/)
})
