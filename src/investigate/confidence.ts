import type { Observation } from '../domain/capability.ts'
import { isBlind } from './left-out.ts'
import { scoreOf, type Hypothesis } from './hypothesis.ts'

/**
 * How surely the cause is the cause, 0…1: what the evidence alone says, less where another says nearly as much, more where a second look agrees,
 * less by each tenth of the looks that saw nothing or were not made. How often it is right at which value stands in evals/LOG.md.
 */
export const confidenceOf = (
  cause: Hypothesis,
  hypotheses: readonly Hypothesis[],
  names: ReadonlySet<string>,
  observations: readonly Observation[],
  unmade: number,
): number => {
  const rival = hypotheses.filter((it) => it.category !== cause.category).map((it) => scoreOf(it, names))[0] ?? 0
  const lead = scoreOf(cause, names) - rival
  const agreeing = new Set(cause.evidence.map(({ observationId }) => observationId)).size
  const value = cause.strength * (lead < 0.1 ? 0.7 : lead < 0.25 ? 0.85 : 1) + (agreeing > 1 ? 0.08 : 0)
  return bounded(value * (1 - 0.5 * unseenShare(observations, unmade)))
}

/** That nothing is wrong: as sure as all was seen. */
export const confidenceOfHealth = (observations: readonly Observation[], unmade: number): number =>
  observations.length === 0 ? 0 : bounded(0.95 * (1 - unseenShare(observations, unmade)))

const unseenShare = (observations: readonly Observation[], unmade: number): number =>
  observations.length === 0 ? 1 : (observations.filter(isBlind).length + unmade) / (observations.length + unmade)

const bounded = (value: number): number => Math.round(Math.min(0.97, Math.max(0.05, value)) * 100) / 100
