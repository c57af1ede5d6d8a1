import { seededRandom } from '../base/random.ts'
import type { LogStatistics } from './log-statistics.ts'
import { readLog } from './read-log.ts'

/** Read as the program reads it, without masking. */
export const statisticsOf = (lines: readonly string[]): LogStatistics => {
  const reader = readLog({ redact: (text) => ({ text, findings: [] }), now: new Date('2026-11-23T12:00:00Z') })
  reader.push(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')))
  return reader.finish().statistics
}

export const start = Date.parse('2026-11-20T00:00:00Z')

export const at = (seconds: number, rest: string): string => `${new Date(start + Math.round(seconds * 1000)).toISOString()} ${rest}`

/** Six kinds of lines at random, each at a steady pace (Poisson), for `hours`. */
export const steadyLog = (seed: number, hours = 6): string[] => {
  const random = seededRandom(seed)
  const kinds: [everySeconds: number, line: () => string][] = [
    [5, () => `INFO http: GET /items/${Math.floor(random() * 900)} took ${Math.floor(random() * 90)} ms`],
    [20, () => `INFO cache: evicted ${Math.floor(random() * 50)} entries`],
    [60, () => `INFO scheduler: job ${Math.floor(random() * 9999)} finished`],
    [90, () => `WARN queue: depth is ${Math.floor(random() * 500)}`],
    [300, () => `INFO session: user u${Math.floor(random() * 400)} logged in`],
    [900, () => `INFO disk: snapshot ${Math.floor(random() * 9999)} written`],
  ]
  const lines: [number, string][] = []
  for (const [every, line] of kinds)
    for (let t = -every * Math.log(1 - random()); t < hours * 3600; t -= every * Math.log(1 - random())) lines.push([t, line()])
  return lines.toSorted((a, b) => a[0] - b[0]).map(([seconds, line]) => at(seconds, line))
}
