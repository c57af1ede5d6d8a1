import type { Header } from './header.ts'

// Before 1980 no log was written that is read here: devices whose clock is not set yet count from 1970.
const clockUnset = Date.UTC(1980)

export const isClockUnset = (at: number): boolean => at < clockUnset

const believable = 400 * 86_400_000
const agreeing = 20

/** Times of lines: a line without one is as old as the one before, and a stamp from nowhere is not believed until others agree with it. */
export interface LineTimes {
  /** About when the log begins, where that is known before it is read. */
  expect(at: number): void
  /** NaN before the first time that is believed. */
  of(header: Header): number
  readonly timed: number
  readonly withoutYear: number
  readonly withoutZone: number
  /** Stamps more than 400 days from the lines around them. */
  readonly disbelieved: number
}

export const lineTimes = (): LineTimes => {
  let last = NaN
  let expected = NaN
  let doubted = NaN
  let inDoubt = 0
  const times = {
    timed: 0,
    withoutYear: 0,
    withoutZone: 0,
    disbelieved: 0,
    expect(at: number): void {
      expected = at
    },
    of({ at, hasYear, hasZone }: Header): number {
      if (Number.isNaN(at)) return last
      times.timed++
      if (!hasYear) times.withoutYear++
      if (!hasZone) times.withoutZone++
      const around = Number.isNaN(last) ? expected : last
      if (!(Math.abs(at - around) > believable)) {
        inDoubt = 0
        return (last = at)
      }
      if (!isClockUnset(at) || isClockUnset(around)) {
        inDoubt = Math.abs(at - doubted) <= believable ? inDoubt + 1 : 1
        doubted = at
      }
      if (inDoubt >= agreeing) return (last = at)
      times.disbelieved++
      return last
    },
  }
  return times
}
