/** Services that run and answer badly. */
import { statusOf } from '../workshop.ts'
import { healthy, logReaders, services, unwell, type Family } from './family.ts'
import { address, asWritten, healthOf, healthyService, traffic } from './parts.ts'

export const permissionDenied: Family = {
  name: 'permission_denied',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services) }),
  question: ({ service }, it) => it.of([`${service} answers with errors since its deployment. Why?`, `What is wrong with ${service}?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['permission_denied'],
    services: [String(service)],
    evidence: [{ from: logReaders, about: 'EACCES' }],
  }),
  start: async ({ service }, workshop) => {
    const name = String(service)
    // A real refusal would need another user; the words are those that Node writes.
    const it = await workshop.service(name, { failing: 100, failure: `EACCES: permission denied, open '/srv/${name}/state.json'` })
    await traffic(address(it.port), 8)
    return { systems: asWritten(name, it), health: () => healthOf(address(it.port)) }
  },
}

export const httpErrors: Family = {
  name: 'http_errors',
  kind: 'fault',
  vary: (it) => ({
    service: it.of(services),
    failure: it.of(['TypeError: order.total is undefined', 'RangeError: Invalid array length', 'Error: unexpected state PAID -> NEW']),
  }),
  question: ({ service }, it) => it.of([`Why does ${service} answer with errors?`, `What is wrong with ${service}?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['http_errors', 'log_errors'],
    services: [String(service)],
    evidence: [{ from: ['http_probe', ...logReaders] }],
  }),
  start: async ({ service, failure }, workshop) => {
    const name = String(service)
    const it = await workshop.service(name, { failing: 100, failure: String(failure) })
    await traffic(address(it.port), 10)
    return { systems: asWritten(name, it), health: () => healthOf(address(it.port)) }
  },
}

export const slowResponses: Family = {
  name: 'slow_responses',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), ms: it.between(1500, 2500) }),
  question: ({ service }, it) => it.of([`${service} is slow. What do you see?`, `What is wrong with ${service}?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['slow_responses'],
    services: [String(service)],
    evidence: [{ from: ['http_probe'] }],
  }),
  start: async ({ service, ms }, workshop) => {
    const name = String(service)
    const it = await workshop.service(name, { delayMs: Number(ms) })
    await traffic(address(it.port), 1)
    return {
      systems: asWritten(name, it),
      health: async () => ((await statusOf(address(it.port))) === 200 ? unwell('It answers after seconds.') : unwell('It does not answer.')),
    }
  },
}

export const clockSkew: Family = {
  name: 'clock_skew',
  kind: 'fault',
  vary: (it) => ({ service: it.of(services), seconds: it.of([-7200, -900, 1800, 5400]) }),
  question: ({ service }, it) => it.of([`Sign-in tokens of ${service} are refused as not yet valid. Why?`, `What is wrong with ${service}?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['clock_skew'],
    services: [String(service)],
    evidence: [{ from: ['clock_skew', 'http_probe'] }],
    heal: `synchronise-clock-${service}`,
  }),
  start: async ({ service, seconds }, workshop) => {
    const name = String(service)
    const it = await workshop.service(name, { clockOffsetSeconds: Number(seconds) })
    await traffic(address(it.port), 3)
    const skew = async (): Promise<number> => {
      const answer = await fetch(address(it.port))
      return Math.abs(Date.parse(answer.headers.get('date')!) - Date.now()) / 1000
    }
    return {
      systems: {
        ...asWritten(name, it),
        actions: [
          workshop.action({
            name: `synchronise-clock-${name}`,
            description: `Set the clock of the machine of ${name} by its time server`,
            heals: ['clock_skew'],
            service: name,
            manager: () => it.restart({ clockOffsetSeconds: 0 }),
          }),
        ],
      },
      health: async () => ((await skew()) < 5 ? healthy('Its clock is right.') : unwell(`Its clock is ${Math.round(await skew())} s off.`)),
    }
  },
}
export const logBurst: Family = {
  name: 'log_errors',
  kind: 'fault',
  vary: (it) => ({
    service: it.of(services),
    error: it.of(['payment provider declined with code 91', 'cannot decode message of queue mail: bad checksum', 'stock of article went below zero']),
  }),
  question: ({ service }, it) => it.of([`Is something wrong with ${service}?`, `Customers of ${service} complain since a minute. What happened?`]),
  truth: ({ service }) => ({
    verdict: 'cause_found',
    categories: ['log_errors', 'http_errors'],
    services: [String(service)],
    evidence: [{ from: logReaders }],
  }),
  start: async ({ service, error }, workshop) => {
    const name = String(service)
    const it = await healthyService(workshop, name)
    const lines: string[] = []
    for (let at = 600; at > 0; at -= 4) lines.push(`${new Date(Date.now() - at * 1000).toISOString()} INFO [${name}] GET /item/${at} 200`)
    for (let at = 60; at > 0; at -= 1) lines.push(`${new Date(Date.now() - at * 1000).toISOString()} ERROR [${name}] ${error} (order ${80_000 + at})`)
    workshop.write(`logs/${name}.log`, `${lines.join('\n')}\n`)
    return {
      systems: asWritten(name, it),
      health: async () => ((await statusOf(address(it.port))) === 200 ? unwell('It answers, and its work fails.') : unwell('It is down.')),
    }
  },
}

export const answerFamilies: readonly Family[] = [permissionDenied, httpErrors, slowResponses, clockSkew, logBurst]
