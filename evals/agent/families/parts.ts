/** What many scenarios are put together from. */
import { readFileSync } from 'node:fs'
import type { Health } from '../protocol.ts'
import { statusOf, type Service, type Workshop } from '../workshop.ts'
import { healthy, unwell } from './family.ts'

export const address = (port: number, path = '/healthz'): string => `http://127.0.0.1:${port}${path}`

/** What the operator has written down of one of the small services. */
export const asWritten = (name: string, { port, log }: Pick<Service, 'port' | 'log'>) => ({
  probes: [{ name: `${name}-health`, url: address(port), service: name }],
  logs: [{ name: `${name}-log`, file: log, service: name }],
  processes: [{ name, executable: name, service: name }],
  endpoints: [{ name: `${name}-port`, host: '127.0.0.1', port, service: name }],
})

type Lists = Readonly<Record<string, readonly unknown[]>>

/** Lists of several parts, one after the other. */
export const joined = (...parts: readonly Lists[]): Record<string, unknown[]> => {
  const all: Record<string, unknown[]> = {}
  for (const part of parts) for (const [name, list] of Object.entries(part)) (all[name] ??= []).push(...list)
  return all
}

/** As its users would: so many requests, one after the other. */
export const traffic = async (url: string, requests: number): Promise<void> => {
  for (let sent = 0; sent < requests; sent++) await statusOf(url)
}

export const healthOf = async (url: string, wanted = 200): Promise<Health> => {
  const status = await statusOf(url)
  return status === wanted ? healthy(`${url} answers ${wanted}.`) : unwell(`${url} answers ${status ?? 'nothing'}.`)
}

/** The check of an action: a probe of the operator's answers 200. */
export const probeHolds = (probe: string): Record<string, unknown> => ({
  capability: 'http_probe',
  params: { probe },
  fact: 'status',
  expect: { equals: 200 },
  within: 15,
})

export const healthyService = async (workshop: Workshop, name: string): Promise<Service> => {
  const service = await workshop.service(name, {})
  await traffic(address(service.port), 12)
  return service
}

/** How often a file has the text. */
export const logHas = (path: string, text: string): number => readFileSync(path, 'utf8').split(text).length - 1
