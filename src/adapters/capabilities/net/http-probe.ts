import type { Systems } from '../../../domain/systems.ts'
import type { Look, Seen, SeenFact } from '../look.ts'
import { failureCode, get, type Got } from './get.ts'

const mostBytes = 1024 * 1024
const shownBytes = 2000

/** Never any body but its first characters, masked: it may be a page for people, with their data. */
export const httpProbe = ({ probes }: Systems): Look => ({
  name: 'http_probe',
  facts: ['is_reachable', 'is_expected', 'failure', 'status', 'dns_ms', 'connect_ms', 'first_byte_ms', 'total_ms', 'body_bytes', 'is_body_cut', 'is_redirect'],
  summary: 'Asks a configured address (GET): whether it answers as expected, its status, times and size',
  how: 'process',
  limitMs: 1000 + Math.max(...probes.map((it) => it.timeoutMs)),
  params: { probe: { kind: 'name', names: probes.map((it) => it.name), about: 'Which address' } },
  see: async ({ probe }, signal) => {
    const asked = probes.find((it) => it.name === probe)!
    const labels = { probe: asked.name }
    const limited = AbortSignal.any([signal, AbortSignal.timeout(asked.timeoutMs)])
    const found = await get(asked.url, { mostBytes, signal: limited }).catch((error: unknown) => failureCode(error))
    if (typeof found === 'string') return unreached(found, labels)
    const isExpected = asked.expectStatus.includes(found.status)
    return { facts: [...answered(found, isExpected, labels)], lines: isExpected ? [] : firstWords(found) }
  },
})

const unreached = (failure: string, labels: Record<string, string>): Seen => ({
  facts: [
    { name: 'is_reachable', value: false, labels },
    { name: 'is_expected', value: false, labels },
    { name: 'failure', value: failure, labels },
  ],
})

const answered = ({ status, body, isCut, timingsMs, headers }: Got, isExpected: boolean, labels: Record<string, string>): SeenFact[] => [
  { name: 'is_reachable', value: true, labels },
  { name: 'is_expected', value: isExpected, labels },
  { name: 'status', value: status, labels },
  { name: 'dns_ms', value: timingsMs.dns, labels },
  { name: 'connect_ms', value: timingsMs.connect, labels },
  { name: 'first_byte_ms', value: timingsMs.firstByte, labels },
  { name: 'total_ms', value: timingsMs.total, labels },
  { name: 'body_bytes', value: body.length, labels },
  { name: 'is_body_cut', value: isCut, labels },
  ...(headers.location === undefined ? [] : [{ name: 'is_redirect', value: true, labels }]),
]

const firstWords = ({ body, headers }: Got): string[] =>
  /^(?:text\/|application\/(?:json|problem\+json|xml))/.test(headers['content-type'] ?? '') ? body.toString('utf8', 0, shownBytes).split('\n').slice(0, 20) : []

/** The clock of a server as it says itself, against ours; to the second, as the header is. */
export const clockSkew = ({ probes }: Systems): Look => ({
  name: 'clock_skew',
  summary: 'How far the clock of a configured server (HTTP Date) is from ours, in seconds; positive where it is ahead',
  how: 'process',
  limitMs: 1000 + Math.max(...probes.map((it) => it.timeoutMs)),
  params: { probe: { kind: 'name', names: probes.map((it) => it.name), about: 'Which server' } },
  see: async ({ probe }, signal) => {
    const asked = probes.find((it) => it.name === probe)!
    const labels = { probe: asked.name }
    const limited = AbortSignal.any([signal, AbortSignal.timeout(asked.timeoutMs)])
    const before = Date.now()
    const found = await get(asked.url, { mostBytes: 65_536, signal: limited }).catch((error: unknown) => failureCode(error))
    if (typeof found === 'string') return unreached(found, labels)
    const said = Date.parse(found.headers.date ?? '')
    if (!Number.isFinite(said)) return { facts: [{ name: 'is_reachable', value: true, labels }], problem: 'The server does not say what time it is.' }
    const ours = (before + Date.now()) / 2
    return {
      facts: [
        { name: 'is_reachable', value: true, labels },
        // Half a second on average, as the header drops what is below a second.
        { name: 'skew_seconds', value: Math.round((said + 500 - ours) / 1000), labels },
      ],
    }
  },
})
