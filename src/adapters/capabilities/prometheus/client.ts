/** Prometheus' HTTP API (prometheus.io/docs/prometheus/latest/querying/api), GET only; what it says is bounded and checked before it is believed. */
import { z } from 'zod'
import type { Systems } from '../../../domain/systems.ts'
import { Unseen } from '../look.ts'
import { failureCode, get } from '../net/get.ts'

export type Server = Systems['prometheus'][number]

const mostBytes = 8 * 1024 * 1024

const envelope = z.object({ status: z.string(), data: z.unknown().optional(), errorType: z.string().optional() })

export interface PrometheusClient {
  /** Path below `/api/v1/`, ours. Fails with `Unseen`. */
  query<Schema extends z.ZodType>(path: string, params: Readonly<Record<string, string>>, schema: Schema, signal: AbortSignal): Promise<z.output<Schema>>
}

export const prometheusClient = (server: Server, env: NodeJS.ProcessEnv): PrometheusClient => ({
  query: async (path, params, schema, signal) => {
    const url = new URL(`${server.url.replace(/\/$/, '')}/api/v1/${path}`)
    for (const [name, value] of Object.entries(params)) url.searchParams.append(name, value)
    const got = await get(url.href, { headers: tokenOf(server, env), mostBytes, signal }).catch((error: unknown) => {
      if (signal.aborted) throw signal.reason
      throw new Unseen(`Prometheus "${server.name}" does not answer (${failureCode(error)}).`)
    })
    if (got.isCut) throw new Unseen(`Prometheus "${server.name}" sent more than 8 MiB: the query matches too many series. Name a narrower one in systems.yaml.`)
    const said = envelope.safeParse(parsed(got.body))
    if (!said.success) throw new Unseen(`Prometheus "${server.name}" answered with something that is not its API (status ${got.status}).`)
    if (said.data.status !== 'success')
      throw new Unseen(`Prometheus "${server.name}" refused the query (${/^[a-z_]{1,40}$/.test(said.data.errorType ?? '') ? said.data.errorType : 'error'}).`)
    const data = schema.safeParse(said.data.data)
    if (!data.success) throw new Unseen(`Prometheus "${server.name}" answered in a form that is not known.`)
    return data.data
  },
})

const tokenOf = ({ name, bearerTokenEnv }: Server, env: NodeJS.ProcessEnv): Record<string, string> => {
  if (bearerTokenEnv === null) return {}
  const token = env[bearerTokenEnv]
  if (!token) throw new Unseen(`The environment variable ${bearerTokenEnv}, the token for Prometheus "${name}", is not set.`)
  return { authorization: `Bearer ${token}` }
}

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8')) as unknown
  } catch {
    return null
  }
}
