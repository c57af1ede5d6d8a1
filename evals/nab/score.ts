/** What alarms are worth: windows that were found, false alarms a day, and NAB's own score. */
import { probation, type Series } from './series.ts'

export interface Judged {
  readonly windows: number
  readonly found: number
  readonly falseAlarms: number
  /** Outside of windows, after probation. */
  readonly days: number
  /** NAB's raw score by the standard profile, and that of a perfect and of a silent detector. */
  readonly raw: number
  readonly perfect: number
  readonly silent: number
}

const hourMs = 3_600_000
const dayMs = 86_400_000
/** Weights of NAB's standard profile. */
const falseAlarmWeight = 0.11

/**
 * `flags`: for each sample whether it is called wrong. Flags within an hour (or two samples, where these are rarer) of each other are one alarm, and
 * an alarm is scored once, by its first sample: people are called once.
 */
export const judgeFlags = ({ atMs, windows }: Series, flags: readonly boolean[]): Judged => {
  const start = probation(atMs.length)
  const isIn = (ms: number): number => windows.findIndex(([from, to]) => ms >= from && ms <= to)
  const step = (atMs.at(-1)! - atMs[0]!) / (atMs.length - 1)
  const merge = Math.max(hourMs, 2 * step)
  const judgedWindows = windows.filter(([, to]) => to >= atMs[start]!)
  const found = new Map<number, number>()
  let falseAlarms = 0
  let falseScore = 0
  let lastFlag = -Infinity
  let outside = 0
  for (let index = start; index < atMs.length; index++) {
    const ms = atMs[index]!
    const window = isIn(ms)
    if (window === -1) outside++
    if (!flags[index]) continue
    if (window !== -1) {
      if (!found.has(window)) found.set(window, truePositive(atMs, windows[window]!, index))
    } else {
      if (ms - lastFlag > merge) {
        falseAlarms++
        falseScore += falseAlarmWeight * falsePositive(atMs, windows, index)
      }
    }
    lastFlag = ms
  }
  const missed = judgedWindows.length - found.size
  return {
    windows: judgedWindows.length,
    found: found.size,
    falseAlarms,
    days: (outside * step) / dayMs,
    raw: [...found.values()].reduce((sum, it) => sum + it, 0) - missed + falseScore,
    perfect: judgedWindows.length,
    silent: -judgedWindows.length,
  }
}

/** 1 at the window's beginning, 0 at its end. */
const scaledSigmoid = (position: number): number => (position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1)

const truePositive = (atMs: readonly number[], [from, to]: readonly [number, number], index: number): number => {
  const left = atMs.findIndex((ms) => ms >= from)
  const right = atMs.findLastIndex((ms) => ms <= to)
  return scaledSigmoid(-(right - index + 1) / (right - left + 1)) / scaledSigmoid(-1)
}

const falsePositive = (atMs: readonly number[], windows: Series['windows'], index: number): number => {
  const before = windows.findLast(([, to]) => to < atMs[index]!)
  if (!before) return -1
  const left = atMs.findIndex((ms) => ms >= before[0])
  const right = atMs.findLastIndex((ms) => ms <= before[1])
  return scaledSigmoid((index - right) / Math.max(1, right - left))
}

export interface Summary {
  readonly recall: number
  readonly precision: number
  readonly falseAlarmsPerDay: number
  /** 0 says nothing, 100 is perfect. */
  readonly nab: number
}

export const summarise = (all: readonly Judged[]): Summary => {
  const sum = (name: keyof Judged): number => all.reduce((total, it) => total + it[name], 0)
  return {
    recall: sum('found') / Math.max(1, sum('windows')),
    precision: sum('found') / Math.max(1, sum('found') + sum('falseAlarms')),
    falseAlarmsPerDay: sum('falseAlarms') / sum('days'),
    nab: (100 * (sum('raw') - sum('silent'))) / Math.max(1e-9, sum('perfect') - sum('silent')),
  }
}
