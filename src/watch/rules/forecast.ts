import type { Rule } from '../../domain/watch.ts'
import { amount, duration } from '../say.ts'
import type { NewSample, Verdict } from './verdict.ts'

/** Newest last, evenly thinned. */
type Points = readonly (readonly [atMs: number, value: number])[]

const mostPoints = 48
const fewestPoints = 6
/** Pace of late: of half the time that is looked ahead, of a quarter of an hour at least and six hours at most. */
const lookBackMs = (withinSeconds: number): number => Math.min(21_600_000, Math.max(900_000, withinSeconds * 500))

/**
 * Time until a limit at the pace of late: the median of the slopes between points (Theil 1950, Sen 1968), which a few wild points do not bend.
 * Nothing is said of a line that goes up and down: three quarters of the slopes must point the same way.
 */
export const judgeForecast = (
  { reaches, withinSeconds }: Extract<Rule, { kind: 'forecast' }>,
  before: Points | null,
  { name, value, atMs }: NewSample,
): Verdict<Points> => {
  if (typeof value !== 'number') return { memory: before ?? [], wrong: null, isLearning: true }
  const span = lookBackMs(withinSeconds)
  const points = withPoint(before ?? [], [atMs, value], span)
  const passed = points.length > 0 && sideOf(points[0]![1], reaches) !== 0 && sideOf(points[0]![1], reaches) !== sideOf(value, reaches)
  if (passed || value === reaches) return { memory: points, wrong: `is ${amount(name, value)} and has reached ${amount(name, reaches)}` }
  if (points.length < fewestPoints || atMs - points[0]![0] < span / 4) return { memory: points, wrong: null, isLearning: true }
  const slope = steadySlope(points)
  const seconds = slope === null ? Infinity : (reaches - levelNow(points, slope, atMs)) / slope / 1000
  if (seconds <= 0 || seconds > withinSeconds) return { memory: points, wrong: null }
  return { memory: points, wrong: `is ${amount(name, value)} and reaches ${amount(name, reaches)} in ${duration(seconds)} at the pace of late` }
}

const sideOf = (value: number, limit: number): number => Math.sign(value - limit)

const withPoint = (points: Points, point: readonly [number, number], span: number): Points => {
  const last = points.at(-1)
  const fresh = points.filter(([atMs]) => atMs > point[0] - span && atMs < point[0])
  // Points that come faster than they can be kept take each other's place; the newest is always there.
  const isCrowded = last !== undefined && fresh.length > 1 && point[0] - fresh.at(-2)![0] < span / mostPoints
  return [...(isCrowded ? fresh.slice(0, -1) : fresh), point].slice(-mostPoints)
}

/** Of the line, not of the last point, which may be wild. */
const levelNow = (points: Points, slope: number, nowMs: number): number =>
  points.map(([atMs, value]) => value + slope * (nowMs - atMs)).toSorted((a, b) => a - b)[Math.floor(points.length / 2)]!

/** For each millisecond; null where the points go up and down. */
const steadySlope = (points: Points): number | null => {
  const slopes = points.flatMap(([atMs, value], index) => points.slice(index + 1).map(([laterMs, later]) => (later - value) / (laterMs - atMs)))
  slopes.sort((a, b) => a - b)
  const median = slopes[Math.floor(slopes.length / 2)]!
  const alike = slopes.filter((slope) => Math.sign(slope) === Math.sign(median)).length
  return median !== 0 && alike >= slopes.length * 0.75 ? median : null
}
