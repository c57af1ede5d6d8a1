/** What a series is expected to be: the usual value at this hour of the day, where that is clearly the better guess, else its level of late. */
import { paceOf } from './moving.ts'

export interface Profile {
  readonly level: number
  /** Usual value at each hour of the day (UTC); null while it was not seen. */
  readonly hours: readonly (number | null)[]
  /** Mean error of each guess of late. */
  readonly levelError: number
  readonly hourError: number
}

const hourMs = 3_600_000
const spanMs = 48 * hourMs
/** Share of the way that an hour's usual value goes towards each new day. */
const dayPace = 0.25
/** A season must halve most of the error before it is believed. */
const clearly = 0.7

export const newProfile = (value: number): Profile => ({ level: value, hours: Array.from({ length: 24 }, () => null), levelError: 0, hourError: 0 })

const hourOf = (atMs: number): number => Math.floor(atMs / hourMs) % 24

export const expected = ({ level, hours, levelError, hourError }: Profile, atMs: number): number => {
  const usual = hours[hourOf(atMs)] ?? null
  return usual !== null && hourError < clearly * levelError ? usual : level
}

export const learnProfile = (before: Profile, value: number, atMs: number, elapsedMs: number, samples: number): Profile => {
  const hour = hourOf(atMs)
  const usual = before.hours[hour] ?? null
  const pace = paceOf(elapsedMs, spanMs, samples)
  const towards = (error: number, guess: number): number => (usual === null ? error : error + pace * (Math.abs(value - guess) - error))
  const learned = usual === null ? value : usual + Math.min(1, (dayPace * elapsedMs) / hourMs) * (value - usual)
  return {
    level: before.level + pace * (value - before.level),
    hours: before.hours.map((it, index) => (index === hour ? learned : it)),
    levelError: towards(before.levelError, before.level),
    hourError: towards(before.hourError, usual ?? value),
  }
}
