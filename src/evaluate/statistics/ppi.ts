import type { Estimate, JudgeCertificate } from '../../domain/judgement.ts'
import { meanOf } from './clusters.ts'
import { wilson } from './wilson.ts'

export type Calibration = JudgeCertificate['calibration']

/**
 * Mean that people would have given to items only a judge has seen: the judge's mean plus its mean error on items both have seen
 * (prediction-powered inference; Angelopoulos and others, 2023). The error counts for the share `hadVerdict` of the items; the others failed, and stay 0.
 * Not tuned towards the labelled items' own mean (PPI++): they are another set, and how many of those pass says nothing of these.
 */
export const predictionPowered = (judged: Estimate, calibration: Calibration, hadVerdict = 1): Estimate => {
  const error = meanError(calibration)
  const value = Math.min(hadVerdict, Math.max(0, judged.value + hadVerdict * error.value))
  // Of a sum of two estimates (MOVER; Zou and Donner, 2008); measured from the clipped value, so that an interval keeps its width at 0 and at 1.
  const below = Math.hypot(judged.value - judged.low, hadVerdict * (error.value - error.low))
  const above = Math.hypot(judged.high - judged.value, hadVerdict * (error.high - error.value))
  return { value, low: Math.max(0, value - below), high: Math.min(1, value + above), n: judged.n }
}

/**
 * By how much people pass more than the judge, -1…1: the share that it missed less the share that it let through, each with Wilson's interval,
 * which has width also where no such error was seen (difference of two shares of the same items; R. G. Newcombe, 1998, method 10).
 */
const meanError = (calibration: Calibration): Estimate => {
  const n = calibration.length
  const errors = calibration.map(({ people, judge }) => people - judge)
  const [missed, passedOver] = [1, -1].map((sign) => share(errors.map((error) => Math.max(0, sign * error)))) as [Estimate, Estimate]
  const value = missed.value - passedOver.value
  const together = correlation(missed.value, passedOver.value)
  const half = (a: number, b: number): number => Math.sqrt(Math.max(0, a ** 2 + b ** 2 - 2 * together * a * b))
  const low = value - half(missed.value - missed.low, passedOver.high - passedOver.value)
  const high = value + half(missed.high - missed.value, passedOver.value - passedOver.low)
  return { value, low: Math.max(-1, low), high: Math.min(1, high), n }
}

const share = (parts: readonly number[]): Estimate => wilson(meanOf(parts) * parts.length, parts.length)

/** Of two shares that exclude each other. */
const correlation = (a: number, b: number): number => (a * b === 0 ? 0 : -Math.sqrt((a * b) / ((1 - a) * (1 - b))))
