import { z } from 'zod'
import type { Systems } from '../../../domain/systems.ts'
import type { Family, Look, Seen, SeenFact } from '../look.ts'
import type { ParamSpecs, Params } from '../params.ts'
import { prometheusClient, type PrometheusClient } from './client.ts'
import { instantFacts, instantSchema, labelsSchema, numberOf, rangeFacts, rangeSchema } from './samples.ts'

const names = ['prometheus_query', 'prometheus_range', 'prometheus_metric', 'prometheus_targets', 'prometheus_alerts']

export const prometheusFamily = ({ prometheus }: Systems, env: NodeJS.ProcessEnv): Family => {
  if (prometheus.length === 0) return { looks: [], missing: names.map((name) => ({ name, why: 'systems.yaml names no Prometheus.' })) }
  const clients = new Map(prometheus.map((it) => [it.name, prometheusClient(it, env)]))
  const clientOf = ({ prometheus: name }: Params): PrometheusClient => clients.get(String(name))!
  const which: ParamSpecs = { prometheus: { kind: 'name', names: prometheus.map((it) => it.name), about: 'Which Prometheus' } }
  const queries = prometheus.filter((it) => Object.keys(it.queries).length > 0)
  const configured: Look[] = queries.length > 0 ? [queryLook(queries, clientOf), rangeLook(queries, clientOf)] : []
  return {
    looks: [...configured, metricLook(which, clientOf), targetsLook(which, clientOf), alertsLook(which, clientOf)],
    missing: queries.length > 0 ? [] : names.slice(0, 2).map((name) => ({ name, why: 'systems.yaml names no queries of Prometheus.' })),
  }
}

type ClientOf = (params: Params) => PrometheusClient
type Servers = Systems['prometheus']

/** The queries are the operator's; which one is all that can be chosen. */
const queryParams = (servers: Servers): ParamSpecs => ({
  prometheus: { kind: 'name', names: servers.map((it) => it.name), about: 'Which Prometheus' },
  query: {
    kind: 'found',
    names: async ({ prometheus: name }) => servers.filter((it) => name === undefined || it.name === name).flatMap((it) => Object.keys(it.queries)),
    about: 'Which configured query',
  },
})

const textOf = (servers: Servers, { prometheus: name, query }: Params): string => servers.find((it) => it.name === name)!.queries[String(query)]!

const queryLook = (servers: Servers, clientOf: ClientOf): Look => ({
  name: 'prometheus_query',
  summary: 'What a configured query of Prometheus gives now',
  how: 'process',
  params: queryParams(servers),
  see: async (params, signal) => {
    const answer = await clientOf(params).query('query', { query: textOf(servers, params), timeout: '4s', limit: '1000' }, instantSchema, signal)
    return instantFacts(answer, 'value', { query: String(params['query']) })
  },
})

const rangeLook = (servers: Servers, clientOf: ClientOf): Look => ({
  name: 'prometheus_range',
  summary: 'What a configured query of Prometheus gave over the last minutes: first, last, least, most, mean',
  how: 'process',
  params: { ...queryParams(servers), minutes },
  see: async (params, signal) => {
    const answer = await clientOf(params).query('query_range', { query: textOf(servers, params), ...rangeOf(params), limit: '1000' }, rangeSchema, signal)
    return rangeFacts(answer, { query: String(params['query']) })
  },
})

const minutes = { kind: 'integer', min: 1, max: 10_080, fallback: 60, about: 'How far back' } as const
const mostPoints = 240

const rangeOf = (params: Params): Record<string, string> => {
  const seconds = Number(params['minutes']) * 60
  const end = Math.floor(Date.now() / 1000)
  return { start: String(end - seconds), end: String(end), step: String(Math.max(5, Math.ceil(seconds / mostPoints))), timeout: '4s' }
}

/** A name that Prometheus has now, and one pair of label and value that it bears now: written into the selector as Prometheus quotes strings. */
const metricLook = (which: ParamSpecs, clientOf: ClientOf): Look => ({
  name: 'prometheus_metric',
  summary: 'A metric of Prometheus by its name, over the last minutes; with `matcher` only the series that bear this label',
  how: 'process',
  params: {
    ...which,
    metric: {
      kind: 'found',
      names: async (given, signal) => (given['prometheus'] === undefined ? [] : metricNames(clientOf(given), signal)),
      about: 'Name of the metric',
    },
    matcher: {
      kind: 'found',
      names: async (given, signal) => (given['metric'] === undefined ? [] : [...(await pairsOf(clientOf(given), String(given['metric']), signal)).keys()]),
      optional: true,
      about: 'A label and its value as job=node',
    },
    minutes,
  },
  see: async (params, signal): Promise<Seen> => {
    const client = clientOf(params)
    const metric = String(params['metric'])
    const pair = params['matcher'] === undefined ? null : (await pairsOf(client, metric, signal)).get(String(params['matcher']))!
    const selector = pair === null ? metric : `${metric}{${pair.label}=${JSON.stringify(pair.value)}}`
    return rangeFacts(await client.query('query_range', { query: selector, ...rangeOf(params), limit: '1000' }, rangeSchema, signal), {})
  },
})

const metricForm = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,200}$/
const mostNames = 20_000

const metricNames = async (client: PrometheusClient, signal: AbortSignal): Promise<readonly string[]> =>
  (await client.query('label/__name__/values', { limit: String(mostNames) }, z.array(z.string()), signal))
    .filter((it) => metricForm.test(it))
    .slice(0, mostNames)

const pairsOf = async (client: PrometheusClient, metric: string, signal: AbortSignal): Promise<Map<string, { label: string; value: string }>> => {
  const start = String(Math.floor(Date.now() / 1000) - 3600)
  const series = await client.query('series', { 'match[]': metric, start, limit: '1000' }, z.array(labelsSchema), signal)
  const pairs = series.slice(0, 1000).flatMap((labels) => Object.entries(labels).filter(([label]) => /^[a-zA-Z][a-zA-Z0-9_]{0,100}$/.test(label)))
  return new Map(pairs.map(([label, value]) => [`${label}=${value}`, { label, value }]))
}

const targetsSchema = z.object({
  activeTargets: z.array(z.object({ labels: labelsSchema, health: z.string(), lastScrapeDuration: z.number().optional(), lastScrape: z.string().optional() })),
})

const targetsLook = (which: ParamSpecs, clientOf: ClientOf): Look => ({
  name: 'prometheus_targets',
  summary: 'Which targets Prometheus reads, and whether they are up',
  how: 'process',
  params: which,
  see: async (params, signal): Promise<Seen> => {
    const { activeTargets } = await clientOf(params).query('targets', { state: 'active' }, targetsSchema, signal)
    const kept = activeTargets.slice(0, 300)
    return {
      facts: [
        { name: 'targets', value: activeTargets.length },
        { name: 'targets_down', value: activeTargets.filter((it) => it.health === 'down').length },
        ...kept.map(({ labels: { job = 'unknown', instance = 'unknown' }, health }): SeenFact => ({
          name: 'is_up',
          value: health === 'up' ? true : health === 'down' ? false : null,
          labels: { job, instance },
        })),
      ],
      problem: activeTargets.length > kept.length ? `The first ${kept.length} targets are shown.` : null,
    }
  },
})

const alertsSchema = z.object({
  alerts: z.array(
    z.object({
      labels: labelsSchema,
      annotations: labelsSchema.default({}),
      state: z.string(),
      activeAt: z.string().optional(),
      value: z.string().default(''),
    }),
  ),
})

const alertsLook = (which: ParamSpecs, clientOf: ClientOf): Look => ({
  name: 'prometheus_alerts',
  summary: 'Alerts of Prometheus that are pending or firing',
  how: 'process',
  params: which,
  see: async (params, signal): Promise<Seen> => {
    const { alerts } = await clientOf(params).query('alerts', {}, alertsSchema, signal)
    const kept = alerts.slice(0, 200)
    return {
      facts: [
        { name: 'firing_alerts', value: alerts.filter((it) => it.state === 'firing').length },
        { name: 'pending_alerts', value: alerts.filter((it) => it.state === 'pending').length },
        ...kept.map(({ labels: { alertname = 'unknown', severity = 'unknown', instance = '' }, state, value }): SeenFact => ({
          name: 'alert_value',
          value: numberOf([0, value]),
          labels: { alert: alertname, state, severity, ...(instance && { instance }) },
        })),
      ],
      // What alerts say is written by people and by labels: for a reader without tools.
      lines: kept.map(
        ({ labels, annotations, state }) => `${state} ${labels['alertname'] ?? ''}: ${annotations['summary'] ?? annotations['description'] ?? ''}`,
      ),
      problem: alerts.length > kept.length ? `The first ${kept.length} alerts are shown.` : null,
    }
  },
})
