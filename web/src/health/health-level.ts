import { isAtWork, type Health } from './use-health.ts'

export type HealthLevel = 'good' | 'busy' | 'advice' | 'away'

/** The one thing the top bar says. Advice on a better model is no alarm: it is told on the page itself. */
export const healthLevel = ({ status, readiness, failure }: Health): HealthLevel => {
  if (failure !== null) return 'away'
  if (!status) return 'good'
  if (isAtWork(status, readiness)) return 'busy'
  return status.embedder.state === 'unavailable' ? 'advice' : 'good'
}
