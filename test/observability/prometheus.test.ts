import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { post, root, run, serve, workplace, type Server, type Workplace } from '../support/program.ts'
import { prometheusMissing, promtool, startPrometheus, type TestPrometheus } from '../support/prometheus.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

const token = 'a-token-for-scrapers-only'
const files = {
  'budgets.md': '# Budgets\n\nEach key has a budget of 50 euros a month.\n\n## Reset\n\nBudgets are reset on the first day of the month at midnight UTC.\n',
}

let place: Workplace
let stub: StubModel
let server: Server
before(async () => {
  place = workplace(files)
  stub = await startStubModel()
  server = await serve([place.documents, '--data', place.data], {
    env: {
      ANSWERABLE_GENERATOR: `compatible:stub@${stub.url}/v1`,
      ANSWERABLE_PRICES: 'stub=1/2',
      ANSWERABLE_ANSWER_CACHE: 'exact',
      ANSWERABLE_BUDGET_USD_PER_DAY: '5',
      ANSWERABLE_METRICS_TOKEN: token,
    },
  })
})
after(async () => {
  await server?.stop()
  await stub?.close()
  place?.[Symbol.dispose]()
})

const metrics = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text()

/** The sum of all samples of this name whose labels hold these. */
const valueOf = (text: string, name: string, labels: Readonly<Record<string, string>> = {}): number =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)

const ask = async (question: string): Promise<{ trace_id: string; cost_usd: number; tokens_used: number; cache: string }> =>
  (await (await post(server.url, '/ask', { question })).json()) as never

test('questions, tokens, money, cache, refusals and feedback are counted as the answers told them', async () => {
  const before = await metrics()
  const first = await ask('What budget does each key have a month?')
  // Kept behind the answer: a moment later it is there.
  await delay(1000)
  const again = await ask('What budget does each key have a month?')
  await ask('Who painted the ceiling of the Sistine Chapel?')
  await post(server.url, '/feedback', { trace_id: first.trace_id, rating: 'up' })
  assert.equal((await post(server.url, '/ask', { question: '' })).status, 422)
  const now = await metrics()
  const grown = (name: string, labels?: Readonly<Record<string, string>>): number => valueOf(now, name, labels) - valueOf(before, name, labels)
  assert.equal(again.cache, 'exact')
  assert.equal(grown('answerable_questions_total', { outcome: 'answered' }), 2)
  assert.equal(grown('answerable_questions_total', { outcome: 'abstained' }), 1)
  assert.equal(grown('answerable_cache_total', { outcome: 'exact' }), 1)
  assert.equal(grown('answerable_tokens_total', { model: 'stub', task: 'answer' }), first.tokens_used)
  assert.ok(Math.abs(grown('answerable_cost_usd_total') - first.cost_usd) < 1e-12)
  assert.ok(first.cost_usd > 0)
  assert.equal(grown('answerable_abstentions_total'), 1)
  assert.equal(grown('answerable_feedback_total', { rating: 'up' }), 1)
  assert.equal(grown('answerable_http_requests_total', { route: '/ask', status: '200' }), 3)
  assert.equal(grown('answerable_http_requests_total', { route: '/ask', status: '422' }), 1)
  assert.equal(valueOf(now, 'answerable_documents', { collection: 'default' }), 1)
  assert.ok(Math.abs(valueOf(now, 'answerable_budget_left', { unit: 'usd' }) - (5 - first.cost_usd)) < 1e-9)
  assert.equal(valueOf(now, 'answerable_metrics_unread_total'), 0)
})

test('a model that fails again and again shows in breaker, failures and calls', async () => {
  stub.set({ fault: { kind: 'status', status: 500 } })
  for (let n = 0; n < 4; n++) await ask(`What budget does key number ${n} have in a month of the year?`)
  stub.set({ mode: 'honest' })
  const now = await metrics()
  assert.equal(valueOf(now, 'answerable_breaker_state', { model: 'stub' }), 2)
  assert.ok(valueOf(now, 'answerable_model_calls_total', { outcome: 'failed' }) >= 3)
})

test('no label holds an id, a question or an address', async () => {
  const labels = [...(await metrics()).matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => ({ name: name!, value: value! }))
  assert.deepEqual(
    labels.filter(({ value }) => /[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f]{4}|\?|127\.0\.0\.1/.test(value)),
    [],
  )
})

test('metrics pass promtool', { skip: prometheusMissing }, async () => {
  const checked = spawnSync(promtool!, ['check', 'metrics'], { input: await metrics(), encoding: 'utf8' })
  assert.equal(`${checked.stdout}${checked.stderr}`, '')
  assert.equal(checked.status, 0)
})

test('the alert rules and the configuration pass promtool', { skip: prometheusMissing }, () => {
  const checked = spawnSync(promtool!, ['check', 'config', join(root, 'deploy/prometheus.yml')], { encoding: 'utf8' })
  assert.equal(checked.status, 0, checked.stdout + checked.stderr)
})

test(
  'a real Prometheus scrapes it with the token, and every query of the dashboard and the alerts is about metrics that are there',
  { skip: prometheusMissing },
  async () => {
    await ask('When are budgets reset?')
    await using prometheus = await startPrometheus(configFor(place, new URL(server.url).host))
    await untilScraped(prometheus)
    const samples = await prometheus.api<{ result: { value: [number, string] }[] }>(`query?query=${encodeURIComponent('sum(answerable_questions_total)')}`)
    assert.ok(Number(samples.result[0]!.value[1]) >= 1)

    const known = new Set(Object.keys(await prometheus.api<Record<string, unknown>>('metadata')))
    const expressions = [...dashboardExpressions(), ...alertExpressions()]
    assert.ok(expressions.length > 30)
    for (const expression of expressions) {
      await prometheus.api(`query?query=${encodeURIComponent(expression)}`)
      for (const [name] of expression.matchAll(/answerable_\w+/g)) {
        assert.ok(known.has(name) || known.has(name.replace(/_(bucket|sum|count)$/, '')), `${name} in ${expression}`)
      }
    }
    const { groups } = await prometheus.api<{ groups: { rules: { name: string; health: string; lastError?: string }[] }[] }>('rules')
    assert.ok(groups.flatMap(({ rules }) => rules).length >= 8)
  },
)

const configFor = ({ home }: Workplace, target: string): string => {
  const path = join(home, 'prometheus.yml')
  writeFileSync(join(home, 'metrics-token'), token)
  copyFileSync(join(root, 'deploy/alerts.yml'), join(home, 'alerts.yml'))
  const shipped = readFileSync(join(root, 'deploy/prometheus.yml'), 'utf8')
  const ours = shipped
    .replaceAll('15s', '1s')
    .replace('localhost:3000', target)
    .replace('# authorization:', 'authorization:')
    .replace('#   credentials_file', '  credentials_file')
  assert.match(ours, /^ {4}authorization:\n {6}credentials_file: metrics-token$/m)
  writeFileSync(path, ours)
  return path
}

const untilScraped = async (prometheus: TestPrometheus): Promise<void> => {
  for (;;) {
    const { activeTargets } = await prometheus.api<{ activeTargets: { health: string; lastError: string }[] }>('targets')
    const [target] = activeTargets
    if (target?.health === 'up') return
    if (target?.health === 'down') throw new Error(target.lastError)
    await delay(100)
  }
}

/** As Grafana would send them. */
const dashboardExpressions = (): string[] => {
  const { panels } = JSON.parse(readFileSync(join(root, 'deploy/grafana-dashboard.json'), 'utf8')) as { panels: { targets?: { expr: string }[] }[] }
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).map((expr) => expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', '.*'))
}

const alertExpressions = (): string[] => [...readFileSync(join(root, 'deploy/alerts.yml'), 'utf8').matchAll(/^ +expr: (.+)$/gm)].map(([, expr]) => expr!)

test('with keys about, only an admin key for all collections or the scrape token reads metrics', async () => {
  const made = await run(['keys', 'create', '--name', 'admin', '--scope', 'admin', '--data', join(place.home, 'open')])
  assert.equal(made.code, 0, made.stderr)
  // A server that others reach starts only where a key is.
  const keyless = await serve(['--data', join(place.home, 'open'), '--host', '0.0.0.0'], { env: { ANSWERABLE_METRICS_TOKEN: token }, ready: false })
  try {
    const at = keyless.url.replace('0.0.0.0', '127.0.0.1')
    const status = async (authorization?: string): Promise<number> => (await fetch(`${at}/metrics`, { headers: authorization ? { authorization } : {} })).status
    assert.equal(await status(), 401)
    assert.equal(await status('Bearer wrong'), 401)
    assert.equal(await status(`Bearer ${token}`), 200)
    assert.equal((await fetch(`${at}/documents`, { headers: { authorization: `Bearer ${token}` } })).status, 401)
  } finally {
    await keyless.stop()
  }
})
