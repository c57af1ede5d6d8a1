import type { Rule } from '../../domain/watch.ts'
import { amount } from '../say.ts'
import { distanceFrom, learnMoving, paceOf, type Moving } from './deviation/moving.ts'
import { expected, learnProfile, newProfile, type Profile } from './deviation/profile.ts'
import { learnTail, limitOf, newTail, type Tail } from './deviation/tail.ts'
import type { NewSample, Verdict } from './verdict.ts'

/** What is usual, and how far from it things usually are. Some 2 KB as JSON. */
export interface DeviationMemory {
  readonly samples: number
  readonly firstMs: number
  readonly lastMs: number
  /** Usual time between two samples. */
  readonly stepMs: number
  readonly profile: Profile
  /** Of what is left when the expected is taken away. */
  readonly rest: Moving
  /** Mean of that over the last hour, and what is usual of such means. */
  readonly hour: number
  readonly hourly: Moving
  readonly spikes: Tail
  readonly shifts: Tail
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const spanMs = 2 * dayMs
/** Nothing is said before: a day, so that each hour was seen once, and enough samples for a tail. */
const learnSamples = 100
/** Three standard deviations, as on control charts (Shewhart 1931): what is nearer is never far. */
const fewestDeviations = 3

/**
 * Far from what is usual, by two scores. A sample's distance from the mean of two days, in standard deviations, finds spikes; the same of the mean over
 * an hour finds shifts that no single sample shows. Neither has a fixed limit: it is where the score's own past, whatever its distribution, is passed as
 * often as false alarms are borne. No setting belongs to a series; what was tried stands in evals/LOG.md.
 */
export const judgeDeviation = (
  { falseAlarmsPerDay }: Extract<Rule, { kind: 'deviation' }>,
  before: DeviationMemory | null,
  { name, value, atMs }: NewSample,
): Verdict<DeviationMemory | null> => {
  if (typeof value !== 'number') return { memory: before, wrong: null, isLearning: true }
  if (!before) return { memory: begin(value, atMs), wrong: null, isLearning: true }
  if (atMs <= before.lastMs) return { memory: before, wrong: null }
  const { memory, spike, shift, usual } = learn(before, value, atMs)
  if (atMs - memory.firstMs < dayMs || memory.samples < learnSamples) return { memory, wrong: null, isLearning: true }
  const isSpike = spike > farFrom(before.spikes, falseAlarmsPerDay, memory.stepMs)
  // An hour's mean stays out for an hour: samples of one alarm come in runs of that length.
  const isShift = shift > farFrom(before.shifts, falseAlarmsPerDay, Math.max(hourMs, memory.stepMs))
  if (!isSpike && !isShift) return { memory, wrong: null }
  const is = isSpike ? `is ${amount(name, value)}` : `is ${amount(name, value)}, and has been off for an hour,`
  return { memory, wrong: `${is} where ${amount(name, usual)} is usual` }
}

const farFrom = (tail: Tail, falseAlarmsPerDay: number, alarmMs: number): number =>
  Math.max(fewestDeviations, limitOf(tail, (falseAlarmsPerDay * alarmMs) / dayMs))

const begin = (value: number, atMs: number): DeviationMemory => ({
  samples: 1,
  firstMs: atMs,
  lastMs: atMs,
  stepMs: 0,
  profile: newProfile(value),
  rest: { mean: 0, variance: 0 },
  hour: 0,
  hourly: { mean: 0, variance: 0 },
  spikes: newTail,
  shifts: newTail,
})

/** A gap teaches no more than an hour would. */
const longestGapMs = hourMs

const learn = (before: DeviationMemory, value: number, atMs: number) => {
  const elapsedMs = Math.min(atMs - before.lastMs, Math.max(longestGapMs, before.stepMs))
  const samples = before.samples + 1
  const stepMs = before.stepMs === 0 ? elapsedMs : before.stepMs + 0.05 * (Math.min(elapsedMs, 3 * before.stepMs) - before.stepMs)
  const usual = expected(before.profile, atMs)
  const rest = value - usual
  const hour = before.hour + paceOf(elapsedMs, hourMs, samples) * (rest - before.hour)
  // A series that hardly moves is not far out by a hundredth of itself.
  const least = Math.abs(usual) / 100
  const spike = distanceFrom(before.rest, rest, least)
  const shift = distanceFrom(before.hourly, hour, least)
  const pace = paceOf(elapsedMs, spanMs, samples)
  const memory: DeviationMemory = {
    samples,
    firstMs: before.firstMs,
    lastMs: atMs,
    stepMs,
    profile: learnProfile(before.profile, value, atMs, elapsedMs, samples),
    rest: learnMoving(before.rest, rest, pace),
    hour,
    hourly: learnMoving(before.hourly, hour, pace),
    // The first distances are from a mean of nothing.
    spikes: samples < 30 ? before.spikes : learnTail(before.spikes, spike),
    shifts: samples < 30 ? before.shifts : learnTail(before.shifts, shift),
  }
  return { memory, spike, shift, usual }
}
