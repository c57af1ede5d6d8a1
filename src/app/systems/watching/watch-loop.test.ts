import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { openCapabilities } from '../../../adapters/capabilities/open-capabilities.ts'
import { openIncidents } from '../../../adapters/postgres/incidents.ts'
import { AppError } from '../../../base/error.ts'
import type { Capabilities, Observation } from '../../../domain/capability.ts'
import { noSystems } from '../../../domain/systems.ts'
import type { Watch } from '../../../domain/watch.ts'
import type { Watching } from '../../../operations/watch-desk.ts'
import { factOf, seen, watchOf } from '../../../watch/scripted-for-tests.ts'
import { openTemporaryPglite } from '../../../../test/support/stores.ts'
import { openWatching, type WatchingParts } from './open-watching.ts'

type Script = Readonly<Record<string, (signal: AbortSignal | undefined) => Promise<Observation>>>

const scripted = (script: Script): Pick<Capabilities, 'list' | 'observe'> => ({
  list: [],
  observe: async (name, _params, signal) => {
    const look = script[name]
    if (!look) throw new AppError('not_found', 'There is no such capability.')
    return look(signal)
  },
})

const database = await openTemporaryPglite()
after(() => database[Symbol.asyncDispose]())

const full = async (): Promise<Observation> => seen([factOf(95, new Date())])
const never = (): Promise<Observation> => new Promise(() => {})

const opened = async (watches: readonly Watch[], capabilities: WatchingParts['capabilities'], more: Partial<WatchingParts> = {}) => {
  await database.query('delete from watch_state')
  await database.query('delete from incident')
  const incidents = openIncidents(database)
  const watching = openWatching({ database, incidents, systems: { watches }, capabilities, killSwitch: null, log: () => {}, ...more })
  return {
    watching,
    incidents,
    [Symbol.asyncDispose]: watching.close,
  }
}

/** Follows until what is seen is as wanted. */
const until = async (
  watching: { follow(onChange: (now: Watching) => void, signal: AbortSignal): Promise<void> },
  isWanted: (now: Watching) => boolean,
): Promise<Watching> => {
  const stop = new AbortController()
  let found: Watching | null = null
  await watching.follow((now) => {
    if (!isWanted(now)) return
    found = now
    stop.abort()
  }, stop.signal)
  return found!
}

test('a capability that hangs, one that is not there and one that fails hold up no other', async () => {
  const broken = async (): Promise<Observation> => {
    throw new Error('out of order')
  }
  const watches = ['hangs', 'missing', 'broken', 'works'].map((name) => watchOf({ name, capability: name, service: name, everySeconds: 1 }))
  await using it = await opened(watches, scripted({ hangs: never, broken, works: full }))
  const { watches: views, incidents } = await until(it.watching, (now) => now.watches.find(({ watch }) => watch.name === 'works')!.looks >= 3)
  assert.deepEqual(
    views.map(({ watch, state }) => [watch.name, state]),
    [
      ['hangs', 'new'],
      ['missing', 'unseen'],
      ['broken', 'unseen'],
      ['works', 'wrong'],
    ],
  )
  assert.deepEqual(incidents.map(({ service }) => service).toSorted(), ['broken', 'missing', 'works'])
})

test('what is told of an incident is that it opened, grew and was resolved, once each', async () => {
  let value = 95
  const changes: string[] = []
  const look = async (): Promise<Observation> => seen([factOf(value, new Date())])
  await using it = await opened([watchOf()], scripted({ disk_usage: look }), { onIncident: (_incident, change) => void changes.push(change) })
  await it.watching.lookNow(null)
  await it.watching.lookNow(['disk'])
  value = 10
  await it.watching.lookNow(null)
  value = 96
  await it.watching.lookNow(null)
  assert.deepEqual(changes, ['opened', 'changed', 'resolved', 'reopened'])
  await assert.rejects(it.watching.lookNow(['dsk']), /No watch "dsk"/)
})

test('an incident that stands is told of, however many came after it and are over', async () => {
  await using it = await opened([watchOf()], scripted({ disk_usage: full }))
  await it.watching.lookNow(null)
  await database.query(
    `insert into incident (id, title, service, grade, state, opened_at, changed_at, resolved_at, signals, notes)
     select ('ffffffff-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'over', 'shop', 'info', 'resolved', now(), now(), now(), '[]', '[]'
     from generate_series(1, 300) n`,
  )
  const { incidents } = await it.watching.now()
  assert.deepEqual(
    incidents.map(({ state }) => state),
    ['open'],
  )
  assert.equal(await it.watching.gauges.unresolved(), 1)
})

test('while everything is stopped nothing is looked at', async () => {
  const killSwitch: WatchingParts['killSwitch'] = {
    signal: () => AbortSignal.abort(),
    assertRunning: async () => {
      throw new AppError('unavailable', 'Stopped by ada.')
    },
  }
  await using it = await opened([watchOf()], scripted({ disk_usage: full }), { killSwitch })
  await assert.rejects(it.watching.lookNow(null), /Stopped by ada/)
  assert.equal((await it.watching.watches())[0]!.looks, 0)
})

/** A Prometheus that answers so, over HTTP, to the capability that people use. */
const withPrometheus = async (answer: RequestListener, work: (capabilities: Capabilities) => Promise<void>): Promise<void> => {
  const server = createServer(answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const systems = { ...noSystems, prometheus: [{ name: 'main', url, bearerTokenEnv: null, queries: { errors: 'errors' } }] }
  const capabilities = await openCapabilities({
    systems,
    env: {},
    own: null,
    openFence: async () => ({ fence: null, why: 'None is needed.' }),
    mineLog: async () => assert.fail('no log is read'),
    now: () => new Date(),
    maskLine: (text) => text,
    maskName: (text) => text,
  })
  try {
    await work(capabilities)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const vector = (samples: readonly { readonly labels: Record<string, string>; readonly value: string; readonly at?: number }[]): string =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: samples.map(({ labels, value, at = Date.now() / 1000 }) => ({ metric: labels, value: [at, value] })) },
  })

const queryWatch = watchOf({
  name: 'errors',
  capability: 'prometheus_query',
  params: { prometheus: 'main', query: 'errors' },
  fact: 'value',
  everySeconds: 1,
  service: 'shop',
})

const lies: Readonly<Record<string, RequestListener>> = {
  'says no number': (_request, response) => response.end(vector([{ labels: { job: 'a' }, value: 'NaN' }])),
  'has a clock that is wrong': (_request, response) => response.end(vector([{ labels: { job: 'a' }, value: '99', at: Date.now() / 1000 + 86_400 }])),
  'breaks off': (_request, response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write('{"status":"succ', () => response.destroy())
  },
  'answers with a page': (_request, response) => response.end('<html>Welcome</html>'),
  'is out of order': (_request, response) => response.writeHead(503).end('overloaded'),
}

for (const [lie, answer] of Object.entries(lies))
  test(`a Prometheus that ${lie} is a signal of its own, and the watch goes on`, async () => {
    await withPrometheus(answer, async (capabilities) => {
      await using it = await opened([queryWatch], capabilities)
      await it.watching.lookNow(null)
      const [view] = await it.watching.watches()
      assert.equal(view!.state, 'unseen')
      assert.ok(view!.problem)
      const [incident] = await it.incidents.list({ limit: 1 })
      assert.deepEqual([incident!.grade, incident!.signals.length], ['warning', 1])
    })
  })

test('a Prometheus that answers with very many series is followed in part, and that is told', async () => {
  const many = Array.from({ length: 50_000 }, (_, index) => ({ labels: { series: `s${index}` }, value: '1' }))
  await withPrometheus(
    (_request, response) => response.end(vector(many)),
    async (capabilities) => {
      await using it = await opened([queryWatch], capabilities)
      await it.watching.lookNow(null)
      const [view] = await it.watching.watches()
      assert.ok(view!.things.length <= 200)
      assert.ok(view!.problem, 'it says that this is not all')
    },
  )
})
