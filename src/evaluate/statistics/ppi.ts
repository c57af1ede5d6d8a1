import type { Estimate, JudgeCertificate } from '../../domain/judgement.ts'
import { meanOf, sum } from './clusters.ts'
import { studentQuantile } from './distributions.ts'

export type Calibration = JudgeCertificate['calibration']

/**
 * Mean that people would have given to items only a judge has seen: the judge's mean, corrected by its error on items both have seen
 * (prediction-powered inference; Angelopoulos and others, 2023), the judge weighted by how far it can be trusted (PPI++, power tuning).
 * Right whatever the judge's errors are, as long as both kinds of items are drawn from one population; of another one, give `weight` 1:
 * then only the judge's mean error is carried over, and not the labelled items' own mean.
 */
export const predictionPowered = (judged: readonly number[], calibration: Calibration, weight: 'tuned' | 1 = 'tuned'): Estimate => {
  const people = calibration.map((item) => item.people)
  const judge = calibration.map((item) => item.judge)
  const n = calibration.length
  if (n < 2 || judged.length < 2) return { value: meanOf(judged), low: 0, high: 1, n: judged.length }

  const trust = weight === 1 ? 1 : powerTuned(judged, people, judge)
  const corrections = people.map((value, index) => value - trust * judge[index]!)
  const value = trust * meanOf(judged) + meanOf(corrections)
  const judgedError = (trust ** 2 * variance(judged)) / judged.length
  // A weight that was fitted to the labelled items takes one more degree of freedom of them.
  const correctionError = (variance(corrections) * (n - 1)) / (weight === 1 || n < 3 ? n - 1 : n - 2) / n
  const half = studentQuantile(0.975, degreesOfFreedom(judgedError, judged.length, correctionError, n)) * Math.sqrt(judgedError + correctionError)
  return { value: clamp(value), low: clamp(value - half), high: clamp(value + half), n: judged.length }
}

/** The weight with the least variance; 0 for a judge that says nothing about people. */
const powerTuned = (judged: readonly number[], people: readonly number[], judge: readonly number[]): number => {
  const spread = variance([...judged, ...judge])
  if (spread === 0) return 0
  return clamp(covariance(people, judge) / (spread * (1 + judge.length / judged.length)))
}

/** Of a sum of two means with variances of their own (Welch and Satterthwaite, 1947). */
const degreesOfFreedom = (a: number, countA: number, b: number, countB: number): number =>
  a + b === 0 ? Math.min(countA, countB) - 1 : (a + b) ** 2 / (a ** 2 / (countA - 1) + b ** 2 / (countB - 1))

const covariance = (a: readonly number[], b: readonly number[]): number => {
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  return sum(a.map((value, index) => (value - meanA) * (b[index]! - meanB))) / (a.length - 1)
}

const variance = (values: readonly number[]): number => covariance(values, values)
const clamp = (value: number): number => Math.min(1, Math.max(0, value))
