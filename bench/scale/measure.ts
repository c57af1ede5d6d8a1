import { percentile } from '../figures.ts'

export interface Measured {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
}

/** Calls for so many seconds, always `lanes` of them under way. */
export const measure = async (lanes: number, seconds: number, call: (index: number) => Promise<unknown>): Promise<Measured> => {
  const times: number[] = []
  let next = 0
  const until = performance.now() + seconds * 1000
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const started = performance.now()
      await call(next++)
      times.push(performance.now() - started)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  return { perSecond: (times.length * 1000) / (performance.now() - started), p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95) }
}

export const told = ({ perSecond, p50Ms, p95Ms }: Measured): string => `${perSecond.toFixed(0)}/s, p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms`
